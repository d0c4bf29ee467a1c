package import AlarmHistory
package import AltaAPI
package import ArchiveEvents

/// The way back into a deployment's past, as a value: it says what to ask next, and takes in what the answers show.
///
/// First the list of alerts as it is, page by page where it has pages. Where it is cut, day by day, the newest first,
/// each day in halves where it is cut, too. Last the log of each zone.
package struct BackfillPlan: Sendable {
    /// What is left to be done; it is noted beside the log, so that a backfill that was stopped goes on there.
    package struct Remains: Sendable, Equatable {
        package var period: ListPart.Window
        /// Nil as long as the list itself is read.
        package var windows: [ListPart.Window]?
        /// Nil as long as the zones are not known.
        package var zones: [String]?
        /// Why the vendor did not show everything of what was read so far.
        package var shortfall: String?
        /// The start of the oldest alert that was shown so far.
        package var oldest: Instant?
        /// Alerts that were shown so far.
        package var alerts = 0
        /// Alarms of the period of which only the logs of zones tell so far, and the start of the oldest one.
        package var unlisted = 0
        package var oldestUnlisted: Instant?
    }

    /// What is left.
    package private(set) var remains: Remains
    /// The start of the oldest alert that was shown.
    package var oldest: Instant? { remains.oldest }
    /// Alerts that were shown.
    package var alerts: Int { remains.alerts }
    /// Why the vendor did not show everything of the period; nil where it did, as far as can be told.
    package var shortfall: String? {
        var reasons = [remains.shortfall].compactMap { $0 }
        if remains.unlisted > 0 {
            let reach = remains.oldestUnlisted.map { ", back to \($0)" } ?? ""
            reasons.append("the logs of zones tell of \(remains.unlisted) alarms that no list shows\(reach)")
        }
        return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }
    private var walk = PageWalk()
    /// When the rows began that the list itself showed.
    private var listed: [RecordStream: Instant] = [:]
    private var part = ListPart()

    /// A way back through `remains`.
    package init(_ remains: Remains) {
        self.remains = remains
        // The list itself is read from its start again.
        if remains.windows == nil { (self.remains.oldest, self.remains.alerts) = (nil, 0) }
        if let window = remains.windows?.last { part = ListPart(window: window) }
    }

    /// What to ask next; nil where nothing is left.
    package var next: Poll? {
        if let zones = remains.zones { return zones.last.map { .zoneLog(zone: $0) } }
        if let windows = remains.windows, windows.isEmpty { return .zones }
        return part == ListPart() ? .alerts : .further(.alerts, part)
    }

    /// How much of the period has been read, from 0 to 1.
    package var progress: Double {
        if remains.zones != nil { return 1 }
        let length = Double(remains.period.until.milliseconds(since: remains.period.from))
        let left: Double
        if let windows = remains.windows {
            left = windows.reduce(0) { $0 + Double($1.until.milliseconds(since: $1.from)) }
        } else {
            left = Double((oldest ?? remains.period.until).milliseconds(since: remains.period.from))
        }
        return length > 0 ? min(max(1 - left / length, 0), 1) : 1
    }

    /// Takes in what the answer to ``next`` showed.
    package mutating func take(_ observations: [Observation], _ remainder: Remainder?) {
        switch next {
        case .alerts, .further: takeAlerts(observations, remainder)
        case .zones: remains.zones = Set(observations.filter(\.stream.holdsOneRecord).map(\.stream.id)).sorted()
        case .zoneLog: remains.zones?.removeLast()
        case .about, .alert, .ongoingAlerts, nil: break
        }
    }

    /// Leaves out what was asked and is not to be had: the log of a zone that is gone, or a part of the list.
    package mutating func skip(_ failure: FetchFailure?) {
        guard remains.zones != nil else { return giveUp() }
        remains.zones?.removeLast()
        // A zone that is gone has no log; of one that is there, the past is missing.
        if let failure, failure.cause != .refused { note(failure) }
    }

    /// Notes that an answer could not be taken in as a whole.
    package mutating func note(_ failure: FetchFailure) { remains.shortfall = remains.shortfall ?? failure.detail }

    /// Notes alarms of which only a zone's log tells, by the times at which they started.
    package mutating func note(unlisted times: [Instant]) {
        let times = times.filter { (remains.period.from..<remains.period.until).contains($0) }
        remains.unlisted += times.count
        remains.oldestUnlisted = (times + [remains.oldestUnlisted].compactMap { $0 }).min()
    }

    // MARK: alerts

    private mutating func takeAlerts(_ observations: [Observation], _ remainder: Remainder?) {
        // Not by subtracting one set from the other, which would walk through all that was ever seen.
        let fresh = Set(observations.map(\.stream).filter { !walk.seen.contains($0) })
        let isProgress = walk.isProgress(observations)
        let joins = walk.take(observations, askedBy: part.continuation)
        let times = observations.compactMap(\.beganAt)
        let page = ListLook.Page(observations: observations, remainder: remainder, touchesKnown: false)
        if let window = part.window, !window.holds(page) || lacks(page, window) { return giveUp() }
        for row in observations where part.window == nil { listed[row.stream] = row.beganAt }
        remains.alerts += fresh.count
        remains.oldest = (times + [oldest].compactMap { $0 }).min()
        if part.window != nil { return takeWindow(remainder) }
        if !joins, let before = walk.preceding(part.continuation) {
            part = ListPart(continuation: before)
        } else {
            takePage(page, isProgress: joins && isProgress)
        }
    }

    /// Whether the window shows nothing although the list itself showed rows of it: the vendor does not know windows.
    private func lacks(_ page: ListLook.Page, _ window: ListPart.Window) -> Bool {
        page.observations.isEmpty && listed.values.contains { (window.from..<window.until).contains($0) }
    }

    private mutating func takePage(_ page: ListLook.Page, isProgress: Bool) {
        guard walk.pages < Self.pageLimit, walk.seen.count < Self.rowLimit else { return giveUp() }
        if page.observations.contains(where: { $0.beganAt.map { $0 < remains.period.from } ?? false }) {
            return finishAlerts()
        }
        if part.isEnd(page.observations), !isProgress { return finishAlerts() }
        guard let remainder = page.remainder else { return finishAlerts() }
        if let next = remainder.next, isProgress {
            part = ListPart(
                continuation: walk.following(page.observations.count, askedBy: part.continuation, next))
        } else {
            remains.windows = Self.days(of: remains.period)
            nextWindow()
        }
    }

    private mutating func takeWindow(_ remainder: Remainder?) {
        guard let window = remains.windows?.popLast() else { return finishAlerts() }
        if remainder != nil {
            if let halves = window.halves {
                remains.windows?.append(contentsOf: halves)
            } else {
                remains.shortfall = "more alerts than the vendor shows began within two seconds at \(window.from)"
            }
        }
        nextWindow()
    }

    private mutating func nextWindow() {
        guard let window = remains.windows?.last else { return finishAlerts() }
        part = ListPart(window: window)
    }

    private mutating func giveUp() {
        let reach = oldest.map { "back to \($0)" } ?? "the newest only"
        remains.shortfall =
            "the vendor shows \(alerts) alerts, \(reach), and does not show older ones when asked for them"
        remains.windows = []
    }

    private mutating func finishAlerts() {
        remains.windows = []
        guard let oldest, let days = Self.silentDays(before: oldest, in: remains.period, of: alerts) else { return }
        remains.shortfall =
            remains.shortfall
            ?? "the vendor shows no alert that began before \(oldest), for the \(days) days before that: "
            + "it may keep no older ones"
    }

    /// For how many days in front of the oldest of `count` alerts there is none, where that is much longer than it should be
    /// by their number: a vendor deletes what is old, and says nothing of it.
    private static func silentDays(before oldest: Instant, in period: ListPart.Window, of count: Int) -> Int64? {
        let silence = oldest.milliseconds(since: period.from)
        let spacing = period.until.milliseconds(since: oldest) / Int64(max(count, 1))
        // Times from 1 to 9999 in milliseconds, times ten: no overflow.
        return silence > longestSilence + max(0, spacing) * spacings ? silence / day : nil
    }

    private static let day: Int64 = 86_400_000
    /// Milliseconds without an alert that say nothing: a weekend.
    private static let longestSilence = 3 * day
    /// Times the average time between two alerts without one that say nothing.
    private static let spacings: Int64 = 10
    /// Pages of the list; at fifty rows each, a million alerts. A list that never ends is given up.
    private static let pageLimit = 20_000
    /// Rows of the list, each of which is held until its end.
    private static let rowLimit = 2_000_000

    /// The days of a period, the newest last, since the last one is taken first.
    static func days(of period: ListPart.Window) -> [ListPart.Window] {
        stride(from: period.from.milliseconds, to: period.until.milliseconds, by: Int(day)).map { start in
            ListPart.Window(
                from: Instant(milliseconds: start),
                until: Instant(milliseconds: min(start + day, period.until.milliseconds)))
        }
    }
}
