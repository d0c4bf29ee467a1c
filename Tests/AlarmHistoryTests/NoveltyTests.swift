import AlarmHistory
import ArchiveEvents
import Testing

/// Every sequence of looks over a small alphabet, held against a naive restatement of the rule.
struct NoveltyTests {
    @Test("of every sequence of four looks, each event is what the rule says, and the same look again tells nothing")
    func everyLookOfTheAlphabet() throws {
        var walk = NoveltyWalk(try ShownLook.all(), length: 4)
        try walk.run { $0.faults }
        #expect(walk.faults.prefix(3) == [])
        #expect(walk.visited == walk.expectedVisits)
    }

    @Test("of every sequence of five complete looks with either spelling, each event is what the rule says")
    func fiveCompleteLooks() throws {
        var walk = NoveltyWalk(try ShownLook.all().filter(\.isComplete), length: 5)
        try walk.run { $0.faults }
        #expect(walk.faults.prefix(3) == [])
        #expect(walk.visited == walk.expectedVisits)
    }

    @Test("of every sequence of six complete looks, each event is what the rule says")
    func sixCompleteLooks() throws {
        var walk = NoveltyWalk(try ShownLook.plain(), length: 6)
        try walk.run { $0.faults }
        #expect(walk.faults.prefix(3) == [])
        #expect(walk.visited == walk.expectedVisits)
    }

    @Test("whatever was before, two endpoints that keep to what they show do not answer each other")
    func steadyEndpoints() throws {
        let looks = try ShownLook.all()
        let steady = looks.filter(\.isComplete)
        let pairs = steady.filter { $0.endpoint == .ongoingAlerts }.flatMap { one in
            steady.filter { $0.endpoint == .alerts }.map { [one, $0] }
        }
        var walk = NoveltyWalk(looks, length: 2)
        try walk.run { path in try pairs.compactMap { try Self.secondRound(of: $0, after: path) } }
        #expect(walk.faults.prefix(3) == [])
        #expect(walk.visited == walk.expectedVisits)
    }

    /// What a second round of the same looks tells, which should be nothing.
    private static func secondRound(of round: [ShownLook], after path: NoveltyPath) throws -> String? {
        var first = path
        for shown in round { first = try first.after(shown) }
        var second = first
        for shown in round { second = try second.after(shown) }
        let told = second.log.lines.count - first.log.lines.count
        return told == 0 ? nil : "\(path.looks), then \(round) for ever: \(told) events in the second round"
    }

    @Test("records come in the order of the answer, and those that are gone come last, by name")
    func order() throws {
        let target = LookTarget("hq", .alerts)
        var archive = try TestArchive()
        try archive.take(["c", "a", "b"].map { try archive.alert($0) }, at: target)
        let told = try archive.take([try archive.alert("z"), try archive.alert("d")], at: target)
        #expect(
            told == [
                "record-seen.v1 hq/alerts/z", "record-seen.v1 hq/alerts/d", "record-missing.v1 hq/alerts/a",
                "record-missing.v1 hq/alerts/b", "record-missing.v1 hq/alerts/c",
            ])
    }

    @Test("an event carries its endpoint, the last complete look before, and the server's own time")
    func head() throws {
        let stream = RecordStream(deployment: "hq", kind: "alerts", id: "1")
        let look = Look(
            target: LookTarget("hq", .alerts), observedAt: minute(3), servedAt: minute(2), since: minute(1),
            content: .complete([try observation(#"{"guid":"1"}"#, of: stream)]))
        let expected = NewEvent(
            type: .recordSeen, subject: "hq/alerts/1", endpoint: "alerts", since: minute(1), servedTime: minute(2),
            data: Array(#"{"guid":"1"}"#.utf8))
        #expect(Novelty(against: RecordMemory()).events(of: look) == [expected])
    }

    @Test("the same id in another deployment, or of another kind, is another record")
    func streamsApart() throws {
        var archive = try TestArchive()
        let alert = #"[{"guid":"1","id":"1"}]"#
        for target in [LookTarget("hq", .alerts), LookTarget("branch", .alerts), LookTarget("hq", .zones)] {
            let told = try archive.take(alert, at: target)
            #expect(told == ["record-seen.v1 \(target.deployment)/\(target.endpoint.recordKind)/1"])
        }
    }

    @Test("one alert asked for by its guid is missed where a complete look finds nothing")
    func singleAlert() throws {
        var archive = try TestArchive()
        let target = LookTarget("hq", .alert, id: "1")
        #expect(try archive.take(#"{"guid":"1"}"#, at: target) == ["record-seen.v1 hq/alerts/1"])
        #expect(try archive.take([], at: LookTarget("hq", .alert, id: "2")) == [])
        #expect(try archive.take([], at: target) == ["record-missing.v1 hq/alerts/1"])
        #expect(try archive.take([], at: target) == [])
    }

    @Test("one alert that still answers by its guid is told of each time a list has lost it, and once")
    func singleAlertUnlisted() throws {
        var archive = try TestArchive()
        let alert = LookTarget("hq", .alert, id: "1")
        let body = #"{"guid":"1"}"#
        let lists = [LookTarget("hq", .ongoingAlerts), LookTarget("hq", .alerts)]
        for list in lists { try archive.take("[\(body)]", at: list) }
        try archive.take(body, at: alert)
        for list in lists + lists {
            #expect(try archive.take(body, at: alert) == [])
            #expect(try archive.take([], at: list) == ["record-missing.v1 hq/alerts/1"])
            #expect(try archive.take(body, at: alert) == ["record-listed.v1 hq/alerts/1"])
            try archive.take("[\(body)]", at: list)
        }
        try archive.take([], at: lists[0])
        #expect(try archive.take([], at: alert) == ["record-missing.v1 hq/alerts/1"], "it was shown there before")
    }

    @Test("what a guid showed before is told again where a list showed otherwise in between, once for each such change")
    func singleAlertReset() throws {
        var archive = try TestArchive()
        let (alert, list) = (LookTarget("hq", .alert, id: "1"), LookTarget("hq", .alerts))
        let (reset, verified) = (#"{"guid":"1","code":101}"#, #"{"guid":"1","code":201}"#)
        try archive.take("[\(reset)]", at: list)
        try archive.take(reset, at: alert)
        for _ in 0..<2 {
            #expect(try archive.take("[\(verified)]", at: list) == ["record-changed.v1 hq/alerts/1"])
            #expect(try archive.take(reset, at: alert) == ["record-changed.v1 hq/alerts/1"])
            for _ in 0..<2 {
                #expect(try archive.take("[\(verified)]", at: list) == [], "two endpoints do not answer each other")
                #expect(try archive.take(reset, at: alert) == [])
            }
            #expect(try archive.take("[\(reset)]", at: list) == ["record-listed.v1 hq/alerts/1"])
        }
    }

    @Test("a deployment's description is never missed")
    func aboutIsNeverMissed() throws {
        var archive = try TestArchive()
        let target = LookTarget("hq", .about)
        #expect(try archive.take(#"{"applicationVersion":"9"}"#, at: target) == ["record-seen.v1 hq/about/deployment"])
        #expect(try archive.take([], at: target) == [])
    }

    @Test("bytes that nobody can read are stored once, whatever comes between; others are stored too")
    func unreadable() throws {
        var archive = try TestArchive()
        let target = LookTarget("hq", .alerts)
        let stored = ["record-unreadable.v1 hq/alerts/unidentified"]
        #expect(try archive.take("<html>", at: target) == stored)
        #expect(try archive.take("<html>", at: target) == [])
        #expect(try archive.take("<body>", at: target) == stored)
        #expect(try archive.take(#"[{"guid":"1"}]"#, at: target) == ["record-seen.v1 hq/alerts/1"])
        #expect(try archive.take("<html>", at: target) == [])
        #expect(try archive.take("", at: target) == [], "an empty answer has no bytes to keep")
    }
}
