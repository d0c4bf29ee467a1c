import AltaSimulator
import Testing

@Suite("The second factor")
struct SecondFactorTests {
    private func visitor(_ configure: (inout SimulationParameters) -> Void = { _ in }) -> SimulatedVisitor {
        SimulatedVisitor(seed: 1) {
            $0.profile = .mfa
            $0.historyMilliseconds = hour
            configure(&$0)
        }
    }

    private func code(_ time: Int64) -> String { #"{"code":"\#(OneTimeCode.at(time))","name":""}"# }

    @Test("a login is good for nothing but /auth until the code was sent")
    func twoSteps() throws {
        var visitor = visitor()
        #expect(visitor.logIn().status == 200)
        #expect(visitor.send("GET", "alerts", at: noon).status == 401)
        let challenged = #"{"mfaChallengeRequired":true,"mfaResetRequired":false}"#
        #expect(visitor.text("auth", at: noon) == challenged)
        #expect(visitor.send("POST", "totp", body: #"{"code":"000000","name":""}"#, at: noon).status == 401)
        #expect(visitor.send("POST", "totp", body: code(noon), at: noon).status == 200)
        #expect(visitor.send("GET", "alerts", at: noon).status == 200)
        #expect(visitor.text("auth", at: noon) == #"{"mfaChallengeRequired":false,"mfaResetRequired":false}"#)
    }

    @Test("a code is good one step too early and too late, and no further")
    func skew() {
        for (offset, status) in [(-61, 401), (-30, 200), (29, 200), (30, 200), (59, 200), (60, 401)] as [(Int64, Int)] {
            var visitor = visitor { $0.startedAt = noon - hour }
            let time = noon + 10 * minute
            _ = visitor.logIn(at: time + offset * second)
            let response = visitor.send("POST", "totp", body: code(time), at: time + offset * second)
            #expect(response.status == status, "\(offset)")
        }
    }

    @Test("code and password may come together; a wrong code spoils the login")
    func oneStep() {
        var visitor = visitor()
        #expect(visitor.logIn(code: "000000").status == 401)
        #expect(visitor.logIn(code: OneTimeCode.at(noon)).status == 200)
        #expect(visitor.send("GET", "alerts", at: noon).status == 200)
    }

    @Test("once a reset is required, nobody gets in")
    func reset() {
        var visitor = visitor { $0.mfaResetRequiredFrom = noon + 10 * minute }
        _ = visitor.logIn(code: OneTimeCode.at(noon))
        #expect(visitor.send("GET", "alerts", at: noon).status == 200)
        let time = noon + 10 * minute
        #expect(visitor.send("GET", "alerts", at: time).status == 401)
        #expect(visitor.logIn(code: OneTimeCode.at(time), at: time).status == 200)
        #expect(visitor.send("GET", "alerts", at: time).status == 401)
        #expect(visitor.send("POST", "totp", body: code(time), at: time).status == 401)
        #expect(visitor.text("auth", at: time).hasSuffix(#""mfaResetRequired":true}"#))
    }

    @Test("an account that locks stays locked, even for the right password")
    func lock() {
        var visitor = SimulatedVisitor(seed: 1) { $0.locksAfterBadLogins = 3 }
        for _ in 0..<2 { #expect(visitor.logIn(password: "wrong").status == 401) }
        #expect(visitor.logIn().status == 200)
        for _ in 0..<3 { #expect(visitor.logIn(password: "wrong").status == 401) }
        let response = visitor.logIn()
        #expect(response.status == 403)
        #expect(response.text.hasPrefix(#"{"error":"locked""#))
    }
}
