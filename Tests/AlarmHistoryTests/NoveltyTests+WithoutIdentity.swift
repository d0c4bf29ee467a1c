import AlarmHistory
import ArchiveEvents
import ExactJSON
import Testing

/// Contents without identity: lines of a zone's log, elements without an id, and one id with two contents.
extension NoveltyTests {
    private static let log = LookTarget("hq", .zoneLog, id: "z1")
    private static let alerts = LookTarget("hq", .alerts)
    private static let longest = String(repeating: "x", count: 256)
    private static let long = String(repeating: "x", count: 300)
    private static let nameless: [(element: String, reason: String)] = [
        (#"{"phase":"alarm"}"#, "there is none"),
        (#"{"guid":null}"#, "null is none"),
        (#"{"guid":""}"#, "an empty one names nothing"),
        (#"{"guid":true}"#, "a boolean names nothing"),
        (#"{"guid":["a"]}"#, "a list names nothing"),
        (#"{"guid":"\ud800"}"#, "half a surrogate pair is no text"),
        ("{\"guid\":\"" + long + "\"}", "300 bytes are content, not a name"),
        (#""text""#, "not an object"),
        ("17", "not an object"),
        ("null", "not an object"),
        ("[]", "not an object"),
    ]
    private static let named: [(guid: String, id: String, reason: String)] = [
        (#""A""#, "A", "letters keep their case"),
        ("12", "12", "a number, as it is spelled"),
        (#""a/b""#, "a/b", "a slash in it is part of it"),
        (#""\u0041""#, "A", "escapes are read"),
        ("\"" + longest + "\"", longest, "the longest one"),
    ]
    private static let seenInLog = "record-seen.v1 hq/zone-logs/z1"
    private static let unidentified = "record-seen.v1 hq/alerts/unidentified"

    @Test("the same line twice in one answer is two events, then none, and a third one is one more")
    func twins() throws {
        var archive = try TestArchive()
        #expect(try archive.take(#"[{"n":1},{"n":1}]"#, at: Self.log) == [Self.seenInLog, Self.seenInLog])
        #expect(try archive.take(#"[{"n":1},{"n":1}]"#, at: Self.log) == [])
        #expect(try archive.take(#"[{"n":1},{"n":1.0},{"n":1}]"#, at: Self.log) == [Self.seenInLog])
        #expect(try archive.take(#"[{"n":1},{"n":1},{"n":1}]"#, at: Self.log) == [])
    }

    @Test("lines that roll off give nothing, and nothing again when they come back; nor does another order")
    func rollOff() throws {
        var archive = try TestArchive()
        try archive.take(#"[{"n":3},{"n":2},{"n":1}]"#, at: Self.log)
        for body in ["[]", #"[{"n":3}]"#, #"[{"n":1},{"n":2},{"n":3}]"#, "[]"] {
            #expect(try archive.take(body, at: Self.log) == [], "\(body)")
        }
        #expect(try archive.take(#"[{"n":4},{"n":3}]"#, at: Self.log) == [Self.seenInLog])
        #expect(try archive.data() == [3, 2, 1, 4].map { #"{"n":\#($0)}"# })
    }

    @Test("the same line in two zones is stored for each")
    func zonesApart() throws {
        var archive = try TestArchive()
        for zone in ["z1", "z2"] {
            let told = try archive.take(#"[{"n":1}]"#, at: LookTarget("hq", .zoneLog, id: zone))
            #expect(told == ["record-seen.v1 hq/zone-logs/\(zone)"])
        }
    }

    @Test("of every three answers of up to three lines, as many of a line are stored as one answer ever showed")
    func everyMultiset() throws {
        let stream = RecordStream(deployment: "hq", kind: "zone-logs", id: "z1")
        var walk = ListWalk(["x", "y"], target: Self.log, length: 3) { _, letter in
            try observation(#""\#(letter)""#, of: stream)
        }
        try walk.run { $0.faults + ["x", "y"].compactMap($0.wronglyStored) }
        #expect(walk.faults.prefix(3) == [])
        #expect(walk.visited == 15 + 15 * 15 + 15 * 15 * 15)
    }

    @Test("what has no usable guid is kept as an element without identity", arguments: nameless)
    func withoutIdentity(element: String, reason: String) throws {
        var archive = try TestArchive()
        #expect(try archive.take("[\(element)]", at: Self.alerts) == [Self.unidentified], "\(reason)")
        #expect(try archive.take("[\(element)]", at: Self.alerts) == [], "\(reason)")
        #expect(try archive.take("[]", at: Self.alerts) == [], "it is not missed, either")
        #expect(try archive.take("[\(element),\(element)]", at: Self.alerts) == [Self.unidentified], "\(reason)")
        #expect(try archive.data() == [element, element], "\(reason)")
    }

    @Test("a guid may be any text up to 256 bytes, or a number", arguments: named)
    func identity(guid: String, id: String, reason: String) throws {
        var archive = try TestArchive()
        let body = #"[{"guid":\#(guid)}]"#
        #expect(try archive.take(body, at: Self.alerts) == ["record-seen.v1 hq/alerts/\(id)"], "\(reason)")
        #expect(try archive.take(body, at: Self.alerts) == [], "\(reason)")
        #expect(try archive.take("[]", at: Self.alerts) == ["record-missing.v1 hq/alerts/\(id)"], "\(reason)")
    }

    @Test("one guid twice with equal contents is one record")
    func equalTwins() throws {
        var archive = try TestArchive()
        let body = #"[{"guid":"1","n":1},{"n":1.0,"guid":"1"}]"#
        #expect(try archive.take(body, at: Self.alerts) == ["record-seen.v1 hq/alerts/1"])
        #expect(try archive.take(body, at: Self.alerts) == [])
    }

    @Test("one guid twice with different contents is stored once each, then quiet in either order")
    func unequalTwins() throws {
        var archive = try TestArchive()
        let (one, other) = (#"{"guid":"1","n":1}"#, #"{"guid":"1","n":2}"#)
        let told = try archive.take("[\(one),\(other)]", at: Self.alerts)
        #expect(told == ["record-seen.v1 hq/alerts/1", Self.unidentified])
        for body in ["[\(other),\(one)]", "[\(one),\(other)]"] {
            #expect(try archive.take(body, at: Self.alerts) == [], "\(body)")
        }
        #expect(try archive.take("[\(other)]", at: Self.alerts) == ["record-changed.v1 hq/alerts/1"])
        #expect(try archive.take("[]", at: Self.alerts) == ["record-missing.v1 hq/alerts/1"])
    }

    @Test("copies of a guid's second content are one content, however many, and no flood")
    func copies() throws {
        var archive = try TestArchive()
        let filler = String(repeating: "x", count: 60)
        let (one, other) = (#"{"guid":"1","n":1}"#, #"{"guid":"1","n":2,"note":"\#(filler)"}"#)
        let contents = [one] + Array(repeating: other, count: 1_001)
        let told = try archive.take("[\(contents.joined(separator: ","))]", at: Self.alerts)
        #expect(told == ["record-seen.v1 hq/alerts/1", Self.unidentified])
        #expect(try archive.take("[\(contents.reversed().joined(separator: ","))]", at: Self.alerts) == [])
    }

    @Test("whatever a guid's answers were, the last one is quiet again, as it stands and in every other order")
    func everyListOfOneGuid() throws {
        let stream = RecordStream(deployment: "hq", kind: "alerts", id: "1")
        var walk = ListWalk(["a", "b"], target: Self.alerts, length: 3) { _, letter in
            try observation(#"{"guid":"1","n":"\#(letter)"}"#, of: stream)
        }
        try walk.run { $0.faults + (try $0.toldByOtherOrders()) }
        #expect(walk.faults.prefix(3) == [])
        #expect(walk.visited == 15 + 15 * 15 + 15 * 15 * 15)
    }
}
