import AlarmHistory
import AltaAPI

/// The way down a list from page to page: which page comes next, and whether the pages join without a hole.
///
/// Offsets count from the top of a list that moves. Where rows leave above a page, the next one starts below rows that no
/// page has shown. So pages overlap by a row; where the overlap is missing, the walk goes back up until it finds a row
/// that it reached before, at worst to the start of the list, and comes down again from there.
struct PageWalk: Sendable {
    /// Every record that a page has shown.
    private(set) var seen: Set<RecordStream> = []
    /// Those of pages that did not join: above them, rows may be missing.
    private var detached: Set<RecordStream> = []
    /// How many pages were taken in.
    private(set) var pages = 0
    private var longestPage = 0
    /// How many pages did not join.
    private var detachedPages = 0

    /// Takes in a page, the answer to a question with that continuation; whether it joins the pages before.
    mutating func take(_ rows: [Observation], askedBy continuation: Remainder.Continuation?) -> Bool {
        let streams = rows.map(\.stream)
        let joins = joins(streams, continuation)
        if joins {
            detached.subtract(streams)
        } else {
            detached.formUnion(streams)
            detachedPages += 1
        }
        seen.formUnion(streams)
        pages += 1
        longestPage = max(longestPage, rows.count)
        return joins
    }

    /// Whether a page shows a row that the walk has not reached yet. A server that does not know the parameters shows the
    /// first page again, for ever.
    func isProgress(_ rows: [Observation]) -> Bool { rows.contains { !isReached($0.stream) } }

    /// How to ask for what comes behind a page of so many rows, where the answer says how it goes on.
    func following(
        _ rows: Int, askedBy continuation: Remainder.Continuation?, _ next: Remainder.Continuation
    ) -> Remainder.Continuation {
        guard case .offset = next else { return next }
        return .offset(max((continuation?.offset ?? 0) + rows - 1, 1))
    }

    /// How to ask for what comes before a page that did not join. The pages on the way up overlap by a row, too. Nil where
    /// that has been tried too often.
    func preceding(_ continuation: Remainder.Continuation?) -> Remainder.Continuation? {
        guard let offset = continuation?.offset, offset > 0, detachedPages <= Self.returnLimit else { return nil }
        return .offset(max(offset - max(longestPage - 1, 1), 0))
    }

    /// What stands at the top joins whatever it shows. Of cursors the vendor keeps the place.
    private func joins(_ streams: [RecordStream], _ continuation: Remainder.Continuation?) -> Bool {
        guard let offset = continuation?.offset, offset > 0 else { return true }
        return streams.contains(where: isReached)
    }

    /// A list that loses rows more often than that while it is read never comes to rest.
    private static let returnLimit = 100

    private func isReached(_ stream: RecordStream) -> Bool { seen.contains(stream) && !detached.contains(stream) }
}

extension Remainder.Continuation {
    /// The rows above, where the vendor counts them.
    fileprivate var offset: Int? { if case .offset(let rows) = self { rows } else { nil } }
}
