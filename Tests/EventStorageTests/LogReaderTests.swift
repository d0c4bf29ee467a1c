import ArchiveEvents
import EventStorage
import TestSupport
import Testing

@Suite("Reading a log in pieces", .serialized)
struct LogReaderTests {
    /// A log of 300 events in commits of random sizes, some of them at one time; the older ones are sealed.
    private static func log(_ storage: TestLog.Storage, seed: UInt64 = 3) async throws -> TestLog {
        let test = try TestLog(storage)
        let log = try await test.create()
        var random = SeededGenerator(seed: seed)
        var (count, second) = (0, Int64(0))
        while count < 300 {
            let size = min(Int.random(in: 1...40, using: &random), 300 - count)
            let events = (count..<count + size).map { NewEvent.sample("s\($0 % 5)", $0, size: 1200) }
            _ = try await log.append(events, at: .testStart.advanced(byMilliseconds: second * 1000))
            count += size
            second += Int64.random(in: 0...2, using: &random)
            if count < 200 { try await log.sealFullBlocks() }
        }
        try await log.close()
        return test
    }

    @Test(
        "runs cover the log without hole or overlap, each of enough bytes but the last, in whole blocks",
        arguments: TestLog.Storage.allCases, [1, 10_000, 100_000, 1 << 30])
    func runs(storage: TestLog.Storage, bytes: Int) async throws {
        let test = try await Self.log(storage)
        let (reader, events) = (try test.reader(), try test.events())
        let runs = try reader.runs(ofBytes: bytes)
        #expect(runs.first?.lowerBound == .first && runs.last?.upperBound == Position(301))
        #expect(zip(runs, runs.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        var lines: [[UInt8]] = []
        for run in runs {
            let before = lines.count
            try reader.forEachLine(in: run) { line, head in
                #expect(head.position.number == UInt64(lines.count))
                lines.append([UInt8](line))
            }
            let size = lines[before...].reduce(0) { $0 + $1.count + 1 }
            #expect(size >= bytes || run == runs.last, "\(run)")
            #expect(lines.count - before == Int(run.upperBound.number - run.lowerBound.number))
        }
        #expect(lines == events.map { [UInt8]($0.line) })
    }

    @Test("a run that does not begin with a block, or reaches behind the log, is an error and no silence")
    func wrongRuns() async throws {
        let reader = try await Self.log(.sqlite).reader()
        let second = try #require(try reader.runs(ofBytes: 1).dropFirst().first)
        #expect(throws: EventLogError.self) {
            try reader.forEachLine(in: second.lowerBound.advanced(by: 1)..<second.upperBound) { _, _ in }
        }
        #expect(throws: EventLogError.self) { try reader.forEachLine(in: .first..<Position(302)) { _, _ in } }
        try reader.forEachLine(in: .first..<(.first)) { _, _ in Issue.record("an empty run has no lines") }
    }

    @Test("events are found by their positions, each in its turn", arguments: TestLog.Storage.allCases)
    func eventsAt(storage: TestLog.Storage) async throws {
        let reader = try await Self.log(storage).reader()
        func found(_ positions: [UInt64]) throws -> [UInt64] {
            var found: [UInt64] = []
            try reader.forEachEvent(at: positions.map { Position($0) }) { found.append($0.position.number) }
            return found
        }
        #expect(try found([]) == [])
        #expect(try found([0]) == [0] && found([300]) == [300])
        var random = SeededGenerator(seed: 11)
        for _ in 0..<20 {
            let some = (UInt64(0)...300).filter { _ in random.next() % 9 == 0 }
            #expect(try found(some) == some, "seed 11")
        }
        #expect(try found(Array(0...300)) == Array(0...300))
        #expect(try found([7, 7, 8]) == [7, 7, 8])
        #expect(throws: EventLogError.self) { try found([5, 301]) }
        struct Enough: Error {}
        var seen = 0
        #expect(throws: Enough.self) {
            try reader.forEachEvent(at: [Position(1), Position(2)]) { _ in
                seen += 1
                throw Enough()
            }
        }
        #expect(seen == 1)
    }

    @Test("the position behind a time is that of the first later event, whatever the time", arguments: [3, 4])
    func positionAfter(seed: UInt64) async throws {
        let test = try await Self.log(.sqlite, seed: seed)
        let (reader, events) = (try test.reader(), try test.events())
        let times = Set(events.map(\.time))
        #expect(times.count > 3 && times.count < events.count)
        let around = times.flatMap { time in [-1, 0, 1].map { time.advanced(byMilliseconds: $0) } }
        for time in around + [Instant(milliseconds: 0), Instant.testStart.advanced(byMilliseconds: 1 << 40)] {
            let expected = events.first { $0.time > time }?.position ?? Position(301)
            #expect(try reader.position(after: time) == expected, "seed \(seed): \(time)")
        }
    }
}
