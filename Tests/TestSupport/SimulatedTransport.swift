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

    /// Everything that was shown in answers that every client can read.
    package var truth: [TruthEntry] { deployment.withLock { $0.truth.entries } }

    /// Everything that was shown in answers that were spoiled on their way: it may be known or not.
    package var doubtfulTruth: [TruthEntry] { deployment.withLock { $0.truth.doubtful } }

    /// What really became of each alert.
    package var alarmCourses: [AlarmCourseTruth] { deployment.withLock { $0.alarmCourses } }

    /// The webhooks that have arrived by now and were not taken before.
    package func takeWebhooks() -> [SimulatedWebhook] {
        let now = clock.now.milliseconds
        return deployment.withLock { $0.takeWebhooks(until: now) }
    }

    package func answer(to request: AltaRequest) async throws(TransportError) -> HTTPAnswer {
        clock.advance(byMilliseconds: latency)
        let time = clock.now.milliseconds
        let parts = request.path.split(separator: "?", maxSplits: 1)
        let simulated = SimulatedRequest(
            method: request.method.rawValue, path: String(parts.first ?? ""),
            query: parts.count > 1 ? String(parts[1]) : "", headers: request.headers, body: request.body)
        return try deliver(deployment.withLock { $0.respond(to: simulated, at: time) })
    }

    /// What a client over a network would have of the response, and the time that it would take.
    private func deliver(_ response: SimulatedResponse) throws(TransportError) -> HTTPAnswer {
        switch response.delivery {
        case .whole: return response.answer(keeping: response.body.count, ending: .whole)
        case .cut(let count):
            return response.answer(keeping: count, ending: .cutShort("the answer broke off after \(count) bytes"))
        case .lost: throw TransportError("the simulated deployment gave no answer; the connection was closed")
        case .drip(let rate):
            let needed = Int64(response.body.count) * 1000 / Int64(rate)
            clock.advance(byMilliseconds: min(needed, Self.patience))
            guard needed > Self.patience else { return response.answer(keeping: response.body.count, ending: .whole) }
            let count = rate * Int(Self.patience / 1000)
            return response.answer(keeping: count, ending: .cutShort("the answer took too long, after \(count) bytes"))
        }
    }

    /// How long the real transport waits for the whole of an answer, in milliseconds.
    private static let patience: Int64 = 60_000
}

extension SimulatedResponse {
    fileprivate func answer(keeping count: Int, ending: HTTPAnswer.Ending) -> HTTPAnswer {
        HTTPAnswer(status: status, headers: headers, body: unpacked(Array(body.prefix(count))), ending: ending)
    }
    /// The body as the real transport hands it on: out of its gzip container, which holds stored blocks here.
    private func unpacked(_ body: [UInt8]) -> [UInt8] {
        guard headers.contains(where: { $0.name == "Content-Encoding" && $0.value == "gzip" }) else { return body }
        var plain: [UInt8] = []
        var rest = body.dropFirst(Self.containerHead)
        while let isLast = rest.popFirst() {
            let size = Int(rest.removeFirst()) | Int(rest.removeFirst()) << 8
            plain += rest.dropFirst(2).prefix(size)
            rest = rest.dropFirst(2 + size)
            if isLast == 1 { break }
        }
        return plain
    }

    /// Bytes of a gzip container before the first block.
    private static let containerHead = 10
}
