import ArchiveEvents
import Handover
import TestSupport
import Testing

@Suite("What a command may hand over")
struct HandedEventTests {
    private func read(_ text: String) throws -> NewEvent { try HandedEvent(body: Array(text.utf8)).event }

    @Test("is a request or an answer, on a stream of actions, with an object that is kept byte for byte")
    func taken() throws {
        let data = #"{"b":1.0e2,"a":"\u00e9 \/","a":[],"n":null}"#
        for type in ["action-requested.v1", "action-answered.v1"] {
            let event = try read(#"{"type":"\#(type)","subject":"hq-2/actions/7c1f/ä x","data":\#(data)}"#)
            #expect(event.type.rawValue == type && event.subject == "hq-2/actions/7c1f/ä x")
            #expect(String(decoding: event.data, as: UTF8.self) == data)
        }
    }

    @Test("or what the views' rows hash to, on the archive's own stream, and on no other")
    func attestation() throws {
        let data = #"{"view_version":4,"position":7,"sha256":"00ff"}"#
        let event = try read(#"{"type":"view-attested.v1","subject":"archive","data":\#(data)}"#)
        #expect(event.type == .viewAttested && event.subject == HandedEvent.archiveSubject)
        #expect(String(decoding: event.data, as: UTF8.self) == data)
        for (type, subject) in [
            ("view-attested.v1", "hq/actions/a"), ("view-attested.v1", ""), ("view-attested.v1", "archive/"),
            ("view-attested.v1", "Archive"), ("view-attested.v2", "archive"), ("action-requested.v1", "archive"),
            ("action-answered.v1", "archive"), ("archive-created.v1", "archive"),
        ] {
            #expect(throws: HandoverRefusal.self, "\(type) \(subject)") {
                try read(#"{"type":"\#(type)","subject":"\#(subject)","data":{}}"#)
            }
        }
        #expect(throws: HandoverRefusal.self) {
            try read(#"{"type":"view-attested.v1","subject":"archive","data":["00ff"]}"#)
        }
    }

    @Test("loses white space outside strings, and nothing else")
    func compacted() throws {
        let event = try read(
            "{ \"subject\": \"hq/actions/a\",\n\"data\": { \"a b\" : [ 1 , 2 ] }, \"type\":\"action-requested.v1\" }")
        #expect(String(decoding: event.data, as: UTF8.self) == #"{"a b":[1,2]}"#)
    }

    @Test(
        "is of no other type: what the archiver witnesses itself cannot be told by anyone else",
        arguments: [
            "record-seen.v1", "gap-closed.v1", "coverage-confirmed.v1", "archive-created.v1", "action-requested.v2",
            "action-requested", "", "Action-Requested.v1",
        ])
    func types(type: String) {
        #expect(throws: HandoverRefusal.self) {
            try read(#"{"type":"\#(type)","subject":"hq/actions/a","data":{}}"#)
        }
    }

    @Test(
        "stands on no other stream",
        arguments: [
            "", "hq", "hq/actions", "hq/actions/", "hq/alerts/a", "hq/coverage/alerts", "/actions/a", "-hq/actions/a",
            "HQ/actions/a", "hq_2/actions/a", "hé/actions/a", #"hq/actions/a\nb"#, #"hq/actions/\u0085"#,
            #"hq/actions/\ud800"#, #"hq/actions/a\u202eb"#, #"hq/actions/\u2028"#, #"hq/actions/\u001b[2J"#,
            "hq/actions/" + String(repeating: "x", count: 513),
            String(repeating: "h", count: 64) + "/actions/a",
        ])
    func subjects(subject: String) {
        #expect(throws: HandoverRefusal.self) {
            try read(#"{"type":"action-answered.v1","subject":"\#(subject)","data":{}}"#)
        }
    }

    @Test("has exactly its three members, and an object as data; what is wrong is said without repeating any of it")
    func shapes() throws {
        let type = #""type":"action-requested.v1""#
        let subject = #""subject":"hq/actions/a""#
        for body in [
            "", "planted", "[]", "null", "{}", "{\(type),\(subject)}", "{\(type),\(subject),\"data\":[\"planted\"]}",
            "{\(type),\(subject),\"data\":null}", "{\(type),\(subject),\"data\":{},\"time\":\"planted\"}",
            "{\(type),\(type),\(subject),\"data\":{}}", "{\"type\":1,\(subject),\"data\":{}}",
            "{\(type),\(subject),\"data\":{}}planted", "{\(type),\(subject),\"data\":{\"a\":\"\u{1}\"}}",
        ] {
            let refusal = #expect(throws: HandoverRefusal.self, "\(body)") { try read(body) }
            #expect(refusal?.description.contains("planted") == false)
        }
        #expect(try read("{\(type),\(subject),\"data\":{}}").data.count == 2)
    }

    @Test("has 64 KiB of data at most, and 64 levels")
    func limits() throws {
        func event(_ data: String) throws -> NewEvent {
            let event = NewEvent(type: .actionRequested, subject: "hq/actions/a", data: Array(data.utf8))
            return try HandedEvent(event).event
        }
        let filling = String(repeating: "x", count: 65_536 - 8)
        #expect(try event(#"{"a":"\#(filling)"}"#).data.count == 65_536)
        #expect(throws: HandoverRefusal.self) { try event(#"{"a":"\#(filling)y"}"#) }
        func nested(_ levels: Int) -> String {
            String(repeating: #"{"a":"#, count: levels) + "1" + String(repeating: "}", count: levels)
        }
        #expect(try event(nested(64)).data.count == nested(64).utf8.count)
        #expect(throws: HandoverRefusal.self) { try event(nested(65)) }
        #expect(throws: HandoverRefusal.self) {
            try HandedEvent(
                NewEvent(type: .actionRequested, subject: "hq/actions/a", endpoint: "alerts", data: [123, 125]))
        }
    }
}
