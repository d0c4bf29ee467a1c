import AlarmHistory
import ArchiveEvents

/// How many requests a deployment is sent: a token bucket that holds a minute's worth.
///
/// A look may take more requests than one (a new login, say): those are owed, and paid before the next look.
struct RequestBudget: Sendable {
    /// Requests in a minute.
    let perMinute: Int
    /// Thousandths of a request that may be sent now; negative while some are owed.
    private var level: Int64
    private var filledAt: Instant
    private var sent = HourlyCount()
    private var held = HourlyCount()

    init(perMinute: Int, startingAt time: Instant) {
        self.perMinute = perMinute
        level = Int64(perMinute) * 1000
        filledAt = time
    }

    /// How urgent a question is. Each leaves a part of the budget to those before it.
    enum Urgency: CaseIterable {
        /// A list of what goes on now.
        case present
        /// What an answer makes worth asking: further pages, single alarms; and the logs of zones.
        case detail
        /// Looks after the past.
        case past

        /// Percent of the budget that are left to what is more urgent.
        fileprivate var reserve: Int64 {
            switch self {
            case .present: 0
            case .detail: 20
            case .past: 40
            }
        }

        /// What goes before it, the most urgent first.
        var moreUrgent: ArraySlice<Urgency> { Self.allCases.prefix { $0 != self } }
    }

    /// When such a question may be asked: `time` itself, or later.
    func admits(_ urgency: Urgency, at time: Instant) -> Instant {
        let reserved = Int64(perMinute) * 1000 * urgency.reserve / 100
        // The smallest budget is less than a request and its reserve together.
        let needed = min(1000 + reserved, Int64(perMinute) * 1000)
        let missing = needed - filled(at: time)
        guard missing > 0 else { return time }
        return time.advanced(byMilliseconds: (missing * 60 + Int64(perMinute) - 1) / Int64(perMinute))
    }

    /// Where the clock was set back, the bucket fills from now on, not from a time that is yet to come.
    mutating func noticeClock(at time: Instant) { filledAt = min(filledAt, time) }

    mutating func spend(_ requests: Int, at time: Instant) {
        level = filled(at: time) - Int64(requests) * 1000
        filledAt = time
        sent.add(requests, at: time)
    }

    /// Notes that a look came late because there was nothing left.
    mutating func noteHeldBack(at time: Instant) { held.add(1, at: time) }

    /// What was used up to `time`.
    func use(at time: Instant) -> RequestUse {
        RequestUse(perMinute: perMinute, lastHour: sent.count(at: time), heldBack: held.count(at: time))
    }

    /// A clock that was set back fills nothing.
    private func filled(at time: Instant) -> Int64 {
        let passed = min(max(time.milliseconds(since: filledAt), 0), 60_000)
        return min(level + passed * Int64(perMinute) / 60, Int64(perMinute) * 1000)
    }
}

/// A count over the last hour, by minutes.
private struct HourlyCount: Sendable {
    private var minutes: [Int64: Int] = [:]

    mutating func add(_ count: Int, at time: Instant) {
        let minute = time.milliseconds / 60_000
        minutes[minute, default: 0] += count
        if minutes.count > 61 { minutes = minutes.filter { Self.hour(minute).contains($0.key) } }
    }

    func count(at time: Instant) -> Int {
        minutes.reduce(0) { Self.hour(time.milliseconds / 60_000).contains($1.key) ? $0 + $1.value : $0 }
    }

    private static func hour(_ minute: Int64) -> ClosedRange<Int64> { minute - 59...minute }
}
