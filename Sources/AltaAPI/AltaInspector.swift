public import ArchiveEvents

/// Asks one deployment what a check or a probe wants to know, one request at a time; it archives nothing.
public actor AltaInspector {
    private let session: Session
    private let clock: any WallClock

    /// An inspector of the deployment that `transport` leads to.
    public init(
        credentials: Credentials, transport: any HTTPTransport, clock: any WallClock, userAgent: UserAgent = .standard
    ) {
        self.clock = clock
        session = Session(credentials, transport, clock, userAgent)
    }

    /// Every request that was really sent so far, sign-ins included.
    public var requestsSent: Int { get async { await session.requestsSent } }

    /// What a stranger is told: asks without a session.
    public func knock() async throws(SessionFailure) -> InspectedAnswer {
        inspected(try await session.answerToStranger(Poll.about.path))
    }

    /// Asks like the poller. A refused account is an error, a missing permission an answer.
    public func look(_ poll: Poll) async throws(SessionFailure) -> InspectedAnswer {
        inspected(try await session.answer(to: poll.path))
    }

    /// Asks an open question.
    public func ask(_ request: ProbeRequest) async throws(SessionFailure) -> InspectedAnswer {
        inspected(try await session.answer(to: request.path))
    }

    /// What the newest sign-in answered in its headers, cookies included: their values are secrets.
    public var signInAnswer: InspectedAnswer? {
        get async { await session.signInAnswer.map(inspected) }
    }

    private func inspected(_ answer: TimedAnswer) -> InspectedAnswer {
        InspectedAnswer(answer, receivedAt: clock.now)
    }
}

/// An answer as it came. Its headers and body may hold secrets and personal data.
public struct InspectedAnswer: Sendable {
    /// The status code.
    public let status: Int
    /// Name and value of each header.
    public let headers: [(name: String, value: String)]
    /// The body as far as it came.
    public let body: [UInt8]
    /// How the body ended.
    public let ending: HTTPAnswer.Ending
    /// When the question was sent.
    public let askedAt: Instant
    /// When the answer was here.
    public let receivedAt: Instant

    init(_ answer: TimedAnswer, receivedAt: Instant) {
        status = answer.http.status
        headers = answer.http.headers
        body = answer.http.body
        ending = answer.http.ending
        askedAt = answer.askedAt
        self.receivedAt = receivedAt
    }

    /// Whether the status says success.
    public var isSuccess: Bool { (200..<300).contains(status) }

    /// When the deployment wants to be asked again, where it says so.
    public var retryAt: Instant? {
        HTTPAnswer(status: status, headers: headers, body: []).retryTime(at: receivedAt)
    }

    /// Whether the body is a web page.
    public var isPage: Bool { HTTPAnswer(status: status, headers: [], body: body).isPage }

    /// Milliseconds by which the server's clock is ahead of ours, and by how much that may be wrong: the server's
    /// `Date` has whole seconds and was written at some time between question and answer. Nil where there is no such header.
    public var clockOffset: (milliseconds: Int64, uncertainty: Int64)? {
        guard let served = HTTPAnswer(status: status, headers: headers, body: []).servedAt else { return nil }
        let (earliest, latest) = (served.milliseconds(since: receivedAt), served.milliseconds(since: askedAt) + 999)
        return ((earliest + latest) / 2, (latest - earliest + 1) / 2)
    }
}
