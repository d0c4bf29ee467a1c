import ArchiveEvents

/// The door for an operator's client: any request, in the session of an account.
///
/// Whoever wants to come in must say so where this module is imported, by the mark that stands below, and only the room
/// AltaOperator does, which the daemon does not link: so the compiler keeps the poller to its reads. A test holds all
/// sources to it.
@_spi(Operator) public actor OperatorSession {
    private let session: Session
    private let clock: any WallClock

    /// A session with the deployment that `transport` leads to; `secrets` learns its cookies.
    public init(
        credentials: Credentials, transport: any HTTPTransport, clock: any WallClock, userAgent: UserAgent = .standard,
        secrets: KnownSecrets? = nil
    ) {
        self.clock = clock
        session = Session(credentials, transport, clock, userAgent, secrets: secrets ?? KnownSecrets(credentials))
    }

    /// What came of a request.
    public enum Reply: Sendable {
        /// The deployment answered, whatever it said.
        case answered(InspectedAnswer)
        /// No answer came. Whether the request arrived is told by the kind of the error.
        case lost(TransportError)
    }

    /// Sends a request, and signs in first where that is due. It is sent a second time only where the deployment lost
    /// the session and therefore did not consider it.
    ///
    /// - Throws: why the request was not sent, or not considered.
    public func send(
        _ method: AltaRequest.Method, _ path: String, body: [UInt8] = []
    ) async throws(SessionFailure) -> Reply {
        switch try await session.put(Question(method, path, body: body)) {
        case .lost(let error): .lost(error)
        case .answered(let answer): .answered(InspectedAnswer(answer, receivedAt: clock.now))
        }
    }
}
