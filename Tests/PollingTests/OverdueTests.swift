import AlarmHistory
import AltaAPI
import ArchiveEvents
import ExactJSON
import Polling
import TestSupport
import Testing

@Suite("What is overdue")
struct OverdueTests {
    @Test("is told while an answer is awaited, once, and for all that could not be asked meanwhile")
    func whileAwaited() throws {
        var world = try Self.observed()
        let start = world.now
        try Self.await(.ongoingAlerts, &world)
        var told: [(seconds: Int64, gap: RecordedEvent)] = []
        for _ in 0..<60 {
            world.pass(PollCycle.watchInterval)
            told += try world.overdue().map { (world.now.milliseconds(since: start) / 1000, $0) }
        }
        let gaps = told.filter { $0.gap.type == .gapOpened }
        #expect(gaps.map(\.gap.subject) == ["hq/coverage/ongoing-alerts", "hq/coverage/alerts"])
        #expect(gaps.map(\.seconds).elementsEqual([70, 185]) { abs($0 - $1) <= 10 }, "\(gaps.map(\.seconds))")
        #expect(try gaps.map { try Self.cause($0.gap) } == ["overdue", "overdue"])
        #expect(try Self.detail(gaps[0].gap).contains("the answer has not come"))
        #expect(try Self.detail(gaps[1].gap).contains("the answer of ongoing-alerts has not come"))
        #expect(world.cycle.pending(at: world.now)?.target == LookTarget("hq", .ongoingAlerts))
        let closed = try world.record(world.fetch(.ongoingAlerts, "[]"))
        #expect(closed.map(\.type) == [.gapClosed])
        #expect(world.cycle.pending(at: world.now) == nil)
    }

    @Test("has the cause of a server that asked to be left alone, where that is why")
    func heldBack() throws {
        var world = try Self.observed()
        try world.record(world.failure(.zones, .refused, retryAt: world.now.advanced(byMilliseconds: 300_000)))
        world.pass(1_000)
        while case .wait(let time) = world.cycle.next(at: world.now), time <= world.now.advanced(byMilliseconds: 60_000)
        {
            world.now = time
            let gaps = try world.overdue().filter { $0.type == .gapOpened }
            guard let gap = gaps.first else { continue }
            #expect(try Self.cause(gap) == "refused" && gap.subject == "hq/coverage/ongoing-alerts")
            return
        }
        Issue.record("nothing was told while the server was left alone")
    }

    @Test("is nothing that a machine slept over: nobody looked then")
    func sleep() throws {
        var world = try Self.observed()
        try Self.await(.ongoingAlerts, &world)
        try world.record(world.fetch(.ongoingAlerts, "[]"))
        guard case .wait(let until) = world.cycle.next(at: world.now) else {
            Issue.record("nothing is due")
            return
        }
        world.now = until
        world.pass(3_600_000)
        let gaps = try world.overdue().filter { $0.type == .gapOpened }
        #expect(gaps.count == 2)
        #expect(try gaps.allSatisfy { try Self.cause($0) == "not-running" })
    }

    @Test("is nothing in a single cycle, which promised nobody to look again")
    func once() throws {
        var world = CycleWorld(mode: .once)
        try Self.await(.ongoingAlerts, &world)
        world.pass(600_000)
        #expect(try world.overdue().isEmpty)
    }

    /// A deployment that was observed a moment ago.
    private static func observed() throws -> CycleWorld {
        var world = CycleWorld()
        _ = try world.run(3_000) { $0 == .about ? "{}" : "[]" }
        _ = try world.overdue()
        return world
    }

    /// Lets time pass until that is what is asked for.
    private static func await(_ poll: Poll, _ world: inout CycleWorld) throws {
        for _ in 0..<20 {
            switch world.cycle.next(at: world.now) {
            case .fetch(poll), .finish: return
            case .fetch(let other): try world.record(world.fetch(other, other == .about ? "{}" : "[]"))
            case .wait(let time): world.now = time
            }
        }
        Issue.record("\(poll) is never asked")
    }

    private static func cause(_ gap: RecordedEvent) throws -> String? { try member("cause", gap) }

    private static func detail(_ gap: RecordedEvent) throws -> String { try #require(try member("detail", gap)) }

    private static func member(_ name: String, _ gap: RecordedEvent) throws -> String? {
        try JSONText([UInt8](#require(gap.data))).root[name]?.string
    }
}
