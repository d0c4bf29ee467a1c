import AlarmPerformance
import ArchiveEvents
import Testing

@Suite("Local days")
struct CalendarTests {
    private static func time(_ text: String) throws -> Instant { try #require(Instant(rfc3339: text)) }

    private static func vienna() throws -> LocalCalendar {
        LocalCalendar(
            name: "Europe/Vienna", secondsAhead: 3600,
            changes: [
                .init(from: try time("2025-03-30T01:00:00Z"), secondsAhead: 7200),
                .init(from: try time("2025-10-26T01:00:00Z"), secondsAhead: 3600),
            ])
    }

    @Test(
        "have 23 and 25 hours where clocks are changed",
        arguments: [
            ("2025-03-29T23:00:00Z", "2025-03-31T22:00:00Z", [23, 24]),
            ("2025-10-25T22:00:00Z", "2025-10-27T23:00:00Z", [25, 24]),
            // Cut at both ends.
            ("2025-03-30T00:30:00Z", "2025-03-30T02:30:00Z", [2]),
        ])
    func daylightSaving(from: String, to: String, hours: [Int64]) throws {
        let days = try Self.vienna().days(in: Self.time(from)..<Self.time(to))
        #expect(days.map { $0.range.upperBound.milliseconds(since: $0.range.lowerBound) / 3_600_000 } == hours)
        for (one, next) in zip(days, days.dropFirst()) { #expect(one.range.upperBound == next.range.lowerBound) }
    }

    @Test("are one where clocks are put back over midnight, and where midnight does not exist")
    func overMidnight() throws {
        // Half an hour into the new day clocks go back to the old one.
        let back = LocalCalendar(
            name: "back", secondsAhead: 3600, changes: [.init(from: second(day - 1800), secondsAhead: 0)])
        let days = back.days(in: seconds(0..<2 * day))
        #expect(days.map(\.number) == [20_240, 20_241])
        #expect(days[0].range == seconds(0..<day - 3600))
        // At midnight clocks jump to one.
        let forward = LocalCalendar(
            name: "forward", secondsAhead: 0, changes: [.init(from: second(day), secondsAhead: 3600)])
        #expect(
            forward.days(in: seconds(0..<2 * day)).map(\.range) == [
                seconds(0..<day), seconds(day..<2 * day - 3600), seconds(2 * day - 3600..<2 * day),
            ])
    }

    @Test("stale alarms are counted by days of 23 hours")
    func staleOnShortDay() throws {
        var input = TestInput(period: try Self.time("2025-03-28T23:00:00Z")..<Self.time("2025-04-01T22:00:00Z"))
        input.calendar = try Self.vienna()
        // Stale from 12:00Z of the 30th until 22:00Z, which is the midnight that ends the day of 23 hours.
        let start = try Self.time("2025-03-29T12:00:00Z")
        let end = try Self.time("2025-03-30T22:00:00Z")
        input.alarms = [AnnunciatedAlarm(start: start, source: 0, end: end...end)]
        #expect(try input.tally().staleDays.map(\.high) == [0, 1, 0, 0])
    }

    @Test("hours and weekdays are those of the wall: 1970 began on a Thursday")
    func wall() throws {
        let calendar = try Self.vienna()
        #expect(calendar.hour(of: try Self.time("2025-03-30T00:59:59Z")) == 1)
        #expect(calendar.hour(of: try Self.time("2025-03-30T01:00:00Z")) == 3)
        #expect(calendar.weekday(of: try Self.time("2025-03-30T22:00:00Z")) == 0)
        #expect(LocalCalendar.utc.weekday(of: Instant(milliseconds: 0)) == 3)
        #expect(LocalCalendar.utc.hour(of: Instant(milliseconds: -1)) == 23)
    }
}
