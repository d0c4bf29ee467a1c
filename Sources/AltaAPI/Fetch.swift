public import AlarmHistory
public import ArchiveEvents

/// What came of asking once.
public struct Fetch: Sendable {
    /// What was asked.
    public let poll: Poll
    /// When the question was sent. What the answer shows may be as old as that.
    public let askedAt: Instant
    /// When the whole answer was here.
    public let receivedAt: Instant
    /// The server's own `Date`.
    public let servedAt: Instant?
    /// What it brought.
    public let outcome: Outcome
    /// What tells the answer's bytes from others; nil where there was no whole answer.
    public let body: ContentDigest?
    /// How many requests it took, the login among them.
    public let requests: Int

    /// What asking brought. Only ``complete(_:)`` supports a conclusion from absence.
    public enum Outcome: Sendable {
        /// Everything that there is.
        case complete([Observation])
        /// The same bytes as the answer that was recorded last, which was complete.
        case unchanged
        /// Elements, of which there may be more.
        case partial([Observation], Remainder)
        /// Elements, and others that could not be taken in.
        case damaged(DamagedList, FetchFailure)
        /// Bytes that cannot be read.
        case unreadable(UnreadableAnswer, FetchFailure)
        /// Nothing.
        case failed(FetchFailure)
    }

    /// What came of asking.
    public init(
        poll: Poll, askedAt: Instant, receivedAt: Instant, servedAt: Instant?, outcome: Outcome,
        body: ContentDigest? = nil, requests: Int = 1
    ) {
        self.poll = poll
        self.askedAt = askedAt
        self.receivedAt = receivedAt
        self.servedAt = servedAt
        self.outcome = outcome
        self.body = body
        self.requests = requests
    }

    /// Why it was not complete.
    public var failure: FetchFailure? {
        switch outcome {
        case .complete, .unchanged: nil
        case .partial(_, let remainder): FetchFailure(.truncated, remainder.reason)
        case .damaged(_, let failure), .unreadable(_, let failure), .failed(let failure): failure
        }
    }
}

/// Why asking brought less than everything.
public struct FetchFailure: Error, Sendable, Equatable {
    /// In the words of the history.
    public let cause: GapCause
    /// One sentence with what to do. It holds no secret and nothing of a body.
    public let detail: String
    /// When to ask again at the earliest, where the server or a back-off says so.
    public let retryAt: Instant?

    /// A failure.
    public init(_ cause: GapCause, _ detail: String, retryAt: Instant? = nil) {
        self.cause = cause
        self.detail = detail
        self.retryAt = retryAt
    }
}
