import ArchiveEvents
import EventStorage
import TestSupport
import Testing

@Suite("A subscription")
struct SubscriptionTests {
    @Test(
        "gives every event once, from any position on, and ends at the log's end",
        arguments: [0, 1, 57, 900] as [UInt64])
    func fromAnywhere(start: UInt64) async throws {
        let test = try TestLog()
        let log = try await test.create()
        for batch in 0..<9 {
            _ = try await log.append((0..<100).map { .sample("s", batch * 100 + $0) }, at: .testStart)
        }
        try await log.sealFullBlocks()
        var seen: [UInt64] = []
        for try await events in Subscription(try test.reader(), from: Position(start)) {
            seen += events.map(\.position.number)
        }
        #expect(seen == Array(start...900))
    }

    @Test("goes on where another one was broken off")
    func resumes() async throws {
        let test = try TestLog()
        let log = try await test.create()
        _ = try await log.append((0..<50).map { .sample("s", $0) }, at: .testStart)
        var iterator = Subscription(try test.reader(), from: .first).makeAsyncIterator()
        let before = try #require(try await iterator.next())
        _ = try await log.append((50..<80).map { .sample("s", $0) }, at: .testStart)
        var seen = before.map(\.position.number)
        for try await events in Subscription(try test.reader(), from: iterator.next) {
            seen += events.map(\.position.number)
        }
        #expect(seen == Array(0...80))
    }

    @Test("follows the log through appends and sealing, several at once, until it is closed")
    func follows() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let consumers = try await [UInt64(0), 1, 20].asyncMap { start in
            let subscription = await log.subscribe(try test.reader(), from: Position(start))
            return Task {
                var seen: [UInt64] = []
                for try await events in subscription { seen += events.map(\.position.number) }
                return seen
            }
        }
        for number in 0..<40 {
            _ = try await log.append((0..<10).map { .sample("s\($0)", number, size: 900) }, at: .testStart)
            if number % 7 == 0 { try await log.sealFullBlocks() }
        }
        // The last events are there before the end is told: each consumer has to see them all the same.
        try await log.close()
        for (start, consumer) in zip([UInt64(0), 1, 20], consumers) {
            #expect(try await consumer.value == Array(start...400))
        }
    }

    @Test("holds a few blocks at most, however far it is behind")
    func boundedChunks() async throws {
        let test = try TestLog()
        let log = try await test.create()
        _ = try await log.append((0..<3000).map { .sample("s", $0, size: 1000) }, at: .testStart)
        try await log.sealFullBlocks()
        var largest = 0
        for try await events in Subscription(try test.reader(), from: .first) {
            largest = max(largest, events.reduce(0) { $0 + $1.line.count })
        }
        #expect(largest <= 9 * LineRun.blockSize)
    }

    @Test("ends when its task is cancelled")
    func cancelled() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let subscription = await log.subscribe(try test.reader(), from: .first)
        let consumer = Task { for try await _ in subscription { withUnsafeCurrentTask { $0?.cancel() } } }
        try await consumer.value
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ transform: (Element) async throws -> Value) async throws -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await transform(element)) }
        return values
    }
}
