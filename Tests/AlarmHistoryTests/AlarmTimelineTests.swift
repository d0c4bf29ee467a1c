import AlarmHistory
import ArchiveEvents
import Testing

/// Every short sequence of events, held against a restatement that looks at the whole of it.
struct AlarmTimelineTests {
    private static func everything() throws -> [AlarmStep] {
        let contents: [AlarmContent] = [.ongoing, .valid, .false, .ended, .endedReset, .list, .word]
        return try [Endpoint.ongoingAlerts, .alerts].flatMap { endpoint in
            try (contents.map { .shows($0) } + [.listed, .missing]).map { try AlarmStep($0, endpoint) }
        }
    }

    /// The events that open and close brackets.
    private static func brackets() throws -> [AlarmStep] {
        [
            try AlarmStep(.shows(.ongoing), .ongoingAlerts), try AlarmStep(.shows(.ended), .alerts),
            try AlarmStep(.shows(.valid), .alerts), try AlarmStep(.listed, .ongoingAlerts),
            try AlarmStep(.missing, .ongoingAlerts),
        ]
    }

    @Test("of every three events, state, verdict, brackets and transitions are what the whole of them says")
    func everyEventOfTheAlphabet() throws {
        var walk = AlarmWalk(try Self.everything(), length: 3)
        walk.run(checking: Self.againstRestatement)
        #expect(walk.faults.prefix(3) == [])
        #expect(walk.visited == walk.expectedVisits)
    }

    @Test("of every six events that move brackets, all is what the whole of them says")
    func sixEvents() throws {
        var walk = AlarmWalk(try Self.brackets(), length: 6)
        walk.run(checking: Self.againstRestatement)
        #expect(walk.faults.prefix(3) == [])
        #expect(walk.visited == walk.expectedVisits)
    }

    @Test("a summary that is saved and read back after every event goes on as the timeline does that never stopped")
    func savedAndReadBack() throws {
        for (alphabet, length) in [(try Self.everything(), 3), (try Self.brackets(), 4)] {
            var walk = AlarmWalk(alphabet, length: length)
            walk.run(checking: Self.againstSaved)
            #expect(walk.faults.prefix(3) == [])
            #expect(walk.visited == walk.expectedVisits)
        }
    }

    @Test("a saved summary goes on as the timeline does that never stopped, where data was erased, too")
    func savedAndReadBackWithErasure() throws {
        let alphabet = [
            try AlarmStep(.shows(.ongoing), .ongoingAlerts), try AlarmStep(.shows(.ended), .alerts),
            try AlarmStep(.erased, .alerts), try AlarmStep(.missing, .ongoingAlerts),
        ]
        var walk = AlarmWalk(alphabet, length: 4)
        walk.run(checking: Self.againstSaved)
        #expect(walk.faults.prefix(3) == [])
        #expect(walk.visited == walk.expectedVisits)
    }

    @Test("an alarm whose every content was erased is known by its events alone")
    func erased() throws {
        let steps = [
            try AlarmStep(.erased, .ongoingAlerts), try AlarmStep(.erased, .alerts),
            try AlarmStep(.missing, .ongoingAlerts),
        ]
        var timeline = AlarmTimeline(startingWith: steps[0].evidence[0])
        let kinds = steps.enumerated().flatMap { timeline.apply($1.evidence[$0]).map(\.kind) }
        #expect(kinds == [.erased, .erased, .missing])
        #expect(timeline.summary.contentPosition == nil)
        #expect(timeline.summary.record == nil)
        #expect(timeline.summary.state == .missing)
        #expect(timeline.summary.verdict == .none)
        #expect(timeline.summary.events == 3)
    }

    @Test("an event that tells nothing of an alarm, or whose data is no JSON, is refused with its reason")
    func otherEvents() throws {
        var log = MemoryLog()
        let other = NewEvent(
            type: EventType(rawValue: "data-erased.v1"), subject: "hq/alerts/1", endpoint: "alert",
            data: Array("null".utf8))
        let broken = NewEvent(
            type: .recordSeen, subject: "hq/alerts/1", endpoint: "alerts", data: Array(#"{"guid":}"#.utf8))
        let events = try log.append([other, broken], at: minute(0))
        #expect(throws: UnusableEvent(reason: "data-erased.v1 says nothing of an alarm that this version knows")) {
            try AlarmEvidence(events[0])
        }
        #expect(throws: UnusableEvent.self) { try AlarmEvidence(events[1]) }
    }

    @Test("bytes that were no record are told, counted, and change nothing else")
    func unreadable() throws {
        var log = MemoryLog()
        let seen = NewEvent(
            type: .recordSeen, subject: "hq/alerts/1", endpoint: "alerts", data: Array(AlarmContent.valid.bytes.utf8))
        let unreadable = NewEvent(
            type: .recordUnreadable, subject: "hq/alerts/1", endpoint: "alert", data: Array("{}".utf8))
        let events = try log.append([seen], at: minute(0)) + log.append([unreadable], at: minute(1))
        var timeline = AlarmTimeline(startingWith: try AlarmEvidence(events[0]))
        _ = timeline.apply(try AlarmEvidence(events[0]))
        var expected = timeline.summary
        #expect(timeline.apply(try AlarmEvidence(events[1])).map(\.kind) == [.unreadable])
        expected.events = 2
        expected.lastPosition = Position(1)
        #expect(timeline.summary == expected)
    }

    // MARK: - what is wrong with a sequence

    private static func againstRestatement(
        _ steps: [AlarmStep], _ before: AlarmTimeline?
    ) -> (folded: AlarmTimeline, fault: String?) {
        let event = steps[steps.count - 1].evidence[steps.count - 1]
        var timeline = before ?? AlarmTimeline(startingWith: event)
        let transitions = timeline.apply(event)
        return (timeline, difference(timeline.summary, transitions, NaiveAlarm(steps: steps)))
    }

    private static func difference(
        _ summary: AlarmSummary, _ transitions: [AlarmTransition], _ naive: NaiveAlarm
    ) -> String? {
        let place = naive.steps.count - 1
        if summary.state != naive.state { return "\(summary.state), not \(naive.state)" }
        if summary.verdict != naive.verdict { return "\(summary.verdict), not \(naive.verdict)" }
        if summary.listedAt != naive.listedAt { return "listed at \(summary.listedAt)" }
        if summary.leftOngoing != naive.leftOngoing { return "left at \(String(describing: summary.leftOngoing))" }
        if summary.ended != naive.ended { return "ended at \(String(describing: summary.ended))" }
        if summary.events != place + 1 { return "\(summary.events) events" }
        if summary.lastPosition != Position(UInt64(place)) { return "position \(summary.lastPosition)" }
        if summary.firstObservedAt != minute(0) { return "first \(summary.firstObservedAt)" }
        if summary.lastObservedAt != naive.lastObservedAt { return "last \(summary.lastObservedAt)" }
        if summary.answer != naive.answer { return "answered \(String(describing: summary.answer))" }
        if summary.reversals != naive.reversals { return "\(summary.reversals) reversals" }
        let afterwards = Set(transitions.compactMap(\.afterwards))
        if afterwards != naive.afterwards { return "\(afterwards), not \(naive.afterwards)" }
        if transitions.map(\.kind) != naive.kinds { return "\(transitions.map(\.kind)), not \(naive.kinds)" }
        return wrongBracket(transitions, naive)
    }

    private static func wrongBracket(_ transitions: [AlarmTransition], _ naive: NaiveAlarm) -> String? {
        let place = naive.steps.count - 1
        for transition in transitions {
            let bracket = Bracket(notBefore: transition.notBefore, notAfter: transition.notAfter)
            let expected = transition.kind == .ended ? naive.ended : AlarmStep.bracket(at: place)
            if bracket != expected { return "\(transition.kind) in \(bracket)" }
            if transition.position != Position(UInt64(place)) { return "\(transition.kind) at \(transition.position)" }
            if transition.endpoint != naive.steps[place].endpoint { return "\(transition.kind) elsewhere" }
        }
        return nil
    }

    /// Folds once as a whole, once with a summary that is saved and read back between any two events.
    private static func againstSaved(
        _ steps: [AlarmStep], _ before: (whole: AlarmTimeline, saved: AlarmTimeline)?
    ) -> (folded: (whole: AlarmTimeline, saved: AlarmTimeline), fault: String?) {
        let event = steps[steps.count - 1].evidence[steps.count - 1]
        var whole = before?.whole ?? AlarmTimeline(startingWith: event)
        var saved = before?.saved ?? whole
        let (one, other) = (whole.apply(event), saved.apply(event))
        saved = AlarmTimeline(saved.summary.readBack)
        let isSame =
            one == other && whole.summary == saved.summary && whole.summary.state == saved.summary.state
            && whole.summary.verdict == saved.summary.verdict
        return ((whole, saved), isSame ? nil : "\(whole.summary.state) at once, \(saved.summary.state) when saved")
    }
}

extension AlarmSummary {
    /// What a table's row gives back, whose columns these are.
    fileprivate var readBack: AlarmSummary {
        var row = AlarmSummary(firstPosition: firstPosition, firstObservedAt: firstObservedAt)
        row.listedAt = EndpointSet(rawValue: listedAt.rawValue)
        row.leftOngoing = leftOngoing
        row.ended = ended
        row.answer = answer
        row.reversals = reversals
        row.lastObservedAt = lastObservedAt
        row.events = events
        row.lastPosition = lastPosition
        let kept = record.map { record in
            AlarmRecord(
                source: AlarmSource(attributes: record.source.attributes), occurredAt: record.occurredAt,
                endedAt: record.endedAt, isEnded: ended != nil, verdict: record.verdict, isMerged: record.isMerged)
        }
        row.restore(kept, at: contentPosition, mergeDigest: mergeDigest)
        return row
    }
}
