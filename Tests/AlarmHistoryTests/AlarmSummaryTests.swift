import AlarmHistory
import ArchiveEvents
import Testing

struct AlarmSummaryTests {
    private static let ongoing = #"{"phase":"alarm","acknowledgment_code":101}"#
    private static let ended = #"{"phase":"ended","acknowledgment_code":101,"ended_time":1748744150}"#

    @Test("an alarm that left the ongoing list before its record says so ended when it left")
    func endedWhenItLeft() throws {
        var story = AlarmStory()
        try story.shows(Self.ongoing, at: .ongoingAlerts, 1)
        try story.misses(at: .ongoingAlerts, 3)
        #expect(story.summary?.state == .missing)
        let told = try story.shows(Self.ended, at: .alerts, 9)
        #expect(told.map(\.kind) == [.ended])
        #expect(told.map { Bracket(notBefore: $0.notBefore, notAfter: $0.notAfter) } == [between(2, 3)])
        #expect(told.map(\.occurredAt) == [Instant(milliseconds: 1_748_744_150_000)])
        #expect(story.summary?.ended == between(2, 3))
        #expect(story.summary?.leftOngoing == between(2, 3))
        #expect(story.summary?.state == .ended)
    }

    @Test("an alarm whose record says that it ended before it left the ongoing list ended then")
    func endedBeforeItLeft() throws {
        var story = AlarmStory()
        try story.shows(Self.ongoing, at: .ongoingAlerts, 1)
        try story.shows(Self.ended, at: .alerts, 4)
        try story.misses(at: .ongoingAlerts, 9)
        #expect(story.summary?.ended == between(3, 4))
        #expect(story.summary?.leftOngoing == between(8, 9))
        #expect(story.summary?.state == .ended)
    }

    @Test("an alarm that left the ongoing list and came back ended later than it left")
    func cameBack() throws {
        var story = AlarmStory()
        try story.shows(Self.ongoing, at: .ongoingAlerts, 1)
        try story.misses(at: .ongoingAlerts, 3)
        try story.lists(at: .ongoingAlerts, 5)
        #expect(story.summary?.leftOngoing == nil)
        #expect(story.summary?.state == .ongoing)
        try story.shows(Self.ended, at: .alerts, 9)
        #expect(story.summary?.ended == between(8, 9))
    }

    @Test("an alarm that no list shows, but an answer by its guid does, is ongoing, and ends later than it left")
    func answersByGuid() throws {
        var story = AlarmStory()
        try story.shows(Self.ongoing, at: .ongoingAlerts, 1)
        try story.lists(at: .alerts, 2)
        try story.misses(at: .ongoingAlerts, 4)
        try story.misses(at: .alerts, 5)
        #expect(story.summary?.state == .missing)
        try story.lists(at: .alert, 6)
        #expect(story.summary?.state == .ongoing)
        #expect(story.summary?.listedAt == .alert, "no longer listed")
        #expect(story.summary?.lastObservedAt == minute(6))
        try story.shows(Self.ended, at: .alerts, 9)
        #expect(story.summary?.ended == between(8, 9))
        try story.lists(at: .alert, 10)
        #expect(story.summary?.ended == between(8, 9))
    }

    @Test("an alarm that an answer shows to go on, and that answers no more, is missing")
    func answersNoMore() throws {
        var story = AlarmStory()
        try story.shows(Self.ongoing, at: .ongoingAlerts, 1)
        try story.misses(at: .ongoingAlerts, 3)
        try story.lists(at: .alert, 4)
        try story.misses(at: .alert, 9)
        #expect(story.summary?.state == .missing)
        #expect(story.summary?.lastObservedAt == minute(8))
    }

    @Test("an alarm that is reopened has not ended, and ends anew")
    func reopened() throws {
        var story = AlarmStory()
        try story.shows(Self.ongoing, at: .ongoingAlerts, 1)
        try story.misses(at: .ongoingAlerts, 3)
        try story.shows(Self.ended, at: .alerts, 4)
        #expect(try story.shows(Self.ongoing, at: .alerts, 6).map(\.kind) == [.reopened])
        #expect(story.summary?.ended == nil)
        #expect(story.summary?.leftOngoing == nil)
        #expect(story.summary?.state == .ongoing)
        try story.shows(Self.ended, at: .alerts, 9)
        #expect(story.summary?.ended == between(8, 9))
    }

    @Test("an end stays where it was, however the record changes after it")
    func lateVerification() throws {
        var story = AlarmStory()
        try story.shows(Self.ongoing, at: .alerts, 1)
        try story.shows(Self.ended, at: .alerts, 3)
        let verified = Self.ended.replacing("101", with: "201").replacing(
            "}", with: #","acknowledged_time":1748800000}"#)
        let told = try story.shows(verified, at: .alerts, 900)
        #expect(told.map(\.kind) == [.verified])
        #expect(told.map { Bracket(notBefore: $0.notBefore, notAfter: $0.notAfter) } == [between(899, 900)])
        #expect(told.map(\.occurredAt) == [Instant(milliseconds: 1_748_800_000_000)])
        #expect(story.summary?.ended == between(2, 3))
        #expect(story.summary?.verdict == .valid)
        #expect(story.summary?.state == .ended)
    }

    @Test("an alarm that only the list of alerts shows is ongoing, until it is gone from there")
    func alertsOnly() throws {
        var story = AlarmStory()
        try story.shows(Self.ongoing, at: .alerts, 1)
        #expect(story.summary?.state == .ongoing)
        try story.misses(at: .alerts, 2)
        #expect(story.summary?.state == .missing)
        #expect(story.summary?.leftOngoing == nil)
        #expect(story.summary?.listedAt == [])
    }

    @Test("an ended alarm that no list shows any more has ended, it is not missing")
    func endedAndGone() throws {
        var story = AlarmStory()
        try story.shows(Self.ended, at: .alerts, 1)
        try story.misses(at: .alerts, 9)
        #expect(story.summary?.state == .ended)
        #expect(story.summary?.ended == between(0, 1))
    }

    @Test("it was last observed at the last look that showed it, the one before it was missed included")
    func lastObserved() throws {
        var story = AlarmStory()
        try story.shows(Self.ongoing, at: .ongoingAlerts, 1)
        #expect(story.summary?.firstObservedAt == minute(1))
        #expect(story.summary?.lastObservedAt == minute(1))
        try story.lists(at: .alerts, 4)
        #expect(story.summary?.lastObservedAt == minute(4))
        try story.misses(at: .ongoingAlerts, 9)
        #expect(story.summary?.lastObservedAt == minute(8))
        #expect(story.summary?.firstObservedAt == minute(1))
    }

    @Test("the first event of an alarm may be a bracket without a beginning")
    func firstEver() throws {
        var log = MemoryLog()
        let event = NewEvent(
            type: .recordSeen, subject: "hq/alerts/1", endpoint: "alerts", data: Array(Self.ended.utf8))
        let recorded = try log.append([event], at: minute(1))
        let evidence = try AlarmEvidence(recorded[0])
        var timeline = AlarmTimeline(startingWith: evidence)
        let told = timeline.apply(evidence)
        #expect(told.map(\.kind) == [.observed, .ended])
        #expect(timeline.summary.ended == Bracket(notBefore: nil, notAfter: minute(1)))
    }

    @Test(
        "the response is exact where the vendor tells when the verdict was given, else between two looks",
        arguments: [
            (#""acknowledged_time":1748744160"#, 40_000...40_000, "the vendor's clock"),
            (#""acknowledged_time":null"#, 0...60_000, "between the looks of minutes 0 and 1"),
            (#""acknowledged_time":1748744100"#, nil, "a verdict before the beginning contradicts itself"),
        ] as [(String, ClosedRange<Int64>?, String)])
    func response(claim: String, expected: ClosedRange<Int64>?, reason: String) throws {
        let start = minute(0).milliseconds
        let claim = claim.replacing("1748744160", with: "\(start + 40_000)").replacing(
            "1748744100", with: "\(start - 20_000)")
        var story = AlarmStory()
        try story.shows(#"{"start_time":\#(start),"acknowledgment_code":101}"#, at: .alerts, 0)
        #expect(story.summary?.response == nil)
        try story.shows(#"{"start_time":\#(start),"acknowledgment_code":201,\#(claim)}"#, at: .alerts, 1)
        #expect(story.summary?.response == expected, "\(reason)")
        try story.shows(#"{"start_time":\#(start),"acknowledgment_code":202}"#, at: .alerts, 2)
        #expect(story.summary?.response == expected, "the first verdict counts")
        #expect(story.summary?.reversals == 1)
    }

    @Test("a first verdict after the end is late by the vendor's clock where it tells both, else as the looks saw it")
    func late() throws {
        let start = minute(0).milliseconds
        func record(_ members: String) -> String { #"{"start_time":\#(start),\#(members)}"# }
        var seen = AlarmStory()
        try seen.shows(record(#""phase":"ended""#), at: .alerts, 0)
        #expect(
            try seen.shows(record(#""phase":"ended","acknowledgment_code":202"#), at: .alerts, 1).map(\.afterwards)
                == [.lateVerdict])
        #expect(seen.summary?.answer?.isLate == true && seen.summary?.response == nil)
        var told = AlarmStory()
        try told.shows(record(#""end_time":\#(start + 50_000)"#), at: .alerts, 1)
        let members = #""acknowledgment_code":202,"acknowledged_time":\#(start + 40_000),"end_time":\#(start + 50_000)"#
        try told.shows(record(members), at: .alerts, 2)
        #expect(told.summary?.answer?.isLate == false)
        #expect(told.summary?.response == 40_000...40_000)
    }

    @Test("no time is told to a first verdict where the vendor tells no beginning, or one after the looks")
    func untimed() throws {
        for start in ["null", "\(minute(9).milliseconds)"] {
            var story = AlarmStory()
            try story.shows(#"{"start_time":\#(start),"acknowledgment_code":101}"#, at: .alerts, 0)
            #expect(story.summary?.isAnsweredAtUnknownTime == false)
            try story.shows(#"{"start_time":\#(start),"acknowledgment_code":201}"#, at: .alerts, 1)
            #expect(story.summary?.response == nil, "\(start)")
            #expect(story.summary?.isAnsweredAtUnknownTime == true, "\(start)")
        }
    }
}
