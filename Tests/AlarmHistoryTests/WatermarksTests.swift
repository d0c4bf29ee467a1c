import AlarmHistory
import ArchiveEvents
import Testing

struct WatermarksTests {
    private static let targets = [
        LookTarget("branch", .alerts), LookTarget("hq", .alerts), LookTarget("hq", .zoneLog, id: "a/b"),
        LookTarget("hq", .zoneLog, id: "z1"),
    ]

    private static var noted: Watermarks {
        targets.enumerated().reduce(into: Watermarks()) { $0.note($1.element, at: minute($1.offset)) }
    }

    @Test("what was noted is read back, from a log as long or longer", arguments: [5, 6, 1000] as [UInt64])
    func roundTrip(size: UInt64) {
        let read = Watermarks(encoded: Self.noted.encoded(logSize: Position(5)), logSize: Position(size))
        #expect(read == Self.noted)
        #expect(read.targets == Self.targets)
        for (step, target) in Self.targets.enumerated() { #expect(read[target] == minute(step)) }
    }

    @Test("a note of a longer log is of no use to a shorter one")
    func newerThanLog() {
        let bytes = Self.noted.encoded(logSize: Position(5))
        #expect(Watermarks(encoded: bytes, logSize: Position(4)) == Watermarks())
        #expect(Watermarks(encoded: bytes, logSize: Position(0)) == Watermarks())
    }

    @Test("the file is one line of JSON, the looks in the order of their names")
    func bytes() {
        var marks = Watermarks()
        marks.note(LookTarget("hq", .zones), at: minute(1))
        marks.note(LookTarget("hq", .alerts), at: minute(0))
        let expected = #"""
            {"schema_version":1,"log_size":7,"requests":null,"pending":null,"looks":[{"subject":"hq/coverage/alerts",\#
            "last_complete":"2025-06-01T02:13:20.000Z","from":"2025-06-01T02:13:20.000Z","looks":1,"complete":1,\#
            "longest_interval_ms":0},{"subject":"hq/coverage/zones","last_complete":"2025-06-01T02:14:20.000Z",\#
            "from":"2025-06-01T02:14:20.000Z","looks":1,"complete":1,"longest_interval_ms":0}]}

            """#
        #expect(text(marks.encoded(logSize: Position(7))) == expected)
    }

    @Test("a file cut anywhere gives no watermarks")
    func cut() {
        let bytes = Self.noted.encoded(logSize: Position(5))
        for length in 0..<bytes.count - 1 {
            let read = Watermarks(encoded: Array(bytes.prefix(length)), logSize: Position(5))
            #expect(read == Watermarks(), "the first \(length) bytes")
        }
    }

    @Test(
        "a damaged file gives no watermarks",
        arguments: [
            ("", "nothing"), ("\u{0}\u{0}", "no JSON"), ("[]", "no object"), ("{}", "no members"),
            (#"{"looks":[{"subject":"hq/coverage/alerts","last_complete":"2025-06-01T02:13:20.000Z"}]}"#, "no size"),
            (#"{"log_size":1}"#, "no looks"), (#"{"log_size":1,"looks":{}}"#, "looks are no list"),
            (#"{"log_size":1,"looks":[1,null,{}]}"#, "no look in it"),
            (#"{"log_size":1,"looks":[{"subject":"x","last_complete":"2025-06-01"}]}"#, "no target"),
            (#"{"log_size":1,"looks":[{"subject":"hq/coverage/alerts","last_complete":null}]}"#, "no time"),
            (#"{"log_size":1,"looks":[{"subject":"hq/coverage/alerts","last_complete":"soon"}]}"#, "no time"),
        ])
    func damaged(file: String, reason: String) {
        #expect(Watermarks(encoded: Array(file.utf8), logSize: Position(9)) == Watermarks(), "\(reason)")
    }

    @Test(
        "counts and times that no poller writes make the whole note useless, and overflow nothing",
        arguments: [
            #""looks":9223372036854775807"#, #""looks":-9223372036854775808"#, #""looks":1e99"#, #""looks":"5""#,
            #""looks":1,"complete":2"#, #""looks":9,"complete":-1"#, #""longest_interval_ms":9223372036854775807"#,
            #""longest_interval_ms":-1"#, #""from":"2025-06-01T02:13:20.001Z""#,
        ])
    func impossible(members: String) {
        let look = #"{"subject":"hq/coverage/alerts","last_complete":"2025-06-01T02:13:20.000Z",\#(members)}"#
        let note = Array(#"{"log_size":1,"looks":[\#(look)]}"#.utf8)
        #expect(Watermarks(encoded: note, logSize: Position(9)) == Watermarks())
        #expect(throws: UnusableNote.self) { try Watermarks(reading: note, logSize: Position(9), now: nil) }
    }

    @Test("a look in the future is none; one that lies a few minutes ahead of a clock that was set back is")
    func future() {
        let bytes = Self.noted.encoded(logSize: Position(5))
        #expect(Watermarks(encoded: bytes, logSize: Position(5), now: minute(3)) == Self.noted)
        #expect(Watermarks(encoded: bytes, logSize: Position(5), now: minute(-5)) == Self.noted)
        #expect(Watermarks(encoded: bytes, logSize: Position(5), now: minute(-60)) == Watermarks())
    }

    @Test("of two notes the later one counts, whichever takes over the other")
    func merge() {
        let (one, other) = (LookTarget("hq", .alerts), LookTarget("hq", .zones))
        var early = Watermarks()
        early.note(one, at: minute(1))
        var late = Watermarks()
        late.note(one, at: minute(2))
        late.note(other, at: minute(0))
        var merged = early
        merged.merge(late)
        #expect(merged == late)
        merged.merge(early)
        #expect(merged == late)
    }

    @Test("a target that was never looked at completely has no watermark")
    func none() {
        #expect(Self.noted[LookTarget("hq", .zones)] == nil)
        #expect(Watermarks().targets == [])
    }
}
