import AlarmHistory
import AltaAPI
import ArchiveEvents
import TestSupport
import Testing

@testable import Polling

@Suite("Restraint towards a deployment")
struct RestraintTests {
    private static func after(_ seconds: Int64) -> Instant { .testStart.advanced(byMilliseconds: seconds * 1000) }

    @Test("leaves a server alone for as long as it asks, whatever hints and sweeps there are")
    func held() {
        var schedule = PollSchedule(intervals: PollIntervals(), startingAt: .testStart)
        schedule.holdBack(until: Self.after(900), at: .testStart)
        for second in stride(from: 0, to: 900, by: 50) as StrideTo<Int64> {
            schedule.noticeClock(at: Self.after(second))
            schedule.expedite(.ongoingAlerts, at: Self.after(second))
            schedule.addSingle(.alert(guid: "\(second)"), at: Self.after(second), .past)
            #expect(schedule.next.due == Self.after(900))
        }
        schedule.noticeClock(at: Self.after(901))
        schedule.expedite(.ongoingAlerts, at: Self.after(901))
        schedule.addSingle(.alert(guid: "new"), at: Self.after(901))
        #expect(schedule.next(of: .present)?.due == Self.after(900), "and then asks at once")
    }

    @Test("no longer leaves a server alone where the clock was set back before it asked for that")
    func heldClock() {
        var schedule = PollSchedule(intervals: PollIntervals(), startingAt: .testStart)
        schedule.holdBack(until: Self.after(900), at: .testStart)
        schedule.noticeClock(at: Self.after(-3600))
        schedule.expedite(.ongoingAlerts, at: Self.after(-3600))
        #expect(schedule.next.due == Self.after(-3600))
    }

    @Test("sends no more in any minute than the budget and what it had saved", arguments: [1, 2, 7, 60, 6000])
    func budget(perMinute: Int) {
        for urgency in RequestBudget.Urgency.allCases {
            var budget = RequestBudget(perMinute: perMinute, startingAt: .testStart)
            var time = Instant.testStart
            var sent: [Instant] = []
            for _ in 0..<3 * perMinute {
                time = budget.admits(urgency, at: time)
                #expect(budget.admits(urgency, at: time) == time, "what was promised is kept")
                budget.spend(1, at: time)
                sent.append(time)
            }
            let length = time.milliseconds(since: .testStart)
            #expect(length <= 180_000 && length > 110_000, "two to three minutes, not \(length)")
            #expect(budget.use(at: time).lastHour == 3 * perMinute)
        }
    }

    @Test("leaves four tenths of the budget to the present", arguments: [5, 10, 120])
    func reserve(perMinute: Int) {
        var budget = RequestBudget(perMinute: perMinute, startingAt: .testStart)
        var past = 0
        while budget.admits(.past, at: .testStart) == .testStart, past < 1000 {
            budget.spend(1, at: .testStart)
            past += 1
        }
        var present = 0
        while budget.admits(.present, at: .testStart) == .testStart, present < 1000 {
            budget.spend(1, at: .testStart)
            present += 1
        }
        #expect(past == perMinute * 6 / 10)
        #expect(present == perMinute - past)
    }

    @Test("goes on within a minute where the clock was set back while nothing was left")
    func budgetClock() {
        var budget = RequestBudget(perMinute: 60, startingAt: .testStart)
        budget.spend(60, at: .testStart)
        let earlier = Self.after(-3600)
        budget.noticeClock(at: earlier)
        let admittedAt = budget.admits(.present, at: earlier)
        #expect(admittedAt == earlier.advanced(byMilliseconds: 1000))
        #expect(budget.admits(.present, at: admittedAt) == admittedAt)
    }

    @Test("forgets what was sent more than an hour ago, and counts requests of a look that took several")
    func use() {
        var budget = RequestBudget(perMinute: 10, startingAt: .testStart)
        for minute in 0..<200 as Range<Int64> {
            budget.spend(3, at: Self.after(minute * 60))
            budget.noteHeldBack(at: Self.after(minute * 60))
            let expected = Int(min(minute + 1, 60))
            let use = budget.use(at: Self.after(minute * 60))
            #expect(use == RequestUse(perMinute: 10, lastHour: 3 * expected, heldBack: expected))
        }
    }

    @Test("waits after failures between three quarters and the whole of the doubled interval, never beyond the limit")
    func retries() {
        for failures in 1...100 {
            let doubled = min(5000 * Int64(1 << min(failures - 1, 6)), 60_000)
            let waits = (0..<50).map {
                RetryDelay.afterFailure(failures, interval: 5000, limit: 60_000, spreadBy: "site \($0)")
            }
            #expect(waits.allSatisfy { (doubled * 3 / 4...doubled).contains($0) })
            #expect(Set(waits).count > 25, "many deployments do not come back together")
        }
    }
}
