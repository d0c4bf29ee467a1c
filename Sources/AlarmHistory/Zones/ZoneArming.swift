public import ArchiveEvents

/// What one entry of a zone's log, or one look at the zone, says of its arming.
public struct ArmingSight: Hashable, Sendable {
    /// Nil where the look showed that it is no longer known.
    let isArmed: Bool?
    /// Since when, by the vendor's clock.
    let since: Instant?
    let seen: Bracket
    /// Whether it tells of a change, rather than of how things are.
    let isEntry: Bool

    /// An entry of the zone's log; nil where it says nothing of arming.
    public init?(action: String, at time: Instant?, seen: Bracket) {
        guard let isArmed = Self.effect(of: action) else { return nil }
        self.init(isArmed, since: time, seen, isEntry: true)
    }

    /// A state that the zone's record showed.
    public init(isArmed: Bool?, since: Instant?, seen: Bracket) {
        self.init(isArmed, since: since, seen, isEntry: false)
    }

    private init(_ isArmed: Bool?, since: Instant?, _ seen: Bracket, isEntry: Bool) {
        self.isArmed = isArmed
        // A clock that is ahead cannot tell of what comes after the look.
        self.since = since.map { min($0, seen.notAfter) }
        self.seen = seen
        self.isEntry = isEntry
    }

    private static func effect(of action: String) -> Bool? {
        switch action.lowercased().filter({ $0.isLetter }) {
        case "armed", "schedulearmed": true
        case "disarmed", "scheduledisarmed": false
        default: nil
        }
    }

    /// The vendor's words that say something, as SQL may look for them, in small letters.
    public static let actions = [
        "armed", "disarmed", "schedule_armed", "schedule_disarmed", "schedulearmed", "scheduledisarmed",
        "schedule-armed", "schedule-disarmed", "schedule armed", "schedule disarmed",
    ]
}

/// When a zone is known to have been armed, and when it is known not to have been: a fold over its log's entries and the
/// states that its record showed, in whatever order they came to be known. All other time is unknown.
///
/// A state holds until something else is known. Where that is only known to have come between two times, the time between
/// them is unknown.
public struct ZoneArming: Hashable, Sendable {
    /// In order, without overlap.
    public let armed: [Range<Instant>]
    /// In order, without overlap.
    public let disarmed: [Range<Instant>]

    /// Folds sights in the order of their events. Nothing is known of `unobserved` stretches, nor from `end` on.
    public init(_ sights: [ArmingSight], unobserved: [Range<Instant>] = [], until end: Instant) {
        var stretches: [Bool: [Range<Instant>]] = [:]
        var (current, from, last) = (Bool?.none, end, end)
        for point in Self.points(sights) where point.time < end {
            if point.isArmed == current {
                last = point.time
                continue
            }
            if let current {
                let change = min(point.time, max(last, point.notBefore ?? last))
                if from < change { stretches[current, default: []].append(from..<change) }
            }
            (current, from, last) = (point.isArmed, point.time, point.time)
        }
        if let current, from < end { stretches[current, default: []].append(from..<end) }
        armed = Self.without(unobserved, stretches[true] ?? [])
        disarmed = Self.without(unobserved, stretches[false] ?? [])
    }

    /// From a time on something holds; it began after another.
    private struct Point {
        var time: Instant
        /// Nil where that is the time of what was known last.
        let notBefore: Instant?
        let isArmed: Bool?
    }

    private static func points(_ sights: [ArmingSight]) -> [Point] {
        var points: [Point] = []
        for sight in sights {
            if let since = sight.since, sight.isArmed != nil {
                // Who says since when, says that nothing is unknown behind it.
                points.removeAll { $0.isArmed == nil && $0.notBefore ?? $0.time >= since }
                for index in points.indices where points[index].isArmed == nil && points[index].time > since {
                    points[index].time = since
                }
                points.append(Point(time: since, notBefore: since, isArmed: sight.isArmed))
                if !sight.isEntry {
                    points.append(Point(time: sight.seen.notAfter, notBefore: nil, isArmed: sight.isArmed))
                }
            } else {
                let notBefore = sight.seen.notBefore
                points.append(
                    Point(
                        time: sight.seen.notAfter,
                        notBefore: sight.isArmed == nil ? notBefore ?? sight.seen.notAfter : notBefore,
                        isArmed: sight.isArmed))
            }
        }
        // Of one time the one that came to be known later counts more: the sort must keep their order.
        return points.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }

    /// Both in order, and so is the answer.
    private static func without(_ holes: [Range<Instant>], _ stretches: [Range<Instant>]) -> [Range<Instant>] {
        var (left, next) = ([Range<Instant>](), holes[...])
        for stretch in stretches {
            var start = stretch.lowerBound
            while let hole = next.first, hole.lowerBound < stretch.upperBound {
                if start < hole.lowerBound { left.append(start..<hole.lowerBound) }
                start = max(start, hole.upperBound)
                // A hole that reaches further may lie in the next stretch, too.
                guard hole.upperBound <= stretch.upperBound else { break }
                next.removeFirst()
            }
            if start < stretch.upperBound { left.append(start..<stretch.upperBound) }
        }
        return left
    }
}
