import AltaSimulator
import Testing

struct SessionTests {
    @Test("without a cookie every path but the login is refused with 401 and JSON")
    func noCookie() {
        var visitor = SimulatedVisitor(seed: 1)
        for path in ["alerts", "alarmZones", "me", "nowhere"] {
            let response = visitor.send("GET", path, at: noon)
            #expect(response.status == 401)
            #expect(
                String(decoding: response.body, as: UTF8.self)
                    == #"{"error":"unauthorized","message":"Login required"}"#)
        }
    }

    @Test("a wrong password gives 401, no cookie, and a body that says so")
    func wrongPassword() {
        var visitor = SimulatedVisitor(seed: 1)
        let response = visitor.logIn(password: "wrong")
        #expect(response.status == 401)
        #expect(!response.headers.contains { $0.name == "Set-Cookie" })
    }

    @Test("a login gives two cookies and the user")
    func login() {
        var visitor = SimulatedVisitor(seed: 1)
        let response = visitor.logIn()
        let cookies = response.headers.filter { $0.name == "Set-Cookie" }.map { $0.value }
        #expect(response.status == 200)
        #expect(cookies.map { $0.prefix { $0 != "=" } } == ["va", "locale"])
        #expect(String(decoding: response.body, as: UTF8.self).hasSuffix(#","username":"archiver@example.com"}"#))
    }

    @Test("a password with escapes is understood")
    func escapedPassword() {
        var visitor = SimulatedVisitor(seed: 1) { $0.password = "a\"é😀/" }
        #expect(visitor.logIn(password: #"a\"\u00e9\ud83d\ude00\/"#).status == 200)
    }

    @Test("a body that is no JSON object is a bad request")
    func unreadableLogin() {
        var visitor = SimulatedVisitor(seed: 1)
        for body in ["", "username=a", #"{"username":"#, #"["username"]"#, #"{"username":{"a":"b"}}"#] {
            #expect(visitor.send("POST", "dologin", body: body, at: noon).status == 400, "\(body)")
        }
    }

    @Test("a session ends after its lifetime, however much it is used")
    func expiry() {
        var visitor = SimulatedVisitor(seed: 1) { $0.sessionLifetimeMilliseconds = 5000 }
        _ = visitor.logIn()
        #expect(visitor.send("GET", "me", at: noon + 4999).status == 200)
        #expect(visitor.send("GET", "me", at: noon + 5000).status == 401)
        #expect(visitor.logIn(at: noon + 6000).status == 200)
        #expect(visitor.send("GET", "me", at: noon + 6000).status == 200)
    }

    @Test("a logout ends the session at once")
    func logout() {
        var visitor = SimulatedVisitor(seed: 1)
        _ = visitor.logIn()
        #expect(visitor.send("POST", "logout", at: noon).status == 200)
        #expect(visitor.send("GET", "me", at: noon).status == 401)
    }

    @Test("unknown paths and ids give 404, other verbs 405 with the right one")
    func refusals() {
        var visitor = SimulatedVisitor(seed: 1)
        _ = visitor.logIn()
        for path in [
            "nowhere", "alerts/none", "alerts/none/bookmarks", "alarmZones/none", "alarmZones/none/logs", "alerts/",
        ] {
            #expect(visitor.send("GET", path, at: noon).status == 404, "\(path)")
        }
        for (verb, path, allowed) in [
            ("DELETE", "alerts", "GET"), ("POST", "alarmZones", "GET"), ("GET", "dologin", "POST"),
        ] {
            let response = visitor.send(verb, path, at: noon)
            #expect(response.status == 405)
            #expect(response.headers.contains { $0.name == "Allow" && $0.value == allowed })
        }
    }

    @Test("the Date header tells the simulated time")
    func date() {
        var visitor = SimulatedVisitor(seed: 1) { $0.quietAfter = noon }
        for (time, text) in [
            (noon, "Mon, 30 Jun 2025 12:00:00 GMT"),
            (noon + 244 * day + 999, "Sun, 01 Mar 2026 12:00:00 GMT"),
        ] {
            let response = visitor.send("GET", "me", at: time)
            #expect(response.headers.first?.value == text)
        }
    }
}
