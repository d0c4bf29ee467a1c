import AlarmHistory
import ArchiveEvents

/// Which past alarms are looked at again, and when: verdicts and edits come hours or days after the end.
///
/// What the list of alerts shows is looked at with it. The others are read one by one: those of the last day every hour,
/// of the last week every six hours, of the last month once a day. Where changes were seen to come later than that, the
/// month grows with them.
struct SweepPlan: Sendable {
    private struct Alarm: Sendable {
        let began: Instant
        var readAt: Instant?
    }

    /// How far back, and how often, in milliseconds.
    struct Tier: Sendable {
        let window: Int64
        let interval: Int64
    }

    private var alarms: [RecordStream: Alarm] = [:]
    private var lastListing: Set<RecordStream> = []
    private var swept: [Int64: Instant] = [:]
    /// The longest time after its beginning at which an alarm that was not ongoing was seen to change.
    private(set) var lateness: Int64 = 0

    /// Takes in an event of an alert; `isOngoing` tells whether the list of ongoing alarms showed it then.
    mutating func apply(_ event: RecordedEvent, of stream: RecordStream, isOngoing: Bool) {
        guard event.type == .recordSeen || event.type == .recordChanged else { return }
        let began = alarms[stream]?.began ?? event.data.flatMap { AlarmRecord(content: [UInt8]($0)) }?.occurredAt
        // Where the log's time lies ahead, the vendor's tells how old the alarm was.
        let seenAt = min(event.time, event.servedTime ?? event.time)
        let age = seenAt.milliseconds(since: began ?? seenAt)
        if event.type == .recordChanged, !isOngoing { lateness = min(max(lateness, age), Self.longestWindow) }
        guard age <= Self.longestWindow else { return }
        alarms[stream] = Alarm(began: began ?? event.time, readAt: event.time)
    }

    /// Notes what the list of alerts shows: it need not be read one by one.
    mutating func note(listing: Set<RecordStream>, at time: Instant) {
        for stream in lastListing.subtracting(listing) { alarms[stream]?.readAt = time }
        lastListing = listing
    }

    /// Notes that an alarm was read by itself, or that there is nothing to be read any more.
    mutating func note(_ stream: RecordStream, at time: Instant, isGone: Bool) {
        if isGone { alarms.removeValue(forKey: stream) } else { alarms[stream]?.readAt = time }
    }

    /// How far back a look at the list is to be followed where it is shown by pages: the widest window that is due.
    func depth(at time: Instant) -> Int64? {
        tiers.last { tier in swept[tier.interval].map { Self.isDue($0, tier, time) } ?? true }?.window
    }

    /// Notes what a way back through the pages of the list showed, and how far it went.
    mutating func note(sweep seen: Set<RecordStream>, depth: Int64, at time: Instant) {
        for stream in seen { alarms[stream]?.readAt = time }
        note(depth: depth, at: time)
    }

    /// Notes that the list was looked at as far back as that.
    mutating func note(depth: Int64, at time: Instant) {
        for tier in tiers where tier.window <= depth { swept[tier.interval] = time }
    }

    /// The alarms that are to be read one by one, those first that were not read for the longest time.
    mutating func due(at time: Instant, limit: Int) -> [RecordStream] {
        alarms = alarms.filter { time.milliseconds(since: $0.value.began) <= Self.longestWindow }
        let due = alarms.filter { stream, alarm in
            guard !lastListing.contains(stream), let tier = tier(of: alarm, at: time) else { return false }
            return alarm.readAt.map { Self.isDue($0, tier, time) } ?? true
        }
        let ordered = due.sorted { one, other in
            (one.value.readAt ?? one.value.began, one.key.id) < (other.value.readAt ?? other.value.began, other.key.id)
        }
        return ordered.prefix(limit).map(\.key)
    }

    /// How many alarms of the last day were neither read since `time` nor are shown by the list itself.
    func unread(since time: Instant, at now: Instant) -> Int {
        alarms.count { stream, alarm in
            now.milliseconds(since: alarm.began) <= Self.day && !lastListing.contains(stream)
                && alarm.readAt.map { $0 < time } ?? true
        }
    }

    private func tier(of alarm: Alarm, at time: Instant) -> Tier? {
        tiers.first { time.milliseconds(since: alarm.began) <= $0.window }
    }

    private var tiers: [Tier] {
        let month = min(max(30 * Self.day, lateness + lateness / 2), Self.longestWindow)
        return [
            Tier(window: Self.day, interval: Self.hour), Tier(window: 7 * Self.day, interval: 6 * Self.hour),
            Tier(window: month, interval: Self.day),
        ]
    }

    /// A clock that was set back must not put a reading off for as long.
    private static func isDue(_ readAt: Instant, _ tier: Tier, _ time: Instant) -> Bool {
        abs(time.milliseconds(since: readAt)) >= tier.interval
    }

    private static let hour: Int64 = 3_600_000
    private static let day = 24 * hour
    /// Beyond a quarter of a year a verdict changes nothing that anybody waits for.
    private static let longestWindow = 90 * day
}
