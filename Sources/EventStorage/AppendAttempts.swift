import ArchiveEvents
import TransparencyLog

/// Appends whose commit failed, so that only the file can say whether they stand: a sync that fails, for one, leaves the
/// bytes where the next opening may find them.
///
/// The one that stands is told by the log's size and root. Whoever tried it tries again with the same events, and gets
/// what was recorded then instead of recording them twice.
struct AppendAttempts: Sendable {
    private struct Attempt {
        let events: [NewEvent]
        let appended: Appended
    }

    /// Since the last commit that is known to stand.
    private var open: [Attempt] = []
    /// Those that were found to stand, until whoever tried them comes again.
    private var standing: [Attempt] = []

    /// Whether there is anything to be found out.
    var isEmpty: Bool { open.isEmpty }

    /// Notes an append whose commit failed.
    mutating func note(_ events: [NewEvent], _ appended: Appended) {
        open.append(Attempt(events: events, appended: appended))
        if open.count > Self.limit { open.removeFirst() }
    }

    /// Notes a commit that stands: none of those before it can come to stand any more.
    mutating func forget() { open = [] }

    /// The append that makes a log of that size and root; nil where none does.
    mutating func found(size: UInt64, root: TreeHash) -> Appended? {
        guard let attempt = open.last(where: { $0.appended.tree.size == size && $0.appended.tree.root == root }) else {
            return nil
        }
        open = []
        standing.append(attempt)
        if standing.count > Self.limit { standing.removeFirst() }
        return attempt.appended
    }

    /// What was recorded of these events by an append that was taken for failed; given away once.
    mutating func claim(_ events: [NewEvent]) -> Appended? {
        guard let index = standing.firstIndex(where: { $0.events == events }) else { return nil }
        return standing.remove(at: index).appended
    }

    /// A disk that fails for hours fails every try; more than the last few cannot come to stand, since each try writes
    /// over the one before.
    private static let limit = 16
}
