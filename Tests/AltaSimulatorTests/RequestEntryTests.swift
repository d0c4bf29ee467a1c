import AltaSimulator
import Foundation
import Testing

@Suite("The diary of requests")
struct RequestEntryTests {
    private func entry(
        _ method: String, _ path: String, query: String = "", body: String = ""
    ) throws -> (line: String, members: [String: Any]) {
        var visitor = SimulatedVisitor.struck(by: .life(.alarmLasts))
        let request = SimulatedRequest(
            method: method, path: path, query: query,
            headers: [("Cookie", "va=planted"), ("Authorization", "planted")],
            body: Array(body.utf8))
        let response = visitor.deployment.respond(to: request, at: onset)
        let line = RequestEntry(request, answeredBy: response, at: onset).line()
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return (line, try #require(value as? [String: Any]))
    }

    @Test("tells time, verb, path with its query, and status")
    func members() throws {
        let entry = try entry("GET", "/api/v1/alerts", query: "limit=3")
        #expect(
            entry.line
                == #"{"time":\#(onset),"method":"GET","path":"/api/v1/alerts?limit=3","status":401,"body":null}"#)
    }

    @Test("tells the body of an order as text")
    func order() throws {
        let body = #"{"acknowledgment_code":201,"origin_name":"Café"}"#
        #expect(try entry("POST", "/api/v1/alerts/x", body: body).members["body"] as? String == body)
        #expect(try entry("POST", "/api/v1/alerts/x/end").members["body"] is NSNull)
    }

    @Test(
        "tells no body of a login, however it is misspelled, and no header",
        arguments: [
            "/api/v1/dologin", "/api/v1/totp", "/api/v1/dologin/", "/api/v1/DoLogin", "/dologin", "/api/v1/me/totp",
        ])
    func login(path: String) throws {
        let entry = try entry("POST", path, body: #"{"password":"planted","code":"planted"}"#)
        #expect(entry.members["path"] as? String == path && entry.members["body"] is NSNull)
        #expect(!entry.line.contains("planted"))
    }
}
