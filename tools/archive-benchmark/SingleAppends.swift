import Archive
import ArchiveEvents
import EventStorage
import Foundation

/// One event, durable, hashed and signed, against a bare SQLite row of the same bytes with its own commit.
struct SingleAppends {
    let folder: String
    let count: Int
    let rounds: Int

    func measure(into table: inout ResultTable) async throws {
        let directory = ArchiveDirectory((folder as NSString).appendingPathComponent("singles"))
        let archive = try await ArchiveWriter.open(directory, origin: nil, at: .zero)
        let bare = try BareTable(path: (folder as NSString).appendingPathComponent("bare.sqlite"))
        var samples = SampleEvents()
        var ratios: [Double] = []
        var rates: [Double] = []
        let start = ContinuousClock.now
        // One round is left out of the figures: files grow and caches fill.
        for round in 0...rounds {
            let events = samples.next(count)
            let lines = events.map(Self.line)
            let bareSeconds = try await seconds { for line in lines { try bare.insert(line) } }
            let ours = try await seconds {
                for event in events { _ = try await archive.log.append([event], at: .since(start)) }
            }
            guard round > 0 else { continue }
            ratios.append(bareSeconds / ours)
            rates.append(Double(count) / ours)
        }
        try await archive.close()
        table.add(
            "one event, durable, hashed, signed / bare SQLite row per commit (WAL, FULL)", rounded(median(ratios)),
            aim: "0.8 or more")
        table.add("  durable single appends per second", grouped(median(rates)))
    }

    /// The bytes that the log stores for an event, to within the digits of its position.
    private static func line(_ event: NewEvent) -> [UInt8] {
        EventLine(
            event, position: Position(10_000), source: "alarm-archive/0123456789abcdef", time: .zero,
            version: StreamVersion(1)
        ).bytes
    }
}

extension Instant {
    static let zero = Instant(milliseconds: 1_795_420_800_000)

    /// The time of the log runs as fast as that of the machine: some work is done once a second of it.
    static func since(_ start: ContinuousClock.Instant) -> Instant {
        zero.advanced(byMilliseconds: Int64(start.duration(to: .now) / .milliseconds(1)))
    }
}
