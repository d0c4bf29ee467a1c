import AltaSimulator

/// A deployment that a running simulator serves, with its clock and its ground truth.
actor ServedDeployment {
    private var deployment: SimulatedDeployment
    private let clock: SimulatedClock
    private let truthFile: TruthFile?

    init(_ deployment: SimulatedDeployment, clock: SimulatedClock, truthFile: TruthFile?) {
        self.deployment = deployment
        self.clock = clock
        self.truthFile = truthFile
    }

    /// Answers at the present simulated time. The truth is on file before anybody can have seen the answer.
    func respond(to request: SimulatedRequest) throws -> SimulatedResponse {
        let response = deployment.respond(to: request, at: clock.now)
        try truthFile?.append(deployment.takeNewTruth())
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
