import AltaSimulator
import Testing

@Suite("Faults of the login")
struct LoginFaultTests {
    @Test("each shows while it lasts, and is gone afterwards", arguments: LoginFault.allCases)
    func effect(fault: LoginFault) throws {
        var visitor = SimulatedVisitor.struck(by: .login(fault))
        #expect(visitor.send("GET", "alarmZones", at: noon).status == 200)
        let zones = try visitor.zoneIDs(at: noon)
        switch fault {
        case .sessionLost:
            #expect(visitor.send("GET", "alarmZones", at: amidst).status == 401)
            #expect(visitor.logIn(at: amidst).status == 200)
        case .redirectToLogin:
            let response = visitor.send("GET", "alarmZones", at: amidst)
            #expect(response.status == 302)
            #expect(response.header("Location") == "/login")
        case .loginPage:
            let response = visitor.send("GET", "alarmZones", at: amidst)
            #expect(response.status == 200)
            #expect(response.text == "<!doctype html><title>Sign in</title>")
        case .forbidden:
            #expect(visitor.send("GET", "alarmZones", at: amidst).status == 403)
            #expect(visitor.logIn(at: amidst).status == 200)
        case .rowsHidden:
            let shown = try visitor.zoneIDs(at: amidst)
            #expect(!shown.isEmpty && shown.count < zones.count)
            let hidden = try #require(zones.first { !shown.contains($0) })
            #expect(visitor.send("GET", "alarmZones/\(hidden)/logs", at: amidst).status == 404)
            #expect(!visitor.text("alerts", at: amidst).contains(hidden))
        case .listsEmpty:
            let listed = try visitor.list("alerts", at: noon).compactMap { $0["guid"] as? String }
            #expect(try visitor.list("alerts", at: amidst).isEmpty)
            #expect(try visitor.list("ongoingAlerts", at: amidst).isEmpty)
            for guid in listed.prefix(3) {
                #expect(visitor.send("GET", "alerts/\(guid)", at: amidst).status == 200)
            }
            #expect(try visitor.list("alerts", at: relief).count >= listed.count)
        case .agentRefused:
            #expect(visitor.send("GET", "alarmZones", at: amidst).status == 200)
            for agent in ["", "curl/8.5", "python-requests/2.31"] {
                visitor.agent = agent
                #expect(visitor.send("GET", "alarmZones", at: amidst).status == 401, "\(agent)")
            }
        }
        #expect(try visitor.zoneIDs(at: relief) == zones)
    }

    @Test("a session is lost only once, and only on the stated path")
    func midList() {
        var visitor = SimulatedVisitor.struck(by: .login(.sessionLost), path: "alarmZones/*/logs")
        #expect(visitor.send("GET", "alarmZones", at: amidst).status == 200)
        #expect(visitor.send("GET", "alarmZones/any/logs", at: amidst).status == 401)
        #expect(visitor.logIn(at: amidst).status == 200)
        #expect(visitor.send("GET", "alarmZones/any/logs", at: amidst).status == 404)
    }
}
