import ArchiveEvents

/// An input with what several indicators count from, worked out once.
public struct AlarmTally: Sendable {
    /// What it was made from.
    public let input: PerformanceInput
    /// Indices of the alarms that began in the period.
    let inPeriod: Range<Int>
    /// The observed stretches with the alarms that began in each.
    let stretches: [ObservedStretch]
    let observedMilliseconds: Int64
    /// Alarms that began in observed time.
    let observedCount: Int
    let index: SourceIndex
    let patterns: PatternRules
    /// Indices of the alarms of the period: key by key, in order of time.
    let byKey: [Int32]
    /// Where each key's alarms begin in `byKey`; one more at the end.
    let keyStarts: [Int]
    let chatter: [SourceChatter]
    let fleetingCounts: FleetingCounts

    /// Takes in an input.
    public init(_ input: PerformanceInput) {
        self.input = input
        patterns = input.settings.patterns
        index = SourceIndex(input.sources, input.settings.preset("patterns-default")?.priorities ?? [:])
        let alarms = input.alarms
        func first(from instant: Instant) -> Int { alarms.partitioningIndex { $0.startTime >= instant.milliseconds } }
        inPeriod = first(from: input.period.lowerBound)..<first(from: input.period.upperBound)
        stretches = input.observed.map { range in
            ObservedStretch(
                start: range.lowerBound.milliseconds, end: range.upperBound.milliseconds,
                alarms: first(from: range.lowerBound)..<first(from: range.upperBound))
        }
        observedMilliseconds = stretches.reduce(0) { $0 + $1.end - $1.start }
        observedCount = stretches.reduce(0) { $0 + $1.alarms.count }
        (byKey, keyStarts) = Self.grouped(alarms, inPeriod, index)
        chatter = SourceChatter.all(alarms, byKey, keyStarts, patterns)
        fleetingCounts = FleetingCounts(
            alarms, byKey, keyStarts, patterns, until: min(input.now, input.period.upperBound).milliseconds)
    }

    /// Counts, sums up, and puts each alarm at its key's next place: linear.
    private static func grouped(
        _ alarms: [AnnunciatedAlarm], _ range: Range<Int>, _ index: SourceIndex
    ) -> (order: [Int32], starts: [Int]) {
        var starts = [Int](repeating: 0, count: index.sourceOfKey.count + 1)
        for alarm in alarms[range] { starts[Int(index.keyOf[alarm.source]) + 1] += 1 }
        for key in starts.indices.dropFirst() { starts[key] += starts[key - 1] }
        var next = starts
        var order = [Int32](repeating: 0, count: range.count)
        for position in range {
            let key = Int(index.keyOf[alarms[position].source])
            order[next[key]] = Int32(position)
            next[key] += 1
        }
        return (order, starts)
    }

    /// Observed time / time of the period; nil of an empty period.
    var coverage: Double? { .ratio(observedMilliseconds, periodMilliseconds) }

    var periodMilliseconds: Int64 { input.period.upperBound.milliseconds(since: input.period.lowerBound) }

    var isWhollyObserved: Bool { periodMilliseconds > 0 && observedMilliseconds == periodMilliseconds }

    /// Whether at least so many milliseconds were observed: a rate for a unit of time rests on one whole unit.
    func isObserved(for least: Int64) -> Bool { observedMilliseconds >= least }

    /// Alarms of the period that began while nobody looked: a rate over observed time leaves them out.
    var unobservedCount: Int { inPeriod.count - observedCount }

    /// The last instant of which something can be said within the period.
    var horizon: Int64 { min(input.now, input.period.upperBound).milliseconds }

    /// Whether the period has the days that ISA-18.2 asks for: days of 24 hours, or days by the clocks on the wall.
    public var isLongEnough: Bool {
        let days = input.settings.preset("isa-18.2")?.number("minimum-days") ?? 30
        let onTheWall =
            input.calendar.wallMilliseconds(input.period.upperBound)
            - input.calendar.wallMilliseconds(input.period.lowerBound)
        return Double(max(periodMilliseconds, onTheWall)) >= days * Double(LocalCalendar.day)
    }

    /// Alarms of a key in the period.
    func count(ofKey key: Int) -> Int { keyStarts[key + 1] - keyStarts[key] }

    func zoneTitle(_ zone: Int) -> String { input.sources[index.sourceOfZone[zone]].zoneTitle }

    func keyTitle(_ key: Int) -> String { input.sources[index.sourceOfKey[key]].title }
}

/// A stretch of observed time in milliseconds since 1970, `[start, end)`, with the alarms that began in it.
struct ObservedStretch: Sendable {
    let start: Int64
    let end: Int64
    let alarms: Range<Int>
}
