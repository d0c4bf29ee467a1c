import ExactJSON

/// A customer's Alta Video deployment, simulated: a request and a moment in, a response out.
///
/// A value: a copy behaves like the original. What happens in its world follows from the seed and from simulated time
/// alone, never from when or how often it is asked.
public struct SimulatedDeployment: Sendable {
    let parameters: SimulationParameters
    var world: World
    var showcase = Showcase()
    private var sessions: SessionRegister
    private var takenTruth = 0

    /// A deployment with its history, which takes the most time of all; nobody is logged in.
    public init(_ parameters: SimulationParameters) {
        self.parameters = parameters
        world = World(parameters)
        sessions = SessionRegister(seed: parameters.seed, lifetime: parameters.sessionLifetimeMilliseconds)
        world.advance(to: parameters.startedAt)
    }

    /// Everything it ever showed.
    public var truth: GroundTruth { showcase.truth }

    /// What was shown for the first time since the last call.
    public mutating func takeNewTruth() -> [TruthEntry] {
        defer { takenTruth = truth.entries.count }
        return Array(truth.entries[takenTruth...])
    }

    /// Answers `request` at the simulated time `milliseconds` since 1970, which never decreases between calls.
    public mutating func respond(to request: SimulatedRequest, at milliseconds: Int64) -> SimulatedResponse {
        world.advance(to: milliseconds)
        var response = answer(to: request, at: milliseconds)
        response.headers.insert(("Date", CalendarTime(milliseconds).headerText), at: 0)
        return response
    }

    private mutating func answer(to request: SimulatedRequest, at time: Milliseconds) -> SimulatedResponse {
        let route = Route(path: request.path)
        let cookies = request.cookies(named: "va")
        guard route == .login || sessions.admits(cookies, at: time) else { return .unauthorized }
        guard let route else { return .notFound("No such path") }
        guard request.method == route.method else { return .methodNotAllowed(but: route.method) }
        switch route {
        case .login: return logIn(with: request.body, at: time)
        case .logout: return logOut(cookies)
        case .list(let endpoint): return SimulatedResponse(text: showList(endpoint, at: time))
        case .item(let endpoint, let id): return showItem(endpoint, id: id, at: time)
        }
    }

    private mutating func logIn(with body: [UInt8], at time: Milliseconds) -> SimulatedResponse {
        guard let form = try? JSONText(body).root, let username = form["username"]?.string,
            let password = form["password"]?.string
        else {
            return .refusal(400, error: "bad_request", message: "Not a login")
        }
        guard username == parameters.username, password == parameters.password else {
            return .refusal(401, error: "unauthorized", message: "Wrong username or password")
        }
        let user: JSONValue = ["user_id": .string(world.archiver.id), "username": .string(world.archiver.name)]
        var response = SimulatedResponse(text: user.bytes)
        // Without `Secure`: the simulator speaks plain HTTP, over which a strict cookie jar would not send it back.
        response.headers.append(("Set-Cookie", "va=\(sessions.begin(at: time)); Path=/; HttpOnly"))
        response.headers.append(("Set-Cookie", "locale=en; Path=/"))
        return response
    }

    private mutating func logOut(_ cookies: [String]) -> SimulatedResponse {
        sessions.end(cookies)
        var response = SimulatedResponse.empty
        response.headers.append(("Set-Cookie", "va=; Path=/; Max-Age=0; HttpOnly"))
        return response
    }
}
