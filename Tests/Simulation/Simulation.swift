import AlarmHistory
import AltaAPI
import AltaSimulator
import ArchiveEvents
import EventStorage
import Polling
package import TestSupport

/// A whole archive's life in one process, from one seed: the real poll cycle, client, novelty, log and folds, over a
/// simulated vendor, clock and disk, with crashes wherever one can be.
///
/// What really happened is watched from outside, and held against what the archive says: see the checks beside this file.
package struct Simulation {
    /// What came of a run without a violation.
    package struct Report: Sendable {
        package var looks = 0
        package var events = 0
        package var crashes = 0
        package var gaps = 0
        /// Those of them in which nothing could be recorded.
        package var storageGaps = 0

        package init() {}

        fileprivate mutating func note(_ recorded: [RecordedEvent]) {
            events += recorded.count
            for event in recorded {
                guard case .opened(let gap) = CoverageEvidence.of(event)?.evidence else { continue }
                gaps += 1
                if gap.cause == GapCause.storage.rawValue { storageGaps += 1 }
            }
        }

        /// Takes in what came of another run.
        package mutating func add(_ other: Report) {
            looks += other.looks
            events += other.events
            crashes += other.crashes
            gaps += other.gaps
            storageGaps += other.storageGaps
        }
    }

    let plan: SimulationPlan
    let world: SimulatedSurroundings
    var chance: SeededGenerator
    var life: ArchiveLife
    var witness = Witness()
    private(set) var report = Report()

    /// A run for `seed`, of about `steps` looks before the world is let come to rest, in which the archiver may send what
    /// `rule` allows.
    package init(
        seed: UInt64, steps: Int = SimulationPlan.usualSteps, rule: ReadOnlyRule = .poller
    ) async throws {
        plan = SimulationPlan(seed: seed, steps: steps)
        chance = SeededGenerator(seed: seed ^ 0x5EED)
        world = try SimulatedSurroundings(plan, rule)
        life = try await ArchiveLife(plan, world)
    }

    /// Runs and checks; throws a ``Violation`` where the archive says what is not so.
    package mutating func run() async throws -> Report {
        for step in 0..<plan.steps { try await hostileStep(step) }
        try await comeToRest()
        try await checkWhole()
        return report
    }

    // MARK: steps

    private mutating func hostileStep(_ step: Int) async throws {
        if plan.hasClockSteps, happens(1, in: 60) { world.clock.step(by: chance.number(in: -600_000...600_000)) }
        if happens(1, in: 50) {
            // A moment mostly, and minutes now and then.
            let refusals = chance.index(below: happens(1, in: 4) ? 16 : 4)
            world.disk.fail(refusals, with: chance.element(of: Self.storageErrors))
        }
        if happens(1, in: 40) { try await crash(step) }
        deliverWebhooks()
        try await self.step(step, isHostile: true)
    }

    private mutating func deliverWebhooks() {
        for webhook in world.vendor.takeWebhooks() {
            // Half of them find nobody who listens.
            if webhook.body.isEmpty || happens(1, in: 2) { continue }
            life.cycle.hint(at: world.clock.now)
        }
    }

    private mutating func step(_ step: Int, isHostile: Bool) async throws {
        noticeClocks()
        let missed = try await append(life.cycle.gapsOfOutage(at: world.clock.now), at: world.clock.now)
        life.cycle.recorded(missed)
        let overdue = try await append(life.cycle.overdue(at: world.clock.now), at: world.clock.now)
        life.cycle.recorded(overdue)
        switch life.cycle.next(at: world.clock.now) {
        case .fetch(let poll): try await look(poll, step, isHostile: isHostile)
        case .wait(let time): try await world.clock.sleep(until: time)
        case .finish: throw Violation(plan.seed, step, "polling that goes on for ever has finished")
        }
    }

    private mutating func noticeClocks() {
        life.cycle.notice(clocks)
    }

    private var clocks: ClockReading { ClockReading(wall: world.clock.now, monotonic: world.clock.monotonic) }

    /// One look as the poller makes it, with a crash between any two of its parts.
    private mutating func look(_ poll: Poll, _ step: Int, isHostile: Bool) async throws {
        world.vendor.beginLook()
        let fetch = await life.client.fetch(poll, unless: life.cycle.recordedAnswer(to: poll, at: world.clock.now))
        let exchange = world.vendor.endLook()
        try checkRequests(step)
        report.looks += 1
        if isHostile, happens(1, in: 150) { return try await crash(step, losing: exchange) }
        noticeClocks()
        witness.noteAnswer(fetch, poll.target(in: plan.deployment))
        // A page of the past says nothing of what is observed now.
        let isOfSweep = life.cycle.isOfSweep(poll)
        let news = life.cycle.events(of: fetch)
        try checkAbsences(news, fetch, exchange, step)
        let events = try await append(news, at: fetch.receivedAt)
        try witness.note(exchange, fetch, events, poll.target(in: plan.deployment), self, step)
        if !isOfSweep { witness.noteFailure(exchange, poll.target(in: plan.deployment)) }
        if isHostile, happens(1, in: 150) { return try await crash(step) }
        let besides = life.cycle.recorded(fetch, as: events)
        if isHostile, happens(1, in: 150) { return try await crash(step) }
        life.cycle.recorded(try await append(besides, at: fetch.receivedAt))
        try checkIdempotence(fetch, step)
        try await life.noteWatermarks(at: world.clock.now)
    }

    private mutating func append(_ events: [NewEvent], at time: Instant) async throws -> [RecordedEvent] {
        guard !events.isEmpty else { return [] }
        let (receipt, outage) = try await life.log.append(events, at: time, waiting: LogPatience(world.clock))
        if let outage { life.cycle.note(outage, until: clocks) }
        witness.noteLogged(receipt.events)
        report.note(receipt.events)
        return receipt.events
    }

    private mutating func crash(_ step: Int, losing exchange: Exchange? = nil) async throws {
        if let exchange { witness.lose(exchange) }
        report.crashes += 1
        try await checkLog(step)
        world.clock.pass(chance.magnitude(in: 100...900_000))
        try await restart(isNoteLost: happens(1, in: 3))
    }

    private mutating func restart(isNoteLost: Bool) async throws {
        try await life.restart(isNoteLost: isNoteLost, world)
        let resumed = try await append(life.cycle.resume(at: world.clock.now), at: world.clock.now)
        life.cycle.recorded(resumed)
    }

    /// Nothing fails any more and nothing happens in the world; what is due is asked for, sweeps included.
    private mutating func comeToRest() async throws {
        world.disk.fail(0)
        world.clock.passUntil(plan.quietFrom)
        try checkBudget(plan.requestBudget)
        if plan.restingBudget > plan.requestBudget {
            life.requestBudget = plan.restingBudget
            try await restart(isNoteLost: false)
        }
        for _ in 0..<2 {
            world.clock.pass(SimulationPlan.sweepTime)
            let start = world.clock.now
            let end = start.advanced(byMilliseconds: plan.restingTime)
            while world.clock.now < end || isPastUnread(since: start) {
                try await step(plan.steps, isHostile: false)
                guard world.clock.now.milliseconds(since: start) < SimulationPlan.longestRest else {
                    throw Violation(plan.seed, nil, "past alarms are not read again, however long nothing else happens")
                }
            }
        }
    }

    /// With the smallest budget and a sign-in for each look, reading them takes hours.
    private func isPastUnread(since time: Instant) -> Bool {
        life.cycle.pastAlarms(unreadSince: time, at: world.clock.now) > 0
    }

    /// No room, another program's lock, a failing disk.
    private static var storageErrors: [EventLogError] {
        [.diskFull, .locked, .failing("disk I/O error")]
    }

    mutating func happens(_ times: UInt64, in all: UInt64) -> Bool { chance.next() % all < times }
}

/// Something that the archive says, or does, and that is not so.
package struct Violation: Error, CustomStringConvertible {
    package let description: String

    init(_ seed: UInt64, _ step: Int?, _ what: String) {
        description = "seed \(seed)\(step.map { ", step \($0)" } ?? ""): \(what)"
    }
}

extension SeededGenerator {
    mutating func number(in range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &self) }

    mutating func index(below count: Int) -> Int { Int.random(in: 0..<count, using: &self) }

    /// Of any order of magnitude with the same chance.
    mutating func magnitude(in range: ClosedRange<Int64>) -> Int64 {
        let most = number(in: range)
        return number(in: range.lowerBound...max(range.lowerBound, most >> number(in: 0...8)))
    }

    mutating func element<Value>(of values: [Value]) -> Value { values[index(below: values.count)] }
}
