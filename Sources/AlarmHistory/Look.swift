public import ArchiveEvents

/// One look at one target: what it showed, and when.
public struct Look: Sendable {
    /// What was looked at.
    public let target: LookTarget
    /// When we had the whole answer.
    public let observedAt: Instant
    /// The server's own `Date`.
    public let servedAt: Instant?
    /// The last complete look at the same target before.
    public let since: Instant?
    /// What was seen.
    public let content: Content

    /// What a look can bring.
    public enum Content: Sendable {
        /// Everything that there is: what is not among it is not there.
        case complete([Observation])
        /// The same bytes as the last complete look: nothing is new, and nothing is gone.
        case unchanged
        /// Elements, of which there may be more.
        case incomplete([Observation])
        /// Bytes that nobody can read.
        case unreadable(UnreadableAnswer)
    }

    /// A look at `target`.
    public init(target: LookTarget, observedAt: Instant, servedAt: Instant?, since: Instant?, content: Content) {
        self.target = target
        self.observedAt = observedAt
        self.servedAt = servedAt
        self.since = since
        self.content = content
    }
}
