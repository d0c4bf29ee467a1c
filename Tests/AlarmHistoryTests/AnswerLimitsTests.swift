import AlarmHistory
import ArchiveEvents
import ExactJSON
import Foundation
import Testing

@Suite("The limits of an answer")
struct AnswerLimitsTests {
    private static let alerts = LookTarget("hq", .alerts)
    private static let zones = LookTarget("hq", .zones)
    private static let log = LookTarget("hq", .zoneLog, id: "z1")

    /// An answer beyond a limit: where, what, and a word of what is said.
    struct Excess: Sendable, CustomTestStringConvertible {
        let name: String
        let target: LookTarget
        let words: String
        let body: @Sendable () -> [UInt8]

        var testDescription: String { name }
    }

    @Test(
        "an answer beyond one is too large: only its beginning is kept",
        arguments: [
            Excess(name: "a million empty objects", target: alerts, words: "more than 100000 elements") {
                list(100_001) { _ in "{}" }
            },
            Excess(name: "four million numbers", target: log, words: "more than 100000 elements") {
                list(100_001) { _ in "1" }
            },
            Excess(name: "a million alerts", target: alerts, words: "more than 100000 elements") {
                list(100_001) { #"{"guid":"\#($0)"}"# }
            },
            Excess(name: "a million zones", target: zones, words: "more than 5000 elements") {
                list(5001) { #"{"id":"\#($0)","name":"a zone of that number"}"# }
            },
            Excess(name: "many small alerts", target: alerts, words: "less than 32 bytes on average") {
                list(1001) { #"{"guid":"\#($0)"}"# }
            },
            Excess(name: "an object with a million members", target: alerts, words: "more than 100000 values") {
                Array(("{" + (0..<100_000).map { #""m\#($0)":1"# }.joined(separator: ",") + "}").utf8)
            },
            Excess(name: "a description with as many", target: LookTarget("hq", .about), words: "100000 values") {
                Array(("{" + (0..<100_000).map { #""m\#($0)":1"# }.joined(separator: ",") + "}").utf8)
            },
            Excess(name: "one string", target: alerts, words: "more than 4 MiB in one record") {
                Array(#"[""#.utf8) + [UInt8](repeating: 0x78, count: 5 << 20) + Array(#""]"#.utf8)
            },
            Excess(name: "one record of that size", target: LookTarget("hq", .alert, id: "a"), words: "4 MiB") {
                Array(#"{"guid":"a","x":""#.utf8) + [UInt8](repeating: 0x78, count: 5 << 20) + Array(#""}"#.utf8)
            },
            Excess(name: "a million open brackets", target: alerts, words: "nested deeper than 256") {
                [UInt8](repeating: 0x5B, count: 1_000_000)
            },
            Excess(name: "one deep element", target: alerts, words: "nested deeper than 256") {
                Array((#"[{"guid":"a","x":"# + tower(300) + "}]").utf8)
            },
            Excess(name: "a deep object", target: LookTarget("hq", .about), words: "nested deeper than 256") {
                Array((#"{"x":"# + tower(300) + "}").utf8)
            },
            Excess(name: "many bytes", target: alerts, words: "larger than 32 MiB") {
                [UInt8](repeating: 0x20, count: 32 << 20 + 1)
            },
        ])
    func excess(_ excess: Excess) throws {
        let body = excess.body()
        guard case .tooLarge(let reason, let kept) = reader.read(body, of: excess.target) else {
            Issue.record("taken in")
            return
        }
        #expect(reason.contains(excess.words), "\(reason)")
        #expect(kept.data.count < 100_000, "64 KiB in base64")
        #expect(body.starts(with: try AnswerReaderTests.bytes(kept)))
    }

    @Test(
        "an element beyond one hides no other",
        arguments: [
            (#"{"guid":"b","x":\#(tower(300))}"#, GapCause.tooLarge, "nested deeper"),
            (#"{"guid":"b","x":[\#(String(repeating: "1,", count: 100_000))1]}"#, .tooLarge, "100000 values"),
            (#"{"guid":"b","x":"\#(String(repeating: "x", count: 5 << 20))"}"#, .tooLarge, "4 MiB"),
            (#"{"guid":"b","confidence":NaN}"#, .unreadable, "1 of 3 elements of the list cannot be read"),
        ])
    func oneElement(element: String, cause: GapCause, words: String) throws {
        let list = try Self.damaged(#"[{"guid":"a"},\#(element),{"guid":"c"}]"#, of: Self.alerts)
        #expect(list.observations.map(\.stream.id) == ["a", "c"])
        #expect(list.cause == cause && list.reason.contains(words), "\(list.reason)")
        #expect(list.unreadable.count == 1)
        #expect(element.utf8.starts(with: try AnswerReaderTests.bytes(list.unreadable[0])))
    }

    @Test(
        "of three good alerts and a broken one the good ones are records, and the bytes of the other are kept",
        arguments: [
            #"{"guid":"x","confidence":NaN}"#, #"{"guid":"x","confidence":-Infinity}"#, "{'guid':'x'}",
            #"{"guid":"x",}"#, "{\"guid\":\"x\",\"name\":\"a\u{1}b\"}", "{\"guid\":\"x\n\"}",
            #"{"guid":"x" /* "y" */}"#,
            #"{"guid":"x","n":01}"#, #"{"guid":"x","n":0x1F}"#, #"{"guid":"x","n":.5}"#, #"{"guid":"x","n":True}"#,
            #"{"guid":"x","name":"\x41"}"#, #"{"guid":"x","name":"\u12"}"#, #"{"guid":"x" "n":1}"#, #"{guid:"x"}"#,
            #"{"guid":"x","n":undefined}"#, #"{"guid":"x"} {"guid":"y"}"#, "\u{FEFF}{\"guid\":\"x\"}", "",
        ])
    func brokenElement(broken: String) throws {
        for place in 0...3 {
            var elements = [#"{"guid":"a","n":1}"#, #"{"guid":"b"}"#, #"{ "guid" : "c" }"#]
            elements.insert(broken, at: place)
            let body = #"{"total":4,"data":[\#(elements.joined(separator: ", "))]}"#
            let list = try Self.damaged(body, of: Self.alerts)
            #expect(list.observations.map(\.stream.id) == ["a", "b", "c"])
            #expect(list.cause == .unreadable)
            let kept = text(try AnswerReaderTests.bytes(#require(list.unreadable.first)))
            #expect(broken.isEmpty ? kept.utf8.count == 2 : kept == broken)
        }
    }

    @Test(
        "of bytes that are no UTF-8 in one element, that element is kept",
        arguments: [[0xFF], [0xED, 0xA0, 0x80], [0xC3]])
    func brokenText(bytes: [UInt8]) throws {
        let body = Array(#"[{"guid":"a"},{"guid":"x"#.utf8) + bytes + Array(#""},{"guid":"b"}]"#.utf8)
        guard case .damaged(let list) = reader.read(body, of: Self.alerts) else { throw Unexpected() }
        #expect(list.observations.map(\.stream.id) == ["a", "b"])
        #expect(
            try AnswerReaderTests.bytes(list.unreadable[0]) == Array(#"{"guid":"x"#.utf8) + bytes + Array(#""}"#.utf8))
    }

    @Test("a broken element is the same wherever it stands, so that it is recorded once")
    func samePlace() throws {
        let broken = #"{"guid":"x","n":NaN}"#
        let one = try Self.damaged(#"[{"guid":"a"},\#(broken)]"#, of: Self.alerts)
        let other = try Self.damaged(#"[\#(broken),{"guid":"a"},{"guid":"b"}]"#, of: Self.alerts)
        #expect(one.unreadable == other.unreadable)
        var archive = try TestArchive()
        try archive.take(#"[{"guid":"a"},{"guid":"b"}]"#, at: Self.alerts)
        let told = try archive.take(#"[{"guid":"a"},\#(broken),\#(broken)]"#, at: Self.alerts)
        #expect(told == ["record-unreadable.v1 hq/alerts/unidentified"], "once, and the missing alert is not concluded")
        #expect(try archive.take(#"[\#(broken),{"guid":"a"}]"#, at: Self.alerts) == [])
    }

    @Test("secrets of a broken element are masked")
    func secrets() throws {
        let list = try Self.damaged(#"[{"guid":"a"},{"guest_token":"PLANTED","n":NaN}]"#, of: Self.alerts)
        let kept = text(try AnswerReaderTests.bytes(list.unreadable[0]))
        #expect(kept.contains("redacted:") && !kept.contains("PLANTED"), "\(kept)")
    }

    @Test(
        "a flood of elements without identity is kept as one, beside the records of the same list",
        arguments: [
            (alerts, "{}", 17), (zones, "1", 5000 - 2), (alerts, #"{"n":1}"#, 17), (log, "{}", 17), (log, "7", 900),
        ])
    func flood(target: LookTarget, element: String, count: Int) throws {
        let own =
            target == Self.zones ? #"{"id":"a","name":"\#(String(repeating: "x", count: 200_000))"}"# : #"{"guid":"a"}"#
        let elements = [own] + Array(repeating: element, count: count) + [#"{"guid":"b","id":"b"}"#]
        let list = try Self.damaged("[\(elements.joined(separator: ","))]", of: target)
        #expect(list.observations.count == 2)
        #expect(list.cause == .tooLarge && list.unreadable.count == 1)
        #expect(try AnswerReaderTests.bytes(list.unreadable[0]).starts(with: element.utf8))
    }

    @Test("a few elements without identity, and a full list of large ones, are contents of their own")
    func unidentified() throws {
        let large = (0..<1000).map { #"{"alertId":"\#($0)","note":"\#(String(repeating: "x", count: 60))"}"# }
        #expect(
            try AnswerReaderTests.observations("[\(large.dropLast().joined(separator: ","))]", of: Self.alerts).count
                == 999)
        let few = Array(repeating: "{}", count: 16).joined(separator: ",")
        #expect(try AnswerReaderTests.observations("[\(few)]", of: Self.alerts).count == 16)
    }

    @Test("a flood of contents of one id is kept as one, beside one of them, and tells nothing when it comes again")
    func manyContents() throws {
        func body(_ count: Int, _ salt: String = "") -> String {
            let filler = String(repeating: "x", count: 60)
            let contents = (0..<count).map { #"{"guid":"a","n":"\#($0)\#($0 > 0 ? salt : "")","note":"\#(filler)"}"# }
            return #"[{"guid":"b"},\#(contents.joined(separator: ","))]"#
        }
        let list = try Self.damaged(body(2_000), of: Self.alerts)
        #expect(list.cause == .tooLarge && list.unreadable.count == 1)
        #expect(list.observations.map(\.stream.id) == ["b", "a"])
        var archive = try TestArchive()
        let told = try archive.take(body(2_000), at: Self.alerts)
        let unreadable = "record-unreadable.v1 hq/alerts/unidentified"
        #expect(told == ["record-seen.v1 hq/alerts/b", "record-seen.v1 hq/alerts/a", unreadable])
        #expect(try archive.take(body(2_000), at: Self.alerts) == [])
        let again = try archive.take(body(2_000, "again"), at: Self.alerts)
        #expect(again.filter { $0 != "record-changed.v1 hq/alerts/a" } == [unreadable], "whatever it holds")
        #expect(try AnswerReaderTests.observations(body(1_000), of: Self.alerts).count == 1_001, "a list may be odd")
    }

    @Test("a flood of ids that are listed twice changes no record, in whatever order their contents stand")
    func twiceInAnyOrder() throws {
        func body(_ isReversed: Bool) -> String {
            let filler = String(repeating: "x", count: 60)
            let elements = (0..<1_100).map { number in
                let contents = ["a", "b"].map { #"{"guid":"\#(number)","n":"\#($0)","note":"\#(filler)"}"# }
                return (isReversed ? contents.reversed() : contents).joined(separator: ",")
            }
            return "[\(elements.joined(separator: ","))]"
        }
        var archive = try TestArchive()
        #expect(try archive.take(body(false), at: Self.alerts).count { $0.hasPrefix("record-seen") } == 1_100)
        for isReversed in [true, false, true] {
            let told = try archive.take(body(isReversed), at: Self.alerts)
            #expect(told.allSatisfy { $0.hasPrefix("record-unreadable") }, "\(told.prefix(3))")
        }
    }

    @Test("lines of a zone's log have no id and are records all the same, thousands of them")
    func zoneLog() throws {
        let body = Self.list(5_001) { #"{"time":\#(1_748_744_000_000 + $0),"action":"armed"}"# }
        guard case .whole(let lines) = reader.read(body, of: Self.log) else { throw Unexpected() }
        #expect(lines.count == 5_001 && Set(lines.map(\.digest)).count == 5_001)
    }

    @Test("of a hundred broken elements each is kept, of more the first")
    func manyBroken() throws {
        let broken = (0..<150).map { #"{"n":NaN,"m":\#($0)}"# }.joined(separator: ",")
        let list = try Self.damaged(#"[{"guid":"a"},\#(broken)]"#, of: Self.alerts)
        #expect(list.unreadable.count == 100)
        #expect(list.reason.hasPrefix("150 of 151 elements"), "\(list.reason)")
    }

    @Test("the archive grows by at most 64 times what was served, and of alerts of common size by twice at most")
    func growth() throws {
        func growth(_ target: LookTarget, _ element: (Int) -> String) throws -> Double {
            var archive = try TestArchive()
            var served = 0
            // New ones in the place of the old, again and again: what is gone is told, too.
            for round in 0..<3 {
                let body = Self.list(900) { element(round * 900 + $0) }
                served += body.count
                try archive.take(text(body), at: target)
            }
            return Double(archive.log.lines.reduce(0) { $0 + $1.count }) / Double(served)
        }
        let filler = String(repeating: "x", count: 900)
        let least = try growth(Self.alerts) { #"{"guid":"\#($0)"}"# }
        let line = try growth(Self.log) { #"{"n":\#($0)}"# }
        let common = try growth(Self.alerts) { #"{"guid":"\#($0)","note":"\#(filler)"}"# }
        #expect(least < Double(AnswerLimits.growth) && line < Double(AnswerLimits.growth), "\(least) \(line)")
        #expect(common < 2, "\(common)")
    }

    @Test("ids are names of streams whatever is in them, and no id where they are empty or longer than 256 bytes")
    func ids() throws {
        for id in [#"a\u0000b"#, #"a\nb"#, "a/b", "..", "%2F", #"\u001b[31m"#] {
            let observation = try #require(
                try AnswerReaderTests.observations(#"[{"id":"\#(id)"}]"#, of: Self.zones).first)
            #expect(observation.stream.holdsOneRecord)
            #expect(RecordStream(subject: observation.stream.subject) == observation.stream)
        }
        let long = String(repeating: "x", count: 1 << 20)
        for element in [#"{"id":"\#(long)"}"#, #"{"id":""}"#, #"{"\#(long)":1}"#] {
            let observation = try #require(try AnswerReaderTests.observations("[\(element)]", of: Self.zones).first)
            #expect(observation.stream.subject == "hq/zones/unidentified")
        }
    }

    // MARK: - bodies

    private static func damaged(_ body: String, of target: LookTarget) throws -> DamagedList {
        guard case .damaged(let list) = reader.read(Array(body.utf8), of: target) else { throw Unexpected() }
        return list
    }

    private static func list(_ count: Int, _ element: (Int) -> String) -> [UInt8] {
        var body: [UInt8] = [0x5B]
        for number in 0..<count {
            if number > 0 { body.append(0x2C) }
            body.append(contentsOf: element(number).utf8)
        }
        return body + [0x5D]
    }

    private static func tower(_ levels: Int) -> String {
        String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
    }

    private struct Unexpected: Error {}
}
