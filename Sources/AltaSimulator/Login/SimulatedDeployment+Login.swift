import ExactJSON

extension SimulatedDeployment {
    /// What keeps a request out, if anything does. `route` is nil for what leads nowhere.
    mutating func gateResponse(
        to request: SimulatedRequest, route: Route?, at time: Milliseconds, under faults: ActiveFaults
    ) -> SimulatedResponse? {
        let cookies = request.cookies(named: LoginGate.cookieName)
        showcase.notices = Showcase.Notices(
            isChallenged: gate.challenges(cookies, at: time), isResetRequired: gate.resetIsRequired(at: time))
        let isAnonymous = LoginFault.isDefault(request.header("User-Agent"))
        if faults[.login(.agentRefused)] != nil, isAnonymous { return .unauthorized }
        if route != .login {
            loseSessions(for: request.path, at: time)
            if faults[.login(.redirectToLogin)] != nil { return .redirectToLogin }
            if faults[.login(.loginPage)] != nil { return .loginPage }
        }
        guard gate.admits(cookies, to: route, at: time) else { return .unauthorized }
        guard route != .login, faults[.login(.forbidden)] != nil else { return nil }
        return .refusal(403, error: "forbidden", message: "Missing permission")
    }

    /// Ends all sessions, once for each fault that says so.
    private mutating func loseSessions(for path: String, at time: Milliseconds) {
        for (position, fault) in parameters.faults.enumerated() {
            guard fault.kind == .login(.sessionLost), fault.lasts(at: time), fault.strikes(path),
                spentFaults.insert(position).inserted
            else { continue }
            gate.sessions.endAll()
        }
    }

    mutating func logIn(with body: [UInt8], at time: Milliseconds) -> SimulatedResponse {
        switch gate.judge(body, at: time) {
        case .refused(let response): return response
        case .accepted(let isProved):
            let id = spelling.shown(world.archiver.id)
            let user: JSONValue = ["user_id": .string(id), "username": .string(world.archiver.name)]
            var response = SimulatedResponse(text: spelling.rewritten(user).bytes)
            let cookie = gate.sessions.begin(at: time, isProved: isProved)
            // Without `Secure`: the simulator speaks plain HTTP, over which a strict cookie jar would not send it back.
            response.headers.append(("Set-Cookie", "\(LoginGate.cookieName)=\(cookie); Path=/; HttpOnly"))
            response.headers.append(("Set-Cookie", "locale=en; Path=/"))
            return response
        }
    }
}
