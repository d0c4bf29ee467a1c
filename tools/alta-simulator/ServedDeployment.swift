import AltaSimulator

/// A deployment that a running simulator serves, with its clock, its ground truth and the diary of its requests.
actor ServedDeployment {
    private var deployment: SimulatedDeployment
    private let clock: SimulatedClock
    /// Each content when it is first shown, one line of JSON each.
    private let truth: LineFile?
    /// Each request, one line of JSON each.
    private let requests: LineFile?

    init(_ deployment: SimulatedDeployment, clock: SimulatedClock, truth: LineFile?, requests: LineFile?) {
        self.deployment = deployment
        self.clock = clock
        self.truth = truth
        self.requests = requests
    }

    /// Answers at the present simulated time. Truth and request are on file before anybody can have seen the answer.
    func respond(to request: SimulatedRequest) throws -> SimulatedResponse {
        let time = clock.now
        let response = deployment.respond(to: request, at: time)
        try requests?.append([RequestEntry(request, answeredBy: response, at: time).line()])
        try truth?.append(deployment.takeNewTruth().map { $0.line() })
        return response
    }

    /// The webhooks that have become due.
    func takeWebhooks() -> [SimulatedWebhook] { deployment.takeWebhooks(until: clock.now) }
}

/// Simulated time: it begins at a given moment and runs `speed` times as fast as real time.
struct SimulatedClock: Sendable {
    private let start: Int64
    private let speed: Double
    private let begin = ContinuousClock.now

    /// Starts the clock at `start`, milliseconds since 1970.
    init(startingAt start: Int64, speed: Double) {
        self.start = start
        self.speed = speed
    }

    /// Milliseconds since 1970; never decreases.
    var now: Int64 {
        let passed = begin.duration(to: .now) / .milliseconds(1)
        return start + Int64(passed * speed)
    }
}
