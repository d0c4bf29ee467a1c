package import AltaAPI
package import ArchiveEvents

/// How often each endpoint is asked, in milliseconds.
package struct PollIntervals: Sendable, Equatable {
    package var ongoingAlerts: Int64 = 5_000
    package var alerts: Int64 = 60_000
    /// Each zone's log is asked once in this time; the zones take turns.
    package var zoneLogs: Int64 = 300_000
    /// Zones and the deployment's own description change rarely.
    package var slow: Int64 = 3_600_000

    package init() {}

    func interval(of poll: Poll) -> Int64 {
        switch poll {
        case .ongoingAlerts: ongoingAlerts
        case .alerts, .alert: alerts
        case .zoneLog: zoneLogs
        case .about, .zones: slow
        }
    }
}

/// What is to be asked when: a value that is told the time.
package struct PollSchedule: Sendable {
    private let intervals: PollIntervals
    private var entries: [Entry]

    private struct Entry: Sendable {
        let poll: Poll
        var due: Instant
        /// How long it was to wait when it was scheduled, in milliseconds.
        var wait: Int64 = 0
        var failures = 0
        /// Asked until it is answered once, then forgotten.
        var isSingle = false
    }

    /// Everything is due at once; the most urgent comes first.
    package init(intervals: PollIntervals, startingAt time: Instant) {
        self.intervals = intervals
        entries = [.ongoingAlerts, .alerts, .zones, .about].map { Entry(poll: $0, due: time) }
    }

    /// What is due first. Of several at the same time, the one that stands first: ongoing alarms before all else.
    package var next: (poll: Poll, due: Instant) {
        let first = entries.min { $0.due < $1.due } ?? entries[0]
        return (first.poll, first.due)
    }

    func interval(of poll: Poll) -> Int64 { intervals.interval(of: poll) }

    /// Where the clock was set back, what was to come soon would come late: it is due now.
    package mutating func noticeClock(at time: Instant) {
        for index in entries.indices where entries[index].due.milliseconds(since: time) > entries[index].wait {
            entries[index].due = time
        }
    }

    /// Makes the logs of these zones be asked, spread over their interval from `time` on, and no others.
    package mutating func setZones(_ zones: [String], at time: Instant) {
        let polls = zones.map { Poll.zoneLog(zone: $0) }
        let known = Set(entries.map(\.poll))
        let wanted = Set(polls)
        entries.removeAll { entry in
            guard case .zoneLog = entry.poll else { return false }
            return !wanted.contains(entry.poll)
        }
        // Zones not asked before are asked at once: what their logs hold may vanish there.
        entries.append(contentsOf: polls.filter { !known.contains($0) }.map { Entry(poll: $0, due: time) })
    }

    /// Asks for one alert by itself, once.
    package mutating func addSingle(_ poll: Poll, at time: Instant) {
        guard !entries.contains(where: { $0.poll == poll }) else { return }
        entries.append(Entry(poll: poll, due: time, isSingle: true))
    }

    /// Notes an answer that was recorded.
    package mutating func succeeded(_ poll: Poll, at time: Instant) {
        let interval = intervals.interval(of: poll)
        update(poll) { entry in
            guard !entry.isSingle else { return nil }
            entry.failures = 0
            entry.due = time.advanced(byMilliseconds: interval)
            entry.wait = interval
            return entry
        }
    }

    /// Notes a failure: the next try comes after the interval, then after twice as long and so on, always within a
    /// minute, but not before `retryAt`.
    package mutating func failed(_ poll: Poll, at time: Instant, retryAt: Instant?) {
        let interval = min(intervals.interval(of: poll), Self.longestWait)
        update(poll) { entry in
            entry.failures += 1
            guard !entry.isSingle || entry.failures < Self.singleTries else { return nil }
            let wait = min(interval << Int64(min(entry.failures - 1, Self.doublings)), Self.longestWait)
            let due = time.advanced(byMilliseconds: wait)
            entry.due = max(due, retryAt ?? due)
            entry.wait = entry.due.milliseconds(since: time)
            return entry
        }
    }

    private mutating func update(_ poll: Poll, _ change: (inout Entry) -> Entry?) {
        guard let index = entries.firstIndex(where: { $0.poll == poll }) else { return }
        var entry = entries[index]
        if let changed = change(&entry) {
            entries[index] = changed
        } else {
            entries.remove(at: index)
        }
    }

    private static let longestWait: Int64 = 60_000
    private static let doublings = 6
    /// An alert by itself is a courtesy to the reader; the lists go on telling.
    private static let singleTries = 3
}
