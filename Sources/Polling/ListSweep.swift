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
    private(set) var seen: Set<RecordStream>
    private var rows: Int
    private var pages = 1

    /// A sweep that goes on behind the first page of a look; nil where that is deep enough, or all.
    init?(behind first: ListLook.Page, startedAt: Instant, depth: Instant) {
        guard let next = first.remainder?.next, !first.reaches(depth) else { return nil }
        self.startedAt = startedAt
        self.depth = depth
        rows = first.observations.count
        seen = Set(first.observations.map(\.stream))
        part = ListPart(continuation: next.following(rows))
    }

    /// Takes in the answer to ``part``; false where that was the last question.
    mutating func take(_ page: ListLook.Page) -> Bool {
        let isProgress = page.observations.contains { !seen.contains($0.stream) }
        seen.formUnion(page.observations.map(\.stream))
        rows += part.newRows(page.observations)
        pages += 1
        guard isProgress, pages < Self.pageLimit, rows < Self.rowLimit, !page.reaches(depth),
            let next = page.remainder?.next
        else {
            return false
        }
        part = ListPart(continuation: next.following(rows))
        return true
    }

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
