import AlarmHistory
import ArchiveEvents
import ExactJSON

/// The same rules once more, asked of one millisecond at a time.
struct NaiveCoverage {
    private var gaps: [(cause: String, from: Instant, until: Instant?)] = []
    private var confirmed: [Range<Instant>] = []
    /// Only the first look counts: those after it say nothing of the time between them.
    private var seen: [Instant] = []

    init(_ events: [RecordedEvent]) throws {
        for event in events {
            let data = try json(text(event.data ?? Array("null".utf8)[...]))
            func time(_ name: String) -> Instant? { data[name]?.string.flatMap { Instant(rfc3339: $0) } }
            let isOpen = gaps.last.map { $0.until == nil } ?? false
            switch event.type {
            case .coverageConfirmed:
                if let from = time("from"), let until = time("until"), from < until { confirmed.append(from..<until) }
            case .gapOpened:
                let from = time("last_complete") ?? event.time
                if isOpen { gaps[gaps.count - 1].until = from }
                gaps.append((data["cause"]?.string ?? "unknown", from, nil))
            case .gapClosed:
                if !isOpen { gaps.append(("unknown", .init(milliseconds: 0), nil)) }
                gaps[gaps.count - 1].from = time("from") ?? event.time
                gaps[gaps.count - 1].until = time("until")
            default: if seen.isEmpty { seen.append(event.time) }
            }
        }
    }

    /// State and cause at a time.
    func state(at time: Instant) -> String {
        let end = Instant(milliseconds: .max)
        if let gap = gaps.last(where: { $0.from <= time && time < $0.until ?? end }) {
            return gap.cause == "paused" ? "paused paused" : "gap \(gap.cause)"
        }
        if confirmed.contains(where: { $0.contains(time) }) { return "covered" }
        let begins = seen + confirmed.map(\.lowerBound) + gaps.map(\.from)
        let ends = seen + confirmed.map(\.upperBound) + gaps.map { max($0.from, $0.until ?? end) }
        guard let first = begins.min(), let last = ends.max() else { return "gap before-archive" }
        return time < first ? "gap before-archive" : (time < last ? "gap unconfirmed" : "provisional")
    }
}
