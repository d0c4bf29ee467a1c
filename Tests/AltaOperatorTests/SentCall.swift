import AltaAPI
import AltaOperator
import ArchiveEvents
import ExactJSON
import Synchronization
import TestSupport
import Testing

/// A request as it left.
struct SentCall: Hashable, Sendable, CustomStringConvertible {
    let verb: String
    let path: String
    var body = ""

    var description: String { "\(verb) \(path)" }
}

/// Carries requests as another transport does, and keeps those that are about more than the session.
final class RecordingTransport: HTTPTransport {
    private let transport: any HTTPTransport
    private let log = Mutex<[AltaRequest]>([])

    init(_ transport: any HTTPTransport) {
        self.transport = transport
    }

    var requests: [AltaRequest] { log.withLock { $0 } }

    var calls: [SentCall] {
        requests.map { request in
            let body = String(decoding: request.body, as: UTF8.self)
            return SentCall(verb: request.method.rawValue, path: request.path, body: body)
        }
    }

    func answer(to request: AltaRequest) async throws(TransportError) -> HTTPAnswer {
        if !request.isAboutSession { log.withLock { $0.append(request) } }
        return try await transport.answer(to: request)
    }
}

extension AltaRequest {
    /// A sign-in, or a question about it.
    var isAboutSession: Bool { path == "/api/v1/dologin" || path == "/api/v1/auth" }

    /// The values of all headers of that name.
    func values(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }
}

extension OperatorClient {
    /// Somebody who may sign in to simulated deployments.
    init(_ transport: any HTTPTransport, clock: ManualClock = ManualClock(.testStart)) {
        self.init(
            credentials: Credentials(username: "archiver@example.com", password: "simulated"), transport: transport,
            clock: clock)
    }

    /// Makes the call of a row; throws for whatever is no success.
    func make(_ call: CallRow.Call) async throws {
        switch call {
        case .inquiry(let inquiry): _ = try await read(inquiry)
        case .act(let act):
            let outcome = try await perform(act)
            guard case .accepted = outcome else { throw Unaccepted(outcome: outcome) }
        }
    }

    private struct Unaccepted: Error {
        let outcome: ActOutcome
    }
}

/// An alarm as a deployment might serve it.
func servedAlarm(_ text: String) throws -> ServedAlarm {
    try #require(ServedAlarm(JSONText(Array(text.utf8)).root), "\(text)")
}
