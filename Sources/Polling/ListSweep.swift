import AlarmHistory
import AltaAPI
import ArchiveEvents

/// Following a list that is shown by pages back into the past, for changes of what was known long ago. It says nothing of
/// coverage: that is judged by the first pages alone.
struct ListSweep: Sendable {
    /// When it began.
    let startedAt: Instant
    /// How far back it goes.
    let depth: Instant
    /// The question that it waits for.
    private(set) var part: ListPart
    private var walk = PageWalk()

    /// Every record that was shown on the way.
    var seen: Set<RecordStream> { walk.seen }

    /// A sweep that goes on behind the first page of a look; nil where that is deep enough, or all.
    init?(behind first: ListLook.Page, startedAt: Instant, depth: Instant) {
        guard let next = first.remainder?.next, !first.reaches(depth) else { return nil }
        self.startedAt = startedAt
        self.depth = depth
        _ = walk.take(first.observations, askedBy: nil)
        part = ListPart(continuation: walk.following(first.observations.count, askedBy: nil, next))
    }

    /// Takes in the answer to ``part``; false where that was the last question.
    mutating func take(_ page: ListLook.Page) -> Bool {
        let isProgress = walk.isProgress(page.observations)
        let joins = walk.take(page.observations, askedBy: part.continuation)
        guard walk.pages < Self.pageLimit, walk.seen.count < Self.rowLimit,
            let continuation = joins ? next(page, isProgress) : back
        else {
            return false
        }
        part = ListPart(continuation: continuation)
        return true
    }

    private func next(_ page: ListLook.Page, _ isProgress: Bool) -> Remainder.Continuation? {
        guard isProgress, !page.reaches(depth), let next = page.remainder?.next else { return nil }
        return walk.following(page.observations.count, askedBy: part.continuation, next)
    }

    private var back: Remainder.Continuation? { walk.preceding(part.continuation) }

    /// At fifty rows a page, a quarter of a year of a busy site.
    private static let pageLimit = 2000
    /// Rows, each of which is held until the sweep's end: twice as many as those pages have.
    private static let rowLimit = 200_000
}

extension ListLook.Page {
    /// Whether one of its rows began before `depth`: lists show the newest first.
    fileprivate func reaches(_ depth: Instant) -> Bool {
        observations.contains { $0.beganAt.map { $0 < depth } ?? false }
    }
}
