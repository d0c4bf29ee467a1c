import AlarmHistory
import AltaAPI
import ArchiveEvents
import ExactJSON
import TestSupport

@testable import Polling

/// A vendor that shows a list of numbered alerts, the newest, number 0, first, a part at a time.
struct PagedVendor {
    /// How it shows the rest.
    enum Paging: String, Sendable {
        case offset, cursor, ignoredOffset, ignoredCursor, windows, ignoredWindows, emptyWindows
    }

    let length: Int
    let pageSize: Int
    let paging: Paging
    /// Rows that leave the list, or come to it, above the first page once that was shown.
    var removedAfterFirst = 0
    var insertedAfterFirst = 0
    /// Milliseconds between the beginnings of two alerts.
    var spacing: Int64 = 60_000

    /// What came of a look.
    struct Walk {
        let verdict: ListLook.Verdict
        let rows: Set<Int>
        let asked: [ListPart]
        let look: ListLook
    }

    /// Looks until the look says what it was worth.
    func walk(
        known: Set<Int>, since: Instant? = Instant.testStart.advanced(byMilliseconds: -60_000), hasWindows: Bool = false
    ) throws -> Walk {
        var look = ListLook(askedAt: .testStart, since: since, hasWindows: hasWindows)
        var asked: [ListPart] = []
        var rows: Set<Int> = []
        var part = ListPart()
        while true {
            let shown = answer(to: part, isFirst: asked.isEmpty)
            rows.formUnion(shown.rows)
            let page = ListLook.Page(
                observations: try shown.rows.map(observation), remainder: shown.remainder,
                touchesKnown: !known.isDisjoint(with: shown.rows))
            let verdict = look.take(page)
            guard case .unfinished(let next) = verdict, asked.count < 100 else {
                return Walk(verdict: verdict, rows: rows, asked: asked, look: look)
            }
            part = next
            asked.append(next)
        }
    }

    /// The rows of an answer, and what it says of others.
    func answer(to part: ListPart, isFirst: Bool = false) -> (rows: [Int], remainder: Remainder?) {
        var list = Array(0..<length)
        if !isFirst { list = Array((-insertedAfterFirst..<0) + list.dropFirst(removedAfterFirst)) }
        if let window = part.window { return windowed(list, window) }
        var start = 0
        switch (paging, part.continuation) {
        case (.offset, .offset(let rows)): start = rows
        case (.cursor, .cursor(let mark)): start = Int(mark) ?? 0
        default: break
        }
        let rows = Array(list.dropFirst(start).prefix(pageSize))
        return (rows, remainder(behind: start + rows.count, of: list.count, shown: rows.count))
    }

    private func windowed(_ list: [Int], _ window: ListPart.Window) -> (rows: [Int], remainder: Remainder?) {
        if paging == .emptyWindows { return ([], nil) }
        let isHonoured = paging == .windows
        let rows = list.filter { !isHonoured || (window.from..<window.until).contains(began($0)) }
        return (Array(rows.prefix(pageSize)), rows.count > pageSize ? Remainder("cut") : nil)
    }

    /// A count in all stays what it is on the last page, too; a cursor ends.
    private func remainder(behind end: Int, of count: Int, shown: Int) -> Remainder? {
        switch paging {
        case .offset, .ignoredOffset:
            count > shown ? Remainder("\(shown) of \(count)", next: shown > 0 ? .offset(shown) : nil) : nil
        case .cursor, .ignoredCursor: end < count ? Remainder("there is a next page", next: .cursor("\(end)")) : nil
        case .windows, .ignoredWindows, .emptyWindows: end < count ? Remainder("cut") : nil
        }
    }

    func began(_ row: Int) -> Instant { Instant.testStart.advanced(byMilliseconds: -Int64(row) * spacing - 1) }

    func observation(_ row: Int) throws -> Observation {
        let content = Array(#"{"guid":"\#(row)","start_time":\#(began(row).milliseconds)}"#.utf8)
        return Observation(
            stream: RecordStream(deployment: "hq", kind: "alerts", id: "\(row)"), content: content,
            digest: ContentDigest(try JSONText(content).root))
    }
}
