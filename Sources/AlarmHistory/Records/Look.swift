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
    /// The records that the look at ``since`` showed, where it did not show all that there were: of the others it says
    /// nothing. Nil where it showed all.
    public let shownThen: Set<RecordStream>?
    /// What was seen.
    public let content: Content
    /// Elements of a list that could not be read, beside those that could.
    public let unreadable: [UnreadableAnswer]

    /// The last look before that says something of a record that was known then.
    func since(of stream: RecordStream) -> Instant? { shownThen?.contains(stream) ?? true ? since : nil }

    /// The place in an answer down to which a record that was never seen is one that came since the last look: lists show
    /// the newest first, so what stands above a record that the last look showed was not there then.
    func oldestKnown(_ observations: [Observation]) -> Int {
        guard let shownThen else { return observations.count }
        return observations.lastIndex { shownThen.contains($0.stream) } ?? 0
    }

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
    public init(
        target: LookTarget, observedAt: Instant, servedAt: Instant?, since: Instant?,
        shownThen: Set<RecordStream>? = nil, content: Content, unreadable: [UnreadableAnswer] = []
    ) {
        self.target = target
        self.observedAt = observedAt
        self.servedAt = servedAt
        self.since = since
        self.shownThen = shownThen
        self.content = content
        self.unreadable = unreadable
    }
}
