package import ArchiveEvents
package import EventStorage
import Foundation
package import TransparencyLog

/// A log in a temporary folder, whose keys and salts come from a seed.
package struct TestLog: Sendable {
    package let folder: TemporaryFolder
    package let signer: NoteSigner
    private let memory: MemoryBlockStore?
    package var path: String { folder.file("log.sqlite") }
    package var headNote: HeadNote { HeadNote(path: folder.file("head.note")) }

    /// Which store holds the log.
    package enum Storage: String, CaseIterable, Sendable {
        case sqlite, memory
    }

    package init(_ storage: Storage = .sqlite) throws {
        folder = try TemporaryFolder()
        memory = storage == .memory ? MemoryBlockStore() : nil
        signer = try NoteSigner(name: "test.example/log", seed: [UInt8](repeating: 7, count: 32))
    }

    /// Makes the log.
    package func create(at time: Instant = .testStart) async throws -> EventLog {
        let store: any BlockStore = try memory ?? SQLiteBlockStore.create(at: path)
        return try await EventLog.create(in: store, signer: signer, headNote: headNote, at: time)
    }

    /// Opens it again.
    package func open() throws -> EventLog {
        let store: any BlockStore = try memory ?? SQLiteBlockStore.open(at: path, access: .writing)
        return try EventLog.open(in: store, signer: signer, headNote: headNote)
    }

    package func readOnlyStore() throws -> SQLiteBlockStore { try SQLiteBlockStore.open(at: path, access: .reading) }

    /// The store in memory.
    package func memoryStore() throws -> any BlockStore {
        guard let memory else { throw CocoaError(.featureUnsupported) }
        return memory
    }

    /// What stands in the store, whichever it is.
    package func blockReader() throws -> any BlockReader { try memory ?? readOnlyStore() }

    package func reader() throws -> LogReader { LogReader(try blockReader()) }

    /// All events of the log.
    package func events() throws -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        try reader().forEachChunk(from: .first) {
            events += $0
            return true
        }
        return events
    }
}

extension NewEvent {
    /// An event of a stream, with data of about that many bytes.
    package static func sample(_ stream: String, _ number: Int, size: Int = 20) -> NewEvent {
        let filling = String(repeating: "x", count: max(0, size - 20))
        return NewEvent(
            type: .recordSeen, subject: "hq/alerts/\(stream)", endpoint: "alerts",
            data: Array(#"{"n":\#(number),"f":"\#(filling)"}"#.utf8))
    }
}

extension TestLog {
    /// Bytes of the log's file and of its write-ahead log.
    package func fileSizes() throws -> [Int] {
        func size(_ path: String) -> Int {
            (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0
        }
        return [size(path), size(path + "-wal")]
    }
}
