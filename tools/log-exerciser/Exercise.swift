import Archive
import ArchiveEvents
import EventStorage
import Foundation
import TransparencyLog

/// An archive that is worked on, opened by the first operation that needs it.
struct Exercise {
    private let directory: ArchiveDirectory
    private let origin: String
    private var events: RandomEvents
    private var time = Instant(milliseconds: 1_795_420_800_000)
    private var archive: ArchiveWriter?
    private var leaves: LeafReader?

    init(_ directory: ArchiveDirectory, seed: UInt64, origin: String) {
        self.directory = directory
        self.origin = origin
        events = RandomEvents(seed: seed)
    }

    mutating func perform(_ operation: Operation) async throws {
        switch operation {
        case .append(let count, let commits):
            for _ in 0..<commits { try await append(events.events(count)) }
        case .appendLong(let bytes): try await append([events.longEvent(bytes: bytes)])
        case .seal: try await opened().log.sealFullBlocks()
        case .flush: try await opened().log.flush()
        case .wait(let seconds): time = time.advanced(byMilliseconds: Int64(seconds) * 1000)
        case .close: try await close()
        case .verify: try verify()
        case .pause:
            try Self.tell("paused")
            _ = readLine()
        case .forever: while true { try await performByChance() }
        }
    }

    private mutating func performByChance() async throws {
        switch Int.random(in: 0..<40, using: &events) {
        case 0: try await perform(.seal)
        case 1: try await perform(.flush)
        case 2: try await perform(.appendLong(bytes: 70_000))
        case 3: try await perform(.wait(seconds: 3600 * Int.random(in: 1...30, using: &events)))
        default: try await perform(.append(events: nil, commits: 1))
        }
    }

    private mutating func append(_ events: [NewEvent]) async throws {
        time = time.advanced(byMilliseconds: Self.pace)
        let receipt = try await opened().log.append(events, at: time)
        guard let last = receipt.events.last, let checkpoint = receipt.checkpoint else {
            throw ExerciseFailure(description: "the append was recorded, but not signed")
        }
        let leaf = leaves?.leaf(of: last)?.hex ?? "-"
        try Self.tell("receipt \(last.position) \(leaf) \(Data(checkpoint.note.utf8).base64EncodedString())")
    }

    /// Past any buffer: what was told before a kill has to have come out.
    private static func tell(_ line: String) throws {
        try DurableFile.writeAll(Array((line + "\n").utf8), to: STDOUT_FILENO, "standard output")
    }

    private mutating func opened() async throws -> ArchiveWriter {
        if let archive { return archive }
        let opened = try await ArchiveWriter.open(directory, origin: origin, at: time)
        archive = opened
        leaves = try LeafReader(directory)
        return opened
    }

    private mutating func close() async throws {
        // The writer's connection has to be the last one: only then it takes the write-ahead log into the file.
        leaves = nil
        defer { archive = nil }
        try await archive?.closeWithoutViews()
    }

    private func verify() throws {
        let report = try Verifier(ArchiveReader(directory)).verify()
        guard report.isSound else { throw ExerciseFailure(description: "not sound: \(report.findings)") }
    }

    /// The log's time from one append to the next; `head.note` is replaced about every fourth time.
    private static let pace: Int64 = 300
}

/// Computes leaves from events and stored salts, past the writer.
final class LeafReader {
    private let store: SQLiteBlockStore
    private var salts = SaltCache()

    init(_ directory: ArchiveDirectory) throws {
        store = try SQLiteBlockStore.open(at: directory.logPath, access: .reading)
    }

    deinit {
        try? store.close()
    }

    /// Nil where the salt cannot be read: the append was acknowledged all the same.
    func leaf(of event: RecordedEvent) -> TreeHash? {
        (try? store.read { try salts.leaf(of: event, $0) }) ?? nil
    }
}
