/// Comes back from an exchange whatever the transport does: when it ends, when its time is long over, or when it is called
/// off.
///
/// A transport keeps its deadline itself. This is for one that does not: a name server that never answers, a proxy, a fault
/// in a library. What it leaves behind is cancelled and no longer waited for.
struct ExchangeGuard: Sendable {
    let transport: any HTTPTransport
    let clock: any WallClock

    /// Throws `TransportError` of kind `timedOut` where the transport did not come back.
    func answer(to request: AltaRequest) async throws(TransportError) -> HTTPAnswer {
        let (results, continuation) = AsyncStream.makeStream(
            of: Result<HTTPAnswer, TransportError>.self, bufferingPolicy: .bufferingOldest(1))
        let exchange = Task { continuation.yield(await result(of: request)) }
        let timer = Task {
            guard (try? await clock.elapse(milliseconds: limit)) != nil else { return }
            continuation.yield(.failure(late))
        }
        defer {
            exchange.cancel()
            timer.cancel()
        }
        for await result in results { return try result.get() }
        throw TransportError("the exchange was called off")
    }

    private func result(of request: AltaRequest) async -> Result<HTTPAnswer, TransportError> {
        do {
            return .success(try await transport.answer(to: request))
        } catch {
            return .failure(error)
        }
    }

    private var limit: Int64 { transport.exchangeDeadline + Self.grace }

    private var late: TransportError {
        TransportError(
            "the deployment did not answer within \(limit / 1000) s; check the network, the name server and the address",
            kind: .timedOut)
    }

    /// Milliseconds. A transport that ends the exchange itself knows more of it, and comes first.
    private static let grace: Int64 = 5_000
}
