public import ArchiveEvents

/// All that the indicators are computed from.
public struct PerformanceInput: Sendable {
    /// What the figures are about: `[from, to)`.
    public let period: Range<Instant>
    /// The parts of the period that coverage vouches for.
    public let observed: [Range<Instant>]
    /// In order of their starts: those that began in the period, and before them those that were active when it began.
    public let alarms: [AnnunciatedAlarm]
    /// What the alarms' source indices point to.
    public let sources: [AnnunciationSource]
    /// What is known of the zones' arming; none where it is not known.
    public let armedZones: [ArmedZone]
    /// For local days.
    public let calendar: LocalCalendar
    /// Up to when the archive knows what became of the alarms: what was open then has been open until then.
    public let now: Instant
    /// What is told to the computations.
    public let settings: PerformanceSettings
    /// Where each detection counts: how many alarms tell theirs. Nil where each alarm counts once.
    public var detections: DetectionsTold?
    /// Calls to the police or a runner; nil where nobody annotates them.
    public var dispatches: [Dispatch]?

    /// Refuses what is out of order: alarms by start, observed stretches that overlap or leave the period, a source index
    /// without a source. Stretches that touch become one.
    public init(
        period: Range<Instant>, observed: [Range<Instant>], alarms: [AnnunciatedAlarm], sources: [AnnunciationSource],
        armedZones: [ArmedZone] = [], calendar: LocalCalendar = .utc, now: Instant,
        settings: PerformanceSettings = PerformanceSettings()
    ) throws(PerformanceInputError) {
        self.period = period
        self.observed = try Self.joined(observed, in: period)
        try Self.check(alarms, sources.count)
        self.alarms = alarms
        self.sources = sources
        self.armedZones = armedZones
        self.calendar = calendar
        self.now = now
        self.settings = settings
    }

    /// Observed stretches of a period, those that touch made one.
    public static func joined(
        _ observed: [Range<Instant>], in period: Range<Instant>
    ) throws(PerformanceInputError) -> [Range<Instant>] {
        var joined: [Range<Instant>] = []
        for stretch in observed where !stretch.isEmpty {
            guard stretch.lowerBound >= period.lowerBound, stretch.upperBound <= period.upperBound else {
                throw .observedOutsidePeriod(stretch)
            }
            guard let last = joined.last, last.upperBound >= stretch.lowerBound else {
                joined.append(stretch)
                continue
            }
            guard last.upperBound == stretch.lowerBound else { throw .observedOutOfOrder(stretch) }
            joined[joined.count - 1] = last.lowerBound..<stretch.upperBound
        }
        return joined
    }

    private static func check(_ alarms: [AnnunciatedAlarm], _ sources: Int) throws(PerformanceInputError) {
        var last = Int64.min
        for (index, alarm) in alarms.enumerated() {
            guard alarm.startTime >= last else { throw .alarmsOutOfOrder(at: index) }
            guard alarm.source >= 0, alarm.source < sources else { throw .unknownSource(at: index) }
            last = alarm.startTime
        }
    }
}

/// Why an input is none.
public enum PerformanceInputError: Error, Hashable, CustomStringConvertible {
    case alarmsOutOfOrder(at: Int)
    case unknownSource(at: Int)
    case observedOutsidePeriod(Range<Instant>)
    case observedOutOfOrder(Range<Instant>)

    /// What is wrong.
    public var description: String {
        switch self {
        case .alarmsOutOfOrder(let index): "alarm \(index) begins before the one in front of it"
        case .unknownSource(let index): "alarm \(index) points to a source that is not there"
        case .observedOutsidePeriod(let stretch): "the observed stretch \(stretch) leaves the period"
        case .observedOutOfOrder(let stretch): "the observed stretch \(stretch) begins before the end of another"
        }
    }
}
