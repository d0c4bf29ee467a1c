import AlarmHistory
import ArchiveEvents
import Testing

struct RecordMemoryTests {
    @Test("a memory folded from the lines of the log answers every further look as the one carried along does")
    func foldedEqualsCarried() throws {
        let looks = try ShownLook.all()
        var walk = NoveltyWalk(looks, length: 3)
        try walk.run { try Self.differences($0, looks.filter(\.isComplete)) }
        #expect(walk.faults.prefix(3) == [])
        #expect(walk.visited == walk.expectedVisits)
    }

    @Test("a memory folded from the log answers as the one carried along does, after five complete looks, too")
    func foldedEqualsCarriedAfterFive() throws {
        let looks = try ShownLook.plain()
        var walk = NoveltyWalk(looks, length: 5)
        try walk.run { $0.looks.count < 5 ? [] : try Self.differences($0, looks) }
        #expect(walk.faults.prefix(3) == [])
        #expect(walk.visited == walk.expectedVisits)
    }

    private static func differences(_ path: NoveltyPath, _ looks: [ShownLook]) throws -> [String] {
        let folded = try path.log.events().reduce(into: RecordMemory()) { $0.apply($1) }
        return looks.compactMap { shown in
            let look = shown.look(at: path.looks.count)
            let one = Novelty(against: path.memory).events(of: look)
            let other = Novelty(against: folded).events(of: look)
            return one == other ? nil : "\(path.looks), then \(shown): \(one) carried along, \(other) folded"
        }
    }

    @Test("each target knows which records it shows now, and no other's")
    func listed() throws {
        var archive = try TestArchive()
        let one = RecordStream(deployment: "hq", kind: "alerts", id: "1")
        try archive.take(#"[{"guid":"1"},{"guid":"2"},{"no":"guid"}]"#, at: LookTarget("hq", .alerts))
        try archive.take(#"[{"guid":"1"}]"#, at: LookTarget("hq", .ongoingAlerts))
        try archive.take(#"{"guid":"1"}"#, at: LookTarget("hq", .alert, id: "1"))
        try archive.take(#"[{"guid":"1"}]"#, at: LookTarget("hq", .alerts))
        let memory = try archive.memory()
        for target in [
            LookTarget("hq", .alerts), LookTarget("hq", .ongoingAlerts), LookTarget("hq", .alert, id: "1"),
        ] {
            #expect(memory.listed(at: target) == [one], "\(target.coverageSubject)")
        }
        #expect(memory.listed(at: LookTarget("branch", .alerts)) == [])
        #expect(memory.listed(at: LookTarget("hq", .alert, id: "2")) == [])
    }

    @Test("a record whose data was erased is stored again where it is still shown, once")
    func erasedRecord() throws {
        var archive = try TestArchive()
        let target = LookTarget("hq", .alerts)
        let body = #"[{"guid":"1"}]"#
        try archive.take(body, at: target)
        try archive.erase(0)
        #expect(try archive.take(body, at: target) == ["record-changed.v1 hq/alerts/1"])
        #expect(try archive.take(body, at: target) == [])
        #expect(try archive.data() == [nil, #"{"guid":"1"}"#])
    }

    @Test("a record whose data was erased is still missed when it goes")
    func erasedRecordGoes() throws {
        var archive = try TestArchive()
        let target = LookTarget("hq", .alerts)
        try archive.take(#"[{"guid":"1"}]"#, at: target)
        try archive.erase(0)
        #expect(try archive.take("[]", at: target) == ["record-missing.v1 hq/alerts/1"])
        #expect(try archive.take("[]", at: target) == [])
    }

    @Test("events that tell of no record change nothing")
    func otherEvents() throws {
        var archive = try TestArchive()
        try archive.take(#"[{"guid":"1"}]"#, at: LookTarget("hq", .alerts))
        var memory = try archive.memory()
        var log = archive.log
        let others = [
            NewEvent(type: .archiveCreated, subject: "archive"),
            NewEvent(type: .gapOpened, subject: "hq/coverage/alerts", endpoint: "alerts"),
            NewEvent(type: EventType(rawValue: "data-erased.v1"), subject: "hq/alerts/1", endpoint: "alerts"),
        ]
        for event in try log.append(others, at: minute(9)) { memory.apply(event) }
        let look = Look(
            target: LookTarget("hq", .alerts), observedAt: minute(9), servedAt: nil, since: nil,
            content: .complete([try archive.alert("1")]))
        #expect(Novelty(against: memory).events(of: look) == [])
    }
}
