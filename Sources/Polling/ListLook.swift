import AlarmHistory
import AltaAPI
import ArchiveEvents

/// One look at a list that may be longer than what an answer shows: a value that is given each answer and says what to
/// ask next, or what the look was worth.
///
/// What a vendor's parameters do is not known. So nothing is taken on trust: a further page counts only where it shows
/// rows that the pages before did not, a narrower window only where all its rows lie inside.
struct ListLook: Sendable {
    /// What a look at a list was worth.
    enum Verdict: Equatable, Sendable {
        /// It showed all that there is: what is not in it is not there.
        case complete
        /// Perhaps not all, but everything that is new since the look before.
        case joined
        /// Rows that are new since the look before may be missing.
        case cut(String)
        /// Not worth anything yet: there is more to ask.
        case unfinished(ListPart)
    }

    /// One answer, as far as it matters here.
    struct Page: Sendable {
        let observations: [Observation]
        /// Nil where the answer says, or lets us believe, that it is all.
        let remainder: Remainder?
        /// Whether one of its rows is what this list showed before.
        let touchesKnown: Bool
    }

    /// When the first question was sent: what the answers show may be as old as that.
    private(set) var askedAt: Instant
    /// The last look before after which nothing new can have been missed; nil for the first look of all.
    private var since: Instant?
    /// Whether it can be tried to ask for narrower windows.
    private let hasWindows: Bool
    /// Why not all that it showed can be recorded; nil where it can.
    var damage: FetchFailure?
    /// The pages so far, answers for windows of time among them.
    private var walk = PageWalk()
    /// Whether the vendor was seen to ignore the parameters of a window.
    private(set) var ignoresWindows = false
    private var isJoined: Bool
    private var windows: [ListPart.Window] = []
    /// Rows that windows must show, and those that they showed.
    private var expected: Set<RecordStream> = []
    private var shownInWindows: Set<RecordStream> = []
    /// The question that it waits for.
    private(set) var asked = ListPart()

    init(askedAt: Instant, since: Instant?, hasWindows: Bool) {
        self.askedAt = askedAt
        self.since = since
        self.hasWindows = hasWindows
        isJoined = since == nil
    }

    /// Dates itself otherwise: the clock was set.
    mutating func redate(_ change: (Instant) -> Instant) {
        askedAt = change(askedAt)
        since = since.map(change)
    }

    /// Takes in the answer to the last question.
    mutating func take(_ page: Page) -> Verdict {
        let isProgress = walk.isProgress(page.observations)
        let joins = walk.take(page.observations, askedBy: asked.continuation)
        if asked.window != nil { return takeWindow(page) }
        if !joins { return goBack() }
        if asked.isEnd(page.observations) { return .joined }
        isJoined = isJoined || page.touchesKnown
        guard let remainder = page.remainder else { return walk.pages == 1 ? .complete : .joined }
        guard let next = remainder.next, walk.pages == 1 || isProgress, hasRoom else {
            return narrow(page, remainder.reason)
        }
        if isJoined { return .joined }
        let continuation = walk.following(page.observations.count, askedBy: asked.continuation, next)
        return ask(ListPart(continuation: continuation))
    }

    /// Every record that was shown in this look.
    var seen: Set<RecordStream> { walk.seen }

    /// Whether any row was shown at all: a list that shows nothing was not observed.
    var hasRows: Bool { !walk.seen.isEmpty }

    private mutating func ask(_ part: ListPart) -> Verdict {
        asked = part
        return .unfinished(part)
    }

    private func end(_ reason: String) -> Verdict { isJoined ? .joined : .cut(reason) }

    /// Rows left the list above the last page: those that were skipped stand before it.
    private mutating func goBack() -> Verdict {
        guard walk.pages <= Self.pageLimit, let continuation = walk.preceding(asked.continuation) else {
            return end("rows moved between the pages of the list, again and again")
        }
        return ask(ListPart(continuation: continuation))
    }

    // MARK: windows

    /// Asks for the time since the look before alone, where rows of it may be missing.
    private mutating func narrow(_ page: Page, _ reason: String) -> Verdict {
        guard !isJoined, hasWindows, let since, since < askedAt else { return end(reason) }
        let window = ListPart.Window(
            from: since.advanced(byMilliseconds: -Self.windowSlack),
            until: askedAt.advanced(byMilliseconds: Self.windowSlack))
        expected = Set(page.observations.filter { window.holds($0) }.map(\.stream))
        // A vendor whose clock differs by hours has its new rows elsewhere, and an empty window proves nothing.
        guard !expected.isEmpty else { return end(reason) }
        windows = [window]
        return nextWindow()
    }

    private mutating func nextWindow() -> Verdict {
        guard let window = windows.popLast() else { return windowsEnd() }
        return ask(ListPart(window: window))
    }

    /// What the list itself shows of a window must be shown in the window, too.
    private mutating func windowsEnd() -> Verdict {
        let missing = expected.subtracting(shownInWindows)
        guard !missing.isEmpty else { return .joined }
        ignoresWindows = missing == expected
        return .cut("the list is longer than what is shown of it, and its parts lack \(missing.count) of its rows")
    }

    private mutating func takeWindow(_ page: Page) -> Verdict {
        guard let window = asked.window else { return .joined }
        guard window.holds(page) else {
            ignoresWindows = true
            return .cut("the list is longer than what is shown of it, and is not shown in parts")
        }
        shownInWindows.formUnion(page.observations.map(\.stream))
        guard let remainder = page.remainder else {
            return hasRoom ? nextWindow() : .cut("the list has more rows than one look may show")
        }
        guard let halves = window.halves, hasRoom else { return .cut(remainder.reason) }
        windows += halves
        return nextWindow()
    }

    /// Whether there may be one more answer to this look.
    private var hasRoom: Bool { walk.pages <= Self.pageLimit && walk.seen.count < Self.rowLimit }

    /// Rows of one look, each of which is held until its end: two of the longest answers that there may be.
    private static let rowLimit = 2 * AnswerLimits.elements
    /// Further questions of one look: at the vendor's usual page of fifty rows, some weeks of a busy site.
    private static let pageLimit = 200
    /// Milliseconds: the vendor's clock and ours differ.
    private static let windowSlack: Int64 = 600_000
}

extension ListPart.Window {
    /// Whether the answer kept to the window: a row outside shows that the vendor does not know the parameters. One that
    /// does not say when it began shows nothing.
    func holds(_ page: ListLook.Page) -> Bool {
        page.observations.allSatisfy { $0.beganAt == nil || holds($0) }
    }

    /// Whether the row began in the window; one that does not say when did not.
    func holds(_ row: Observation) -> Bool { row.beganAt.map { $0 >= from && $0 <= until } ?? false }

    /// Both halves, the later one last; nil where it is too short to be divided.
    var halves: [ListPart.Window]? {
        let length = until.milliseconds(since: from)
        guard length >= 2 * Self.shortest else { return nil }
        let middle = from.advanced(byMilliseconds: length / 2)
        return [ListPart.Window(from: from, until: middle), ListPart.Window(from: middle, until: until)]
    }

    /// Milliseconds. As many alarms in less than that are not told apart by asking.
    private static let shortest: Int64 = 1000
}

extension ListPart {
    /// Whether only the overlap was shown: behind it there is nothing. A server that ignores offsets shows a first page
    /// again, which is longer.
    func isEnd(_ page: [Observation]) -> Bool {
        guard case .offset(let rows) = continuation else { return false }
        return rows > 1 && page.count == 1
    }
}

extension Observation {
    /// When an alert began, by the vendor's clock.
    var beganAt: Instant? { AlarmRecord(content: content)?.occurredAt }
}
