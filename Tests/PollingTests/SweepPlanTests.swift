import AlarmHistory
import ArchiveEvents
import TestSupport
import Testing

@testable import Polling

@Suite("Looking at past alarms again")
struct SweepPlanTests {
    private static let hour: Int64 = 3_600_000
    private static let day = 24 * hour
    private static let stream = RecordStream(deployment: "hq", kind: "alerts", id: "a")

    private static func after(_ milliseconds: Int64) -> Instant { .testStart.advanced(byMilliseconds: milliseconds) }

    /// An event of an alarm that began when the test did.
    private static func event(_ type: EventType, at time: Instant) throws -> RecordedEvent {
        let new = NewEvent(
            type: type, subject: stream.subject, endpoint: "alerts",
            data: Array(#"{"guid":"a","start_time":\#(Instant.testStart.milliseconds)}"#.utf8))
        let line = EventLine(new, position: .first, source: "test", time: time, version: StreamVersion(1))
        return try #require(RecordedEvent(line: line.bytes[...]))
    }

    @Test(
        "reads an alarm that the list does not show hourly on its first day, then every six hours, then daily, then not"
    )
    func tiers() throws {
        var plan = SweepPlan()
        plan.apply(try Self.event(.recordSeen, at: .testStart), of: Self.stream, isOngoing: false)
        var read: [Int64] = []
        for hour in 0..<(40 * 24) as Range<Int64> where plan.due(at: Self.after(hour * Self.hour), limit: 9) != [] {
            read.append(hour)
            plan.note(Self.stream, at: Self.after(hour * Self.hour), isGone: false)
        }
        #expect(read.filter { $0 <= 24 } == Array(1...24))
        #expect(read.filter { $0 > 24 && $0 <= 7 * 24 } == Array(stride(from: 30, through: 168, by: 6)))
        #expect(read.filter { $0 > 7 * 24 } == Array(stride(from: 192, through: 720, by: 24)))
    }

    @Test("goes on for longer where changes were seen to come late, though not beyond a quarter of a year")
    func lateness() throws {
        for (change, reach) in [(10, 30), (24, 36), (40, 60), (80, 90)] as [(Int64, Int64)] {
            var plan = SweepPlan()
            plan.apply(try Self.event(.recordSeen, at: .testStart), of: Self.stream, isOngoing: false)
            plan.apply(
                try Self.event(.recordChanged, at: Self.after(change * Self.day)), of: Self.stream, isOngoing: false)
            #expect(
                plan.due(at: Self.after(max(reach, change + 1) * Self.day), limit: 9) == [Self.stream], "\(change) days"
            )
            #expect(plan.due(at: Self.after((reach + 1) * Self.day), limit: 9) == [], "\(change) days")
        }
    }

    @Test("does not take a change of an ongoing alarm for a late one")
    func ongoing() throws {
        var plan = SweepPlan()
        plan.apply(try Self.event(.recordSeen, at: .testStart), of: Self.stream, isOngoing: true)
        plan.apply(try Self.event(.recordChanged, at: Self.after(80 * Self.day)), of: Self.stream, isOngoing: true)
        #expect(plan.lateness == 0)
    }

    @Test("does not read by itself what the list shows, and takes it up when it leaves the list")
    func listed() throws {
        var plan = SweepPlan()
        plan.apply(try Self.event(.recordSeen, at: .testStart), of: Self.stream, isOngoing: false)
        plan.note(listing: [Self.stream], at: .testStart)
        #expect(plan.due(at: Self.after(12 * Self.hour), limit: 9) == [])
        plan.note(listing: [], at: Self.after(12 * Self.hour))
        #expect(plan.due(at: Self.after(13 * Self.hour - 1), limit: 9) == [])
        #expect(plan.due(at: Self.after(13 * Self.hour), limit: 9) == [Self.stream])
        plan.note(Self.stream, at: Self.after(13 * Self.hour), isGone: true)
        #expect(plan.due(at: Self.after(20 * Self.hour), limit: 9) == [], "there is nothing to be read any more")
    }

    @Test("follows the pages of the list as far back as the widest window that is due")
    func depth() {
        var plan = SweepPlan()
        #expect(plan.depth(at: .testStart) == 30 * Self.day)
        plan.note(depth: 30 * Self.day, at: .testStart)
        let expected: [(Int64, Int64?)] = [(0, nil), (1, 1), (5, 1), (6, 7), (23, 7), (24, 30)]
        for (hours, days) in expected {
            #expect(plan.depth(at: Self.after(hours * Self.hour)) == days.map { $0 * Self.day }, "after \(hours) hours")
        }
        plan.note(sweep: [], depth: 7 * Self.day, at: Self.after(6 * Self.hour))
        #expect(plan.depth(at: Self.after(6 * Self.hour)) == nil)
        #expect(
            plan.depth(at: Self.after(-7 * Self.hour)) == 7 * Self.day, "a clock that was set back puts nothing off")
    }
}
