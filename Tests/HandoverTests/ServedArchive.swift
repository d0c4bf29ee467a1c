import AltaAPI
import Archive
import ArchiveEvents
import EventStorage
import Foundation
import Handover
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

/// An archive in a folder of its own.
struct ServedArchive {
    let folder: TemporaryFolder
    let directory: ArchiveDirectory
    var socket: String { directory.path + "/socket" }

    /// Makes the archive; nobody writes into it then.
    init(_ path: String = "archive") async throws {
        folder = try TemporaryFolder()
        directory = ArchiveDirectory(folder.file(path))
        try await ArchiveWriter.open(directory, origin: nil, at: .testStart).close()
    }

    /// Calls `body` while an archiver's service runs for the archive.
    func serving(
        _ limits: HandoverService.Limits = .init(), onRecorded: @escaping @Sendable (RecordedEvent) -> Void = { _ in },
        _ body: () async throws -> Void
    ) async throws {
        let archive = try await ArchiveWriter.open(directory, origin: nil, at: .testStart)
        let (signals, signal) = AsyncStream<Void>.makeStream()
        let service = HandoverService(
            directory: directory, log: archive.log, clock: ManualClock(.testStart), logger: .silent,
            limits: limits, onReady: { signal.yield() }, onRecorded: onRecorded)
        try await service.whileServing {
            for await _ in signals { break }
            try await body()
        }
        try await archive.close()
    }

    /// Calls `body` while another process, so to speak, holds the lock and does not listen.
    func locked<Value>(_ body: () async throws -> Value) async throws -> Value {
        let writer = try await ArchiveWriter.open(directory, origin: nil, at: .testStart)
        let value = try await body()
        try await writer.close()
        return value
    }

    /// The events behind the first.
    func events() throws -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        try ArchiveReader(directory).log.forEachChunk(from: Position(1)) {
            events += $0
            return true
        }
        return events
    }

    /// The members `n` of the events, in order of number.
    func numbers() throws -> [Int] {
        try events().compactMap { event in
            event.data.map { String(decoding: $0, as: UTF8.self) }?.firstMatch(of: /"n":(\d+)/).flatMap { Int($0.1) }
        }.sorted()
    }

    /// When a name was last made or removed in it.
    func modified() throws -> Date? {
        try FileManager.default.attributesOfItem(atPath: directory.path)[.modificationDate] as? Date
    }

    func permissions(_ name: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: directory.path + "/" + name)[.posixPermissions] as? Int ?? 0
    }
}

extension NewEvent {
    /// A request of a command.
    static func request(_ number: Int = 1) -> NewEvent {
        NewEvent(type: .actionRequested, subject: "hq/actions/a", data: Array(#"{"n":\#(number)}"#.utf8))
    }
}

/// What was told, in order.
final class Told: Sendable {
    private let list = Mutex<[RecordedEvent]>([])
    var events: [RecordedEvent] { list.withLock { $0 } }
    func append(_ event: RecordedEvent) { list.withLock { $0.append(event) } }
}
