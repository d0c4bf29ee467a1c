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
        case .late(let milliseconds):
            clock.advance(byMilliseconds: min(milliseconds, Self.patience))
            guard milliseconds <= Self.patience else {
                throw TransportError("the simulated deployment gave no answer in time")
            }
            return response.answer(keeping: response.body.count, ending: .whole)
        case .drip(let rate):
            let needed = Int64(response.body.count) * 1000 / Int64(rate)
            clock.advance(byMilliseconds: min(needed, Self.patience))
            guard needed > Self.patience else { return response.answer(keeping: response.body.count, ending: .whole) }
            let count = rate * Int(Self.patience / 1000)
            return response.answer(keeping: count, ending: .cutShort("the answer took too long, after \(count) bytes"))
        }
    }

    /// How long the real transport waits for the whole of an answer, in milliseconds.
    private static let patience = ExchangeDeadline.usual
}

extension SimulatedResponse {
    fileprivate func answer(keeping count: Int, ending: HTTPAnswer.Ending) -> HTTPAnswer {
        let kept = Array(body.prefix(count))
        guard headers.contains(where: { $0.name == "Content-Encoding" && $0.value == "gzip" }) else {
            return HTTPAnswer(status: status, headers: headers, body: kept, ending: ending)
        }
        let (plain, isWhole) = Self.unpacked(kept)
        let broken = HTTPAnswer.Ending.cutShort("the compressed answer cannot be unpacked after \(plain.count) bytes")
        return HTTPAnswer(
            status: status, headers: headers, body: plain, ending: ending == .whole && !isWhole ? broken : ending)
    }

    /// What is in a gzip container of stored blocks, as the real transport hands it on, and whether that is all of it.
    private static func unpacked(_ container: [UInt8]) -> (plain: [UInt8], isWhole: Bool) {
        var plain: [UInt8] = []
        var rest = container.dropFirst(containerHead)
        while rest.count >= blockHead {
            let head = Array(rest.prefix(blockHead))
            let size = Int(head[1]) | Int(head[2]) << 8
            rest = rest.dropFirst(blockHead)
            plain += rest.prefix(size)
            guard rest.count >= size else { return (plain, false) }
            rest = rest.dropFirst(size)
            if head[0] == 1 { return (plain, true) }
        }
        return (plain, false)
    }

    /// Bytes before the first block, and before the content of each.
    private static let containerHead = 10
    private static let blockHead = 5
}
