import AlarmHistory
import ArchiveEvents
import Testing

struct AlarmTransitionTests {
    @Test("a verdict that is reversed and taken back is told each time")
    func reversal() throws {
        var story = AlarmStory()
        let codes = [101, 201, 202, 101, 203, 203]
        let told = try codes.enumerated().map { step, code in
            try story.shows(#"{"acknowledgment_code":\#(code),"n":\#(step)}"#, at: .alerts, step + 1).map(\.kind)
        }
        #expect(told == [[.observed], [.verified], [.verified], [.verdictReset], [.verified], [.changed]])
        #expect(story.summary?.verdict == .unknown)
    }

    @Test("a merge that grows is told at each step, with what grew, as it was served")
    func merge() throws {
        var story = AlarmStory()
        try story.shows(#"{"guid":"1","merged":false,"merged_count":1,"sub_alerts":["a"]}"#, at: .alerts, 1)
        let second = try story.shows(
            #"{"guid":"1","merged":true,"merged_count":2,"sub_alerts":["a","b"]}"#, at: .alerts, 2)
        #expect(second.map(\.kind) == [.merged])
        let third = try story.shows(
            #"{"guid":"1","merged":true,"merged_count":3,"sub_alerts":["a","b","\u0063"]}"#, at: .alerts, 3)
        #expect(third.map(\.kind) == [.merged])
        let same = try story.shows(
            #"{"sub_alerts":["a","b","c"],"merged_count":3.0,"guid":"1","merged":true,"x":1}"#, at: .alerts, 4)
        #expect(same.map(\.kind) == [.changed])
    }

    @Test(
        "what else may tell that an alarm grew",
        arguments: [
            (#"{"mergedCount":1}"#, #"{"mergedCount":2}"#), (#"{"subAlerts":null}"#, #"{"subAlerts":[]}"#),
            ("{}", #"{"merged":true}"#), (#"{"merged":["a"]}"#, "{}"),
        ])
    func otherMerges(before: String, after: String) throws {
        var story = AlarmStory()
        try story.shows(before, at: .alerts, 1)
        #expect(try story.shows(after, at: .alerts, 2).map(\.kind) == [.merged])
    }

    @Test("several things that one look tells come in the order in which they happen")
    func several() throws {
        var story = AlarmStory()
        try story.shows(#"{"merged":false}"#, at: .ongoingAlerts, 1)
        let told = try story.shows(
            #"{"merged":true,"acknowledgment_code":202,"acknowledged_time":1748744100,"end_time":1748744110}"#,
            at: .alerts, 2)
        #expect(told.map(\.kind) == [.merged, .verified, .ended])
        #expect(told.map(\.endpoint) == [.alerts, .alerts, .alerts])
        #expect(told.map(\.former) == [Position(0), Position(0), Position(0)])
        #expect(
            told.map(\.occurredAt) == [
                nil, Instant(milliseconds: 1_748_744_100_000), Instant(milliseconds: 1_748_744_110_000),
            ])
    }

    @Test("an alarm that is seen for the first time tells all that it is")
    func first() throws {
        var story = AlarmStory()
        let told = try story.shows(
            #"{"start_time":1748744000,"acknowledgment_code":201,"phase":"ended","merged":true}"#, at: .alerts, 1)
        #expect(told.map(\.kind) == [.observed, .verified, .ended])
        #expect(told.allSatisfy { $0.former == nil })
        #expect(told.map(\.occurredAt) == [Instant(milliseconds: 1_748_744_000_000), nil, nil])
    }

    @Test(
        "members that were added, changed or removed are listed, the newer record's first",
        arguments: [
            (#"{"a":1,"b":2}"#, #"{"b":3,"c":4}"#, ["b: 2, 3", "c: none, 4", "a: 1, none"], "one of each"),
            (#"{"a":{"b":1}}"#, #"{"a":{"b":2}}"#, [#"a: {"b":1}, {"b":2}"#], "what is inside counts"),
            (#"{"a":null}"#, "{}", ["a: null, none"], "null is not absence"),
            (#"{"a":"1"}"#, #"{"a":1}"#, [#"a: "1", 1"#], "a text is no number"),
            (#"{"a":1,"b":2}"#, #"{"b":2.0,"\u0061":1}"#, [], "another spelling is no change"),
            (#"{"a":1,"a":2}"#, #"{"a":1,"a":2,"b":3}"#, ["b: none, 3"], "a name that stands twice, as before"),
            (#"{"a":1,"a":2}"#, #"{"a":1,"a":3}"#, ["a: 2, 3"], "of a name that stands twice the last one counts"),
            (#"{"a":1,"a":2}"#, #"{"b":3,"a":1,"a":2}"#, ["b: none, 3"], "a name that stands twice, moved"),
            (#"{"a":1,"a":2}"#, #"{"a":1}"#, ["a: 2, 1"], "of a name that stood twice the last one counted"),
            (#"{"a":1,"a":2}"#, "{}", ["a: 2, none"], "a name that stood twice is gone"),
            ("[]", #"{"a":1}"#, ["a: none, 1"], "there were no members"),
            (#"{"a":1}"#, #""x""#, ["a: 1, none"], "there are no members"),
            (#""x""#, #""y""#, [], "nothing has members"),
        ])
    func changes(before: String, after: String, expected: [String], reason: String) throws {
        #expect(MemberChange.between(try json(before), try json(after)).map(\.shown) == expected, "\(reason)")
        #expect(MemberChange.between(nil, try json(after)).isEmpty)
    }
}

extension MemberChange {
    fileprivate var shown: String { "\(member): \(from.map { text($0) } ?? "none"), \(to.map { text($0) } ?? "none")" }
}
