import AltaAPI
import ArchiveEvents
import Synchronization
import TestSupport

/// A deployment that accepts every sign-in, and answers everything else as a list says, one after the other; the last of
/// the list stands for all that follow.
final class AnswersInTurn: HTTPTransport {
    /// What a request meets.
    enum Reply: Sendable {
        case status(Int, retryAfter: String? = nil)
        case body(String)
        case lost(TransportError.Kind)
    }

    /// A request that is about more than the session, and when it was sent.
    struct Entry: Sendable, Equatable {
        let line: String
        /// Milliseconds since the start of the test.
        let time: Int64
    }

    private let clock: ManualClock
    private let replies: [Reply]
    private let state = Mutex((entries: [Entry](), signIns: 0))

    init(_ replies: [Reply], clock: ManualClock = ManualClock(.testStart)) {
        self.replies = replies
        self.clock = clock
    }

    var entries: [Entry] { state.withLock { $0.entries } }
    var lines: [String] { entries.map(\.line) }
    var times: [Int64] { entries.map(\.time) }
    var signIns: Int { state.withLock { $0.signIns } }

    func answer(to request: AltaRequest) async throws(TransportError) -> HTTPAnswer {
        guard !request.isAboutSession else { return signIn(request) }
        let turn = state.withLock { state in
            let time = clock.now.milliseconds(since: .testStart)
            state.entries.append(Entry(line: "\(request.method.rawValue) \(request.path)", time: time))
            return state.entries.count - 1
        }
        switch replies[min(turn, replies.count - 1)] {
        case .status(let status, let retryAfter):
            return .status(status, retryAfter.map { [(name: "Retry-After", value: $0)] } ?? [])
        case .body(let body): return .ok(body)
        case .lost(let kind): throw TransportError("the test's connection is gone", kind: kind)
        }
    }

    private func signIn(_ request: AltaRequest) -> HTTPAnswer {
        guard request.method == .post else { return .ok("{}") }
        state.withLock { $0.signIns += 1 }
        return .signedIn
    }
}
