import AltaAPI
import ArchiveEvents
import Synchronization

/// Answers every question with the same body.
final class BodyScript: HTTPTransport {
    private let body = Mutex<[UInt8]>([])

    func serve(_ body: [UInt8]) { self.body.withLock { $0 = body } }

    func answer(to request: AltaRequest) async throws(TransportError) -> HTTPAnswer {
        HTTPAnswer(status: 200, headers: [], body: body.withLock { $0 })
    }
}

/// A clock that goes on when it is told to.
final class SteppedClock: WallClock {
    private let time = Mutex(Instant.zero)

    var now: Instant { time.withLock { $0 } }
    var monotonic: Int64 { now.milliseconds }

    func advance(byMilliseconds milliseconds: Int64) {
        time.withLock { $0 = $0.advanced(byMilliseconds: milliseconds) }
    }

    func sleep(until time: Instant) async throws { self.time.withLock { $0 = max($0, time) } }
}
