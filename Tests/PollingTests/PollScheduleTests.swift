import AltaAPI
import ArchiveEvents
import Polling
import TestSupport
import Testing

@Suite("The schedule")
struct PollScheduleTests {
    @Test("asks for ongoing alarms first, then for each endpoint after its interval")
    func order() {
        var schedule = PollSchedule(intervals: PollIntervals(), startingAt: .testStart)
        var asked: [Poll] = []
        for _ in 0..<4 {
            asked.append(schedule.next.poll)
            schedule.succeeded(schedule.next.poll, at: .testStart)
        }
        #expect(asked == [.ongoingAlerts, .alerts, .zones, .about])
        #expect(schedule.next.poll == .ongoingAlerts)
        let wait = schedule.next.due.milliseconds(since: .testStart)
        #expect((4500...5000).contains(wait), "never later than set, and spread")
    }

    @Test("tries a failing endpoint again after longer and longer waits, always within a minute")
    func backsOff() {
        var schedule = PollSchedule(intervals: PollIntervals(), startingAt: .testStart)
        for poll in [Poll.alerts, .zones, .about] { schedule.succeeded(poll, at: .testStart) }
        var waits: [Int64] = []
        for _ in 0..<6 {
            schedule.failed(.ongoingAlerts, at: .testStart, retryAt: nil)
            schedule.succeeded(.alerts, at: .testStart.advanced(byMilliseconds: 600_000))
            waits.append(schedule.next.due.milliseconds(since: .testStart))
        }
        for (wait, limit) in zip(waits, [5000, 10_000, 20_000, 40_000, 60_000, 60_000] as [Int64]) {
            #expect((limit * 3 / 4...limit).contains(wait), "\(waits)")
        }
    }

    @Test("does not ask again before the server's time")
    func retryAt() {
        var schedule = PollSchedule(intervals: PollIntervals(), startingAt: .testStart)
        let later = Instant.testStart.advanced(byMilliseconds: 90_000)
        for poll in [Poll.ongoingAlerts, .alerts, .zones, .about] {
            schedule.failed(poll, at: .testStart, retryAt: later)
        }
        #expect(schedule.next.due == later)
    }

    @Test("asks for the logs of the zones that there are, new ones at once, vanished ones no more")
    func zones() {
        var schedule = PollSchedule(intervals: PollIntervals(), startingAt: .testStart)
        for poll in [Poll.ongoingAlerts, .alerts, .zones, .about] { schedule.succeeded(poll, at: .testStart) }
        schedule.setZones(["a", "b"], at: .testStart)
        #expect(schedule.next.poll == .zoneLog(zone: "a"))
        schedule.succeeded(.zoneLog(zone: "a"), at: .testStart)
        #expect(schedule.next.poll == .zoneLog(zone: "b"))
        schedule.setZones(["a"], at: .testStart)
        #expect(schedule.next.poll == .ongoingAlerts)
    }

    @Test("asks for one alert by itself once, and at most three times where it fails")
    func single() {
        var schedule = PollSchedule(intervals: PollIntervals(), startingAt: .testStart)
        let poll = Poll.alert(guid: "g")
        for other in [Poll.ongoingAlerts, .alerts, .zones, .about] {
            schedule.succeeded(other, at: .testStart.advanced(byMilliseconds: 10_000_000))
        }
        schedule.addSingle(poll, at: .testStart)
        schedule.addSingle(poll, at: .testStart)
        #expect(schedule.next.poll == poll)
        schedule.succeeded(poll, at: .testStart)
        #expect(schedule.next.poll != poll)
        schedule.addSingle(poll, at: .testStart)
        for _ in 0..<3 {
            #expect(schedule.next.poll == poll)
            schedule.failed(poll, at: .testStart, retryAt: nil)
        }
        #expect(schedule.next.poll != poll)
    }

    @Test("goes on at once where the clock was set back")
    func clockSetBack() {
        var schedule = PollSchedule(intervals: PollIntervals(), startingAt: .testStart)
        for poll in [Poll.ongoingAlerts, .alerts, .zones, .about] { schedule.succeeded(poll, at: .testStart) }
        let earlier = Instant.testStart.advanced(byMilliseconds: -3_600_000)
        let due = schedule.next.due
        schedule.noticeClock(at: .testStart.advanced(byMilliseconds: 1000))
        #expect(schedule.next.due == due)
        schedule.noticeClock(at: earlier)
        #expect(schedule.next.due == earlier)
    }
}
