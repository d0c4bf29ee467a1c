package import AltaAPI
import Synchronization

/// A transport that never comes back from some paths, whatever becomes of the task that asked; of the others it answers
/// `[]`, and accepts every login.
package final class HangingTransport: HTTPTransport {
    private let hangs: @Sendable (String) -> Bool
    private let log = Mutex<[String]>([])
    package let exchangeDeadline: Int64

    package init(exchangeDeadline: Int64 = ExchangeDeadline.usual, hangsAt hangs: @escaping @Sendable (String) -> Bool)
    {
        self.hangs = hangs
        self.exchangeDeadline = exchangeDeadline
    }

    /// The path of each request so far.
    package var paths: [String] { log.withLock { $0 } }

    package func answer(to request: AltaRequest) async throws(TransportError) -> HTTPAnswer {
        log.withLock { $0.append(request.path) }
        if hangs(request.path) { await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }
        if request.method == .post { return .signedIn }
        return .ok(request.path.hasSuffix("about") ? "{}" : "[]")
    }
}
