package import AltaAPI
import Synchronization

/// Carries requests as another transport does, and keeps what a rule forbids.
package final class ReadOnlyTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let rule: ReadOnlyRule
    private let state = Mutex((forbidden: [String](), count: 0))

    package init(_ transport: any HTTPTransport, rule: ReadOnlyRule = .poller) {
        self.transport = transport
        self.rule = rule
    }

    /// Verb and path of each request that the rule forbids.
    package var forbidden: [String] { state.withLock { $0.forbidden } }

    /// How many requests were held against the rule.
    package var count: Int { state.withLock { $0.count } }

    package func answer(to request: AltaRequest) async throws(TransportError) -> HTTPAnswer {
        let isAllowed = rule.allows(request)
        state.withLock { state in
            state.count += 1
            if !isAllowed { state.forbidden.append("\(request.method.rawValue) \(request.path)") }
        }
        return try await transport.answer(to: request)
    }
}
