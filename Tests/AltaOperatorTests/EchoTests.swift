import AltaAPI
import AltaOperator
import ExactJSON
import TestSupport
import Testing

@Suite("A verification sends back what was served")
struct EchoTests {
    /// Members of an alarm as they are served, and as they have to go back.
    struct Case: Sendable, CustomTestStringConvertible {
        let served: String
        let merged: String
        let origin: String
        var testDescription: String { served }
    }

    @Test(
        "as the very JSON, whatever type it is",
        arguments: [
            Case(served: #""merged":true,"origin_name":"Dock camera 2""#, merged: "true", origin: #""Dock camera 2""#),
            Case(served: #""merged":3,"origin_name":7"#, merged: "3", origin: "7"),
            Case(served: #""merged":"3","origin_name":"""#, merged: #""3""#, origin: #""""#),
            Case(served: #""merged":[1, 2 ],"origin_name":["a"]"#, merged: "[1,2]", origin: #"["a"]"#),
            Case(served: #""merged":1.50e0,"origin_name":{ "id":1 }"#, merged: "1.50e0", origin: #"{"id":1}"#),
            Case(
                served: #""merged":false,"origin_name":"D\u006fck \ud83e\udd8a \/ \"2\"""#, merged: "false",
                origin: #""D\u006fck \ud83e\udd8a \/ \"2\"""#),
            Case(served: #""merged":0,"originName":"Döck 🦊""#, merged: "0", origin: #""Döck 🦊""#),
        ])
    func exact(served: Case) async throws {
        let transport = serving(#"[{"guid":"A-1", \#(served.served)}]"#)
        let client = OperatorClient(transport)
        let alarm = try await client.alarm("a-1").alarm
        _ = try await client.perform(.verify(VerifiedAlarm(alarm), as: .false))
        let body =
            #"{"acknowledgment_code":202,"guid":"A-1","merged":\#(served.merged),"origin_name":\#(served.origin)}"#
        #expect(transport.calls.last == SentCall(verb: "POST", path: "/api/v1/alerts/A-1", body: body))
    }

    @Test(
        "and nothing where it was not served, or is null",
        arguments: [
            (#""origin_name":"x""#, "merged"), (#""merged":null,"origin_name":"x""#, "merged"),
            (#""merged":true"#, "origin_name"), (#""merged":true,"origin_name":null"#, "origin_name"),
        ])
    func missing(served: String, member: String) throws {
        let alarm = try servedAlarm(#"{"guid":"a","# + served + "}")
        let failure = #expect(throws: OperatorFailure.self) { try VerifiedAlarm(alarm) }
        guard case .missingMember(member, alarm: "a") = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        let text = failure.map { "\($0)" } ?? ""
        #expect(text.contains("served no \(member)") && text.contains("nothing was sent"))
        #expect(text.contains("--origin") == (member == "origin_name"))
    }

    @Test(
        "with a device that the operator names in the place of origin_name, where that was not served",
        arguments: [
            ("", #""Dock \"2\"""#), (#","origin_name":null"#, #""Dock \"2\"""#),
            (#","origin_name":"Dock camera 2""#, #""Dock camera 2""#),
        ])
    func standIn(served: String, sent: String) throws {
        let alarm = try VerifiedAlarm(servedAlarm(#"{"guid":"a","merged":2\#(served)}"#), origin: "Dock \"2\"")
        #expect(
            Act.verify(alarm, as: .valid).body?.bytes
                == Array(#"{"acknowledgment_code":201,"guid":"a","merged":2,"origin_name":\#(sent)}"#.utf8))
    }

    @Test("with no stand-in for merged")
    func noStandIn() throws {
        let alarm = try servedAlarm(#"{"guid":"a","origin_name":"x"}"#)
        #expect(throws: OperatorFailure.self) { try VerifiedAlarm(alarm, origin: "device") }
    }

    /// A deployment that serves these ongoing alarms, and nothing else.
    private func serving(_ alarms: String) -> RecordingTransport {
        RecordingTransport(
            ScriptedTransport { request in
                request.isAboutSession ? .signedIn : .ok(request.path.hasSuffix("/ongoingAlerts") ? alarms : "")
            })
    }
}
