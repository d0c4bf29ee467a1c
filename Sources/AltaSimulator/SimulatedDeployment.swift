/// A customer's Alta Video deployment, simulated: a request and a moment in, a response out.
///
/// A value: a copy behaves like the original. What happens in its world follows from the parameters, from simulated time
/// and from the orders it is given, never from when or how often it is asked.
public struct SimulatedDeployment: Sendable {
    let parameters: SimulationParameters
    let spelling: Spelling
    var world: World
    var showcase: Showcase
    var outbox = WebhookOutbox()
    var gate: LoginGate
    /// Faults that happen only once and have happened, by their positions in the script.
    var spentFaults: Set<Int> = []
    private var takenTruth = 0

    /// A deployment with its history, which takes the most time of all; nobody is logged in.
    public init(_ parameters: SimulationParameters) {
        self.parameters = parameters
        spelling = Spelling(profile: parameters.profile)
        showcase = Showcase(spelling: spelling)
        world = World(parameters)
        gate = LoginGate(parameters)
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
        let faults = ActiveFaults(parameters.faults, path: request.path, at: milliseconds)
        showcase.begin(under: faults)
        // The clock of a world that stands still goes on.
        let clock = milliseconds + world.clockOffset
        var response = faults.refusal(at: clock) ?? answer(to: request, at: milliseconds, under: faults)
        faults.spoil(&response)
        response.headers.insert(("Date", CalendarTime(clock).headerText), at: 0)
        return response
    }

    private mutating func answer(
        to request: SimulatedRequest, at time: Milliseconds, under faults: ActiveFaults
    ) -> SimulatedResponse {
        let routes = Route.routes(to: request.path)
        let route = routes.first { $0.verb == request.method }?.route
        if let response = gateResponse(to: request, route: route, at: time, under: faults) { return response }
        guard !routes.isEmpty else { return .notFound("No such path") }
        guard let route else { return .methodNotAllowed(but: routes.map(\.verb)) }
        switch route {
        case .login: return logIn(with: request.body, at: time)
        case .totp: return gate.prove(request.cookies(named: LoginGate.cookieName), with: request.body, at: time)
        case .logout: return gate.logOut(request.cookies(named: LoginGate.cookieName))
        case .list(let endpoint): return showList(endpoint, query: request.query, at: time, under: faults)
        case .item(let endpoint, let id): return showItem(endpoint, id: spelling.known(id), at: time, under: faults)
        case .details(let alert, let part): return showDetails(spelling.known(alert), part, at: time, under: faults)
        case .order(let order): return follow(order, body: request.body, under: faults)
        }
    }
}
