import AlarmHistory
import ExactJSON
import Foundation
import Testing

struct AnswerReaderTests {
    private static let alerts = LookTarget("hq", .alerts)

    @Test(
        "an answer that shows all there is, is whole",
        arguments: [
            (#"[{"guid":"1"},{"guid":"2"}]"#, 2, "a bare list"),
            ("[]", 0, "an empty list is an answer"),
            (#"{"alerts":[{"guid":"1"}]}"#, 1, "a wrapped list"),
            (#"{"items":[{"guid":"1"}]}"#, 1, "a wrapped list"),
            (#"{"data":[{"guid":"1"}]}"#, 1, "a wrapped list"),
            (#"{"results":[{"guid":"1"}]}"#, 1, "a wrapped list"),
            (#"{"data":null,"total":0}"#, 0, "null for nothing, and the count says so"),
            (#"{"data":[],"total":0}"#, 0, "nothing, and the count says so"),
            (#"{"data":[{"guid":"1"}],"total":1}"#, 1, "the count agrees"),
            (#"{"data":[{"guid":"1"}],"total":"many"}"#, 1, "a count that is no number says nothing"),
            (#"{"items":[{"guid":"1"}],"next_cursor":null}"#, 1, "no next page"),
            ("\u{FEFF}[{\"guid\":\"1\"}]", 1, "a byte order mark is passed over"),
        ])
    func whole(body: String, count: Int, reason: String) {
        guard case .whole(let observations) = reader.read(Array(body.utf8), of: Self.alerts) else {
            Issue.record("not whole: \(body) (\(reason))")
            return
        }
        #expect(observations.count == count, "\(reason)")
    }

    @Test(
        "an answer that may leave something out is a part, and says why",
        arguments: [
            ("null", 0, "null instead of a list"),
            (#"{"data":null}"#, 0, "null instead of a list"),
            (#"{"data":null,"total":2}"#, 0, "0 of 2 records"),
            (#"{"data":[{"guid":"1"}],"total":2}"#, 1, "1 of 2 records"),
            (#"{"data":[],"total":1}"#, 0, "0 of 1 records"),
            (#"{"items":[{"guid":"1"}],"next_cursor":"c-000051"}"#, 1, "there is a next page"),
            (#"{"items":[{"guid":"1"}],"next_cursor":51}"#, 1, "there is a next page"),
        ])
    func part(body: String, count: Int, expected: String) {
        guard case .part(let observations, let remainder) = reader.read(Array(body.utf8), of: Self.alerts) else {
            Issue.record("not a part: \(body)")
            return
        }
        #expect(observations.count == count)
        #expect(remainder.reason == expected)
    }

    @Test(
        "an answer of no known shape is unreadable, and what is kept is base64 of the bytes as they were served",
        arguments: [
            (#"{"error":"bad_request"}"#, "JSON, but no list of records"),
            (#"{"data":{"guid":"1"}}"#, "JSON, but no list of records"),
            ("{}", "JSON, but no list of records"),
            ("true", "JSON, but no list of records"),
            (#""Unauthorized""#, "JSON, but no list of records"),
            ("12", "JSON, but no list of records"),
            ("<!doctype html><title>Sign in</title>", "not JSON: unexpected byte at offset 0"),
            (#"[{"guid":"1"},{"gu"#, "not JSON: the text ends too early at offset 18"),
            (#"[{"guid":"1"}"#, "not JSON: the text ends too early at offset 13"),
            (#"[{"guid":"1"}] []"#, "not JSON: bytes after the value at offset 15"),
            ("Unauthorized", "not JSON: unexpected byte at offset 0"),
            (" ", "not JSON: the text ends too early at offset 1"),
            ("[\"a\u{1}\"]", "not JSON: a control character inside a string at offset 3"),
        ])
    func unreadable(body: String, expected: String) throws {
        let kept = try Self.kept(Array(body.utf8), of: Self.alerts)
        #expect(kept.reason == expected)
        #expect(
            text(kept.answer.data) == #"{"base64":"\#(Data(body.utf8).base64EncodedString())","reason":"\#(expected)"}"#
        )
        #expect(kept.answer.stream.subject == "hq/alerts/unidentified")
        #expect(!kept.answer.isEmpty)
    }

    @Test("bytes that are not UTF-8 are kept as they are")
    func notUTF8() throws {
        let body: [UInt8] = Array(#"["a"#.utf8) + [0xC3, 0x28, 0x00, 0xFF]
        let kept = try Self.kept(body, of: Self.alerts)
        #expect(kept.reason == "not JSON: not UTF-8 at offset 3")
        #expect(try Self.bytes(kept.answer) == body)
    }

    @Test("an empty answer is unreadable, and there is nothing to keep", arguments: Endpoint.allCases)
    func empty(endpoint: Endpoint) throws {
        let kept = try Self.kept([], of: LookTarget("hq", endpoint, id: "1"))
        #expect(kept.reason == "the answer is empty")
        #expect(kept.answer.isEmpty)
    }

    @Test("white space outside strings goes; every other byte stays as it was served")
    func exactBytes() throws {
        let body = """
            [ {"b" : 1.50e+1,\t"a": "x \\u00e9 \\/ é",
              "a":null , "n":-0, "\\u0061":[ 1 , { } ], "guid":"1"},\r\n "two  words" ]
            """
        let expected = [
            #"{"b":1.50e+1,"a":"x \u00e9 \/ é","a":null,"n":-0,"\u0061":[1,{}],"guid":"1"}"#, #""two  words""#,
        ]
        let observations = try Self.observations(body, of: Self.alerts)
        #expect(observations.map { text($0.content) } == expected)
        #expect(observations.map(\.digest) == (try expected.map { ContentDigest(try json($0)) }))
    }

    @Test(
        "an element belongs to the stream of its kind and id",
        arguments: [
            (Endpoint.alerts, #"[{"guid":"g","id":"i"}]"#, "hq/alerts/g"),
            (.ongoingAlerts, #"[{"guid":"g","id":"i"}]"#, "hq/alerts/g"),
            (.alert, #"{"guid":"asked","id":"i"}"#, "hq/alerts/asked"),
            (.zones, #"[{"guid":"g","id":"i"}]"#, "hq/zones/i"),
            (.zoneLog, #"[{"guid":"g","id":"i"}]"#, "hq/zone-logs/asked"),
            (.about, #"{"guid":"g","id":"i"}"#, "hq/about/deployment"),
        ])
    func streams(endpoint: Endpoint, body: String, subject: String) throws {
        let observations = try Self.observations(body, of: LookTarget("hq", endpoint, id: "asked"))
        #expect(observations.map(\.stream.subject) == [subject])
    }

    @Test("of an id that stands twice the last one counts")
    func duplicateID() throws {
        let observations = try Self.observations(#"[{"guid":"1","guid":"2"}]"#, of: Self.alerts)
        #expect(observations.map(\.stream.id) == ["2"])
        #expect(observations.map { text($0.content) } == [#"{"guid":"1","guid":"2"}"#])
    }

    @Test(
        "where one alert was asked for, anything else is kept as unreadable",
        arguments: ["[]", "null", #"{"error":"x"}"#, #"{"guid":"2"}"#])
    func anotherRecord(body: String) throws {
        let kept = try Self.kept(Array(body.utf8), of: LookTarget("hq", .alert, id: "1"))
        #expect(kept.reason == "JSON, but not the alert that was asked for")
        #expect(!kept.answer.isEmpty)
    }

    @Test("an error that wears success is no empty list")
    func errorWithList() throws {
        #expect(throws: Unexpected.self) {
            try Self.observations(#"{"error":"Internal","data":[]}"#, of: Self.alerts)
        }
        #expect(try Self.observations(#"{"error":null,"data":[]}"#, of: Self.alerts).isEmpty)
    }

    @Test(
        "a bare list of a size at which servers cut is only a part",
        arguments: [(999, true), (1000, false), (100, false)])
    func cutList(count: Int, isWhole: Bool) {
        let body = "[" + (0..<count).map { #"{"guid":"\#($0)"}"# }.joined(separator: ",") + "]"
        let content = reader.read(Array(body.utf8), of: Self.alerts)
        if case .whole = content { #expect(isWhole) } else { #expect(!isWhole) }
        let zones = Array(body.replacing("guid", with: "id").utf8)
        guard case .whole = reader.read(zones, of: LookTarget("hq", .zones)) else {
            Issue.record("the list of zones does not grow without end")
            return
        }
    }

    // MARK: - what the reader makes of a body

    static func observations(_ body: String, of target: LookTarget) throws -> [Observation] {
        switch reader.read(Array(body.utf8), of: target) {
        case .whole(let observations), .part(let observations, _): return observations
        case .damaged(let list): throw Unexpected(what: list.reason)
        case .unreadable(let reason, _), .tooLarge(let reason, _): throw Unexpected(what: reason)
        }
    }

    static func kept(_ body: [UInt8], of target: LookTarget) throws -> (reason: String, answer: UnreadableAnswer) {
        guard case .unreadable(let reason, let answer) = reader.read(body, of: target) else {
            throw Unexpected(what: "read: \(text(body))")
        }
        return (reason, answer)
    }

    /// The bytes that an unreadable answer keeps.
    static func bytes(_ answer: UnreadableAnswer) throws -> [UInt8] {
        let base64 = try #require(JSONText(answer.data).root["base64"]?.string)
        return [UInt8](try #require(Data(base64Encoded: base64)))
    }

    struct Unexpected: Error { let what: String }
}
