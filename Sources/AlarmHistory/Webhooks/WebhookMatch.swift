public import ArchiveEvents

/// A webhook held against the alarms of its zone: did the archive see the alarm that it told of?
public struct WebhookMatch: Hashable, Sendable {
    /// A webhook that arrived.
    public struct Arrival: Hashable, Sendable {
        /// The deployment that sent it.
        public let deployment: String
        /// The zone that it names.
        public let zone: String?
        /// When it arrived.
        public let receivedAt: Instant

        /// A webhook; without a zone it can tell of any alarm.
        public init(deployment: String, zone: String?, receivedAt: Instant) {
            self.deployment = deployment
            self.zone = zone
            self.receivedAt = receivedAt
        }
    }

    /// An alarm that it may tell of.
    public struct Candidate: Hashable, Sendable {
        /// The alarm's guid.
        public let guid: String
        /// When it began by the vendor's clock.
        public let occurredAt: Instant?
        /// When the archive first saw it.
        public let firstObservedAt: Instant

        /// An alarm.
        public init(guid: String, occurredAt: Instant?, firstObservedAt: Instant) {
            self.guid = guid
            self.occurredAt = occurredAt
            self.firstObservedAt = firstObservedAt
        }

        /// When it began, as far as that is known.
        var began: Instant { occurredAt ?? firstObservedAt }
    }

    /// What came of it.
    public enum Outcome: String, Sendable, CaseIterable {
        /// One alarm of the zone began near its arrival.
        case matched
        /// None did.
        case missed
        /// Several did: no guess is made.
        case ambiguous
        /// It names no zone.
        case unidentified
    }

    /// The webhook.
    public let arrival: Arrival
    /// The alarms that began near its arrival, the earliest first.
    public let candidates: [Candidate]
    /// What came of it.
    public let outcome: Outcome

    /// Holds a webhook against the alarms of its zone: those count that began at most `window` milliseconds before or
    /// after its arrival.
    public init(_ arrival: Arrival, against alarms: [Candidate], window: Int64) {
        self.arrival = arrival
        guard arrival.zone != nil else {
            candidates = []
            outcome = .unidentified
            return
        }
        candidates = alarms.filter { abs(arrival.receivedAt.milliseconds(since: $0.began)) <= window }
            .sorted { ($0.began, $0.guid) < ($1.began, $1.guid) }
        outcome = candidates.isEmpty ? .missed : (candidates.count == 1 ? .matched : .ambiguous)
    }

    /// Milliseconds from the alarm's beginning, by the vendor's clock, to the webhook's arrival; negative where the
    /// clocks differ by more than it took.
    public var delay: Int64? {
        guard outcome == .matched, let occurred = candidates[0].occurredAt else { return nil }
        return arrival.receivedAt.milliseconds(since: occurred)
    }

    /// Milliseconds from the webhook's arrival until the archive saw the alarm; negative where it had seen it before.
    public var sightDelay: Int64? {
        guard outcome == .matched else { return nil }
        return candidates[0].firstObservedAt.milliseconds(since: arrival.receivedAt)
    }
}

/// Some lengths of time in short.
public struct DelaySummary: Hashable, Sendable {
    /// Of how many.
    public let count: Int
    /// Half are not longer.
    public let median: Int64
    /// 19 of 20 are not longer.
    public let p95: Int64
    /// The longest.
    public let max: Int64

    /// The summary by nearest rank: each figure is one of the lengths themselves. Nil of none.
    public init?(_ milliseconds: [Int64]) {
        let sorted = milliseconds.sorted()
        guard let last = sorted.last else { return nil }
        func rank(_ percent: Int) -> Int64 { sorted[(sorted.count * percent + 99) / 100 - 1] }
        count = sorted.count
        median = rank(50)
        p95 = rank(95)
        max = last
    }
}
