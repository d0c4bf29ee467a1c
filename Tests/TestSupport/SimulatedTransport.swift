package import AltaAPI
package import AltaSimulator
import ArchiveEvents
import Synchronization

/// The simulated vendor without a socket, at the time of the test's clock.
package final class SimulatedTransport: HTTPTransport {
    private let deployment: Mutex<SimulatedDeployment>
    private let clock: ManualClock
    private let latency: Int64

    /// Each answer takes `latency` milliseconds of the clock's time.
    package init(_ deployment: SimulatedDeployment, clock: ManualClock, latency: Int64 = 40) {
        self.deployment = Mutex(deployment)
        self.clock = clock
        self.latency = latency
    }

    /// Everything that was shown.
    package var truth: [TruthEntry] { deployment.withLock { $0.truth.entries } }

    package func answer(to request: AltaRequest) async throws(TransportError) -> HTTPAnswer {
        clock.advance(byMilliseconds: latency)
        let time = clock.now.milliseconds
        let simulated = SimulatedRequest(
            method: request.method.rawValue, path: request.path, headers: request.headers, body: request.body)
        let response = deployment.withLock { $0.respond(to: simulated, at: time) }
        return HTTPAnswer(status: response.status, headers: response.headers, body: response.body)
    }
}
