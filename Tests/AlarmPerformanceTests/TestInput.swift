import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import TestSupport
import Testing

/// A midnight in UTC that no bin, hour or day cuts: 2025-06-01.
let midnight = Instant(milliseconds: 1_748_736_000_000)

/// Seconds after that midnight.
func second(_ seconds: Double) -> Instant { midnight.advanced(byMilliseconds: Int64((seconds * 1000).rounded())) }

/// A stretch of such seconds.
func seconds(_ range: Range<Double>) -> Range<Instant> { second(range.lowerBound)..<second(range.upperBound) }

let day = 86_400.0

/// Both ends the same.
func exactly(_ seconds: Double) -> ClosedRange<Instant> { second(seconds)...second(seconds) }

/// An alarm that began so many seconds after midnight and ended likewise; open without an end.
func alarm(
    _ start: Double, source: Int32 = 0, verdict: AlarmVerdict = .none, verified: ClosedRange<Instant>? = nil,
    end: ClosedRange<Instant>? = nil, isRetrospective: Bool = false, reversals: Int = 0
) -> AnnunciatedAlarm {
    AnnunciatedAlarm(
        start: second(start), source: source, verdict: verdict, verification: verified, end: end, isOpen: end == nil,
        isRetrospective: isRetrospective, reversals: reversals)
}

/// A source in a zone of its own.
func source(_ number: Int, importance: String? = nil) -> AnnunciationSource {
    var source = AnnunciationSource(deployment: "hq")
    source.zoneID = "zone-\(number)"
    source.zoneName = "Zone \(number)"
    source.deviceID = "device-\(number)"
    source.importance = importance
    return source
}

/// What one test says of an input; the rest is usual: 30 days from midnight, wholly observed, asked about at their end.
struct TestInput {
    var period = seconds(0..<30 * day)
    var observed: [Range<Instant>]?
    var alarms: [AnnunciatedAlarm] = []
    var sources = [source(0)]
    var armed: [ArmedZone] = []
    var calendar = LocalCalendar.utc
    var now: Instant?
    var settings = PerformanceSettings()
    var dispatches: [Dispatch]?

    func tally() throws -> AlarmTally {
        var input = try PerformanceInput(
            period: period, observed: observed ?? [period], alarms: alarms, sources: sources, armedZones: armed,
            calendar: calendar, now: now ?? period.upperBound, settings: settings)
        input.dispatches = dispatches
        return AlarmTally(input)
    }

    func indicator(_ id: String) throws -> Indicator { try #require(Indicators.one(id, try tally())) }

    /// So many alarms in each 10 minutes from midnight on, spread evenly.
    mutating func fill(bins counts: [Int]) {
        alarms = counts.enumerated().flatMap { bin, count in
            (0..<count).map { alarm(Double(bin) * 600 + Double($0) * 600 / Double(count)) }
        }
        period = seconds(0..<Double(counts.count) * 600)
    }
}

extension Indicator {
    /// A part's figure; nil where it is undefined or not there.
    func part(_ name: String) -> Double? { parts.first { $0.name == name }?.value }

    func shown(_ name: String) -> String? { parts.first { $0.name == name }?.shown }

    func left(_ reason: String) -> Int { excluded.first { $0.reason.contains(reason) }?.count ?? 0 }

    func says(_ words: String) -> Bool { notes.contains { $0.contains(words) } }
}

extension Double {
    /// Whether two figures agree but for the last digits of floating point.
    func isNear(_ other: Double) -> Bool { abs(self - other) <= 1e-9 * max(1, abs(other)) }
}

extension SeededGenerator {
    mutating func number(below limit: Int) -> Int { Int(next() % UInt64(limit)) }

    /// Starts in order, some of them equal, in bursts and lulls.
    mutating func starts(_ count: Int) -> [Double] {
        var time = 0.0
        return (0..<count).map { _ in
            time += number(below: 4) == 0 ? Double(number(below: 900)) : Double(number(below: 60))
            return time
        }
    }
}
