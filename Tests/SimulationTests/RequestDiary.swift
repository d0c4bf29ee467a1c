import AltaAPI
import ArchiveEvents
import Synchronization
import TestSupport

/// A transport that notes what was asked, and when.
final class RequestDiary: HTTPTransport {
    /// One request.
    struct Entry: Sendable {
        let time: Instant
        /// Below `/api/v1/`, with its query.
        let path: String
    }

    private let transport: any HTTPTransport
    private let clock: ManualClock
    private let log = Mutex<[Entry]>([])

    init(_ transport: any HTTPTransport, clock: ManualClock) {
        self.transport = transport
        self.clock = clock
    }

    /// All requests so far.
    var entries: [Entry] { log.withLock { $0 } }

    /// How often a path was asked for, whatever the query.
    func count(of path: String) -> Int { entries.count { $0.path.split(separator: "?").first ?? "" == path } }

    func answer(to request: AltaRequest) async throws(TransportError) -> HTTPAnswer {
        let entry = Entry(time: clock.now, path: String(request.path.dropFirst("/api/v1/".count)))
        log.withLock { $0.append(entry) }
        return try await transport.answer(to: request)
    }
}
