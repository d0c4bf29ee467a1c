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

    /// Something that kept the deployment from being asked, and is over.
    struct Hindrance: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var budget = 120
        /// Of each answer behind it.
        var latency: Int64 = 100_000
        var strike: @Sendable (inout CycleWorld) throws -> Void = { _ in }
    }

    @Test(
        "has no cause that is over when an answer does not come",
        arguments: [
            Hindrance(testDescription: "a lock of a second") { world in
                let gaps = try world.outage(1_000)
                #expect(gaps.isEmpty)
            },
            Hindrance(testDescription: "ten seconds for which the server was left alone") { world in
                try world.record(world.failure(.about, .refused, retryAt: world.now.advanced(byMilliseconds: 10_000)))
            },
            Hindrance(testDescription: "a budget that was used up for a moment", budget: 4, latency: 40_000),
        ])
    func causeThatIsOver(hindrance: Hindrance) throws {
        var world = try Self.observed(requestBudget: hindrance.budget)
        try hindrance.strike(&world)
        let gaps = try world.overdue(while: 6, latency: hindrance.latency).filter { $0.type == .gapOpened }
        #expect(try Set(gaps.map { try Self.cause($0) }) == ["overdue"])
    }

    @Test("has the cause of what took most of the time: a sleep after a moment for which the server was left alone")
    func sleepAfterHold() throws {
        var world = try Self.observed()
        try world.record(world.failure(.about, .refused, retryAt: world.now.advanced(byMilliseconds: 10_000)))
        world.pass(3_600_000)
        let gaps = try world.overdue().filter { $0.type == .gapOpened }
        #expect(try gaps.map { try Self.cause($0) } == ["not-running", "not-running"])
    }

    @Test("is no sleeping machine's fault where the answer did not come before and after a short sleep either")
    func shortSleep() throws {
        var world = try Self.observed()
        try Self.await(.ongoingAlerts, &world)
        var told: [RecordedEvent] = []
        for seconds in [100, 40, 60] as [Int64] {
            if seconds == 40 { world.pass(40_000) }
            for _ in 0..<(seconds == 40 ? 1 : seconds / 5) {
                world.pass(PollCycle.watchInterval)
                told += try world.overdue()
            }
        }
        let gaps = told.filter { $0.type == .gapOpened }
        #expect(gaps.map(\.subject) == ["hq/coverage/ongoing-alerts", "hq/coverage/alerts"])
        #expect(try gaps.map { try Self.cause($0) } == ["overdue", "overdue"])
    }

    @Test(
        "has the cause storage where nothing could be recorded for most of the time, told as soon as something can",
        arguments: [0, -1_200_000, 30_000, 300_000])
    func storage(clockSetBy amount: Int64) throws {
        var world = try Self.observed()
        let gaps = try world.outage(600_000, clockSetBy: amount).filter { $0.type == .gapOpened }
        #expect(try gaps.map { try Self.cause($0) } == ["storage", "storage"])
        #expect(try world.overdue().isEmpty, "and once")
    }

    @Test("is nothing in a single cycle, which promised nobody to look again")
    func once() throws {
        var world = CycleWorld(mode: .once)
        try Self.await(.ongoingAlerts, &world)
        world.pass(600_000)
        #expect(try world.overdue().isEmpty)
    }

    /// A deployment that was observed a moment ago.
    private static func observed(requestBudget: Int = 120) throws -> CycleWorld {
        var world = CycleWorld(requestBudget: requestBudget)
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
