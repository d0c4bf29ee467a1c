import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import TestSupport

@testable import Reports

/// A year as sites have them: seasons, nights and weekends, a burst, a flood, gaps in what was observed, zones with long
/// names. The same for the same seed.
struct LivelyYear {
    /// 2026-01-01 00:00 in Berlin, so many days on.
    static func midnight(_ day: Int64) -> Instant { Instant(milliseconds: 1_767_222_000_000 + day * 86_400_000) }

    /// Summer time from 29 March until 25 October 2026.
    static let berlin = LocalCalendar(
        name: "Europe/Berlin", secondsAhead: 3600,
        changes: [
            .init(from: Instant(milliseconds: 1_774_746_000_000), secondsAhead: 7200),
            .init(from: Instant(milliseconds: 1_792_890_000_000), secondsAhead: 3600),
        ])

    static let zones = (0..<30).map { number in
        ZoneName(
            id: "zone-\(number)",
            name: number % 5 == 0 ? "\(places[number % 6]), \(number), south side" : names[number % 10] + " \(number)",
            deployment: number < 20 ? "hq" : "depot")
    }

    private static let places = [
        "Loading bay of the old warehouse behind the railway line", "Perimeter fence along the river path",
        "Roof", "Entrance", "Parking deck level 3", "Server room",
    ]
    private static let names = [
        "Gate", "Dock", "Yard", "Office wing", "Stairs", "Cellar", "Ramp", "Tower", "Lobby", "Fence",
    ]

    /// Two gaps and a pause; the last hour is not final yet.
    static func coverage(_ days: Range<Int64>) -> CoverageFacts {
        var intervals: [CoverageInterval] = []
        func add(_ state: CoverageState, until day: Int64, hour: Int64 = 0, cause: String? = nil) {
            let from = intervals.last?.range.upperBound ?? midnight(days.lowerBound)
            let end = min(midnight(day).advanced(byMilliseconds: hour * 3_600_000), midnight(days.upperBound))
            guard from < end else { return }
            intervals.append(CoverageInterval(state, from..<end, cause: cause))
        }
        add(.covered, until: 97, hour: 7)
        add(.gap, until: 101, hour: 15, cause: "unreachable")
        add(.covered, until: 233)
        add(.paused, until: 233, hour: 5, cause: "paused")
        add(.covered, until: days.upperBound - 1, hour: 23)
        add(.provisional, until: days.upperBound)
        let targets = ["alerts", "ongoing-alerts"].map {
            CoverageFacts.Target(deployment: "hq", endpoint: $0, intervals: intervals)
        }
        return CoverageFacts(
            intervals: intervals, targets: targets,
            notes: ["2 gaps in this period: an endpoint was not observed; see `alarm-history coverage`"],
            isComplete: !intervals.contains { $0.state == .gap || $0.state == .paused })
    }

    static func figures(_ days: Range<Int64> = 0..<365, seed: UInt64 = 7) -> PeriodFigures {
        var generator = SeededGenerator(seed: seed)
        let facts = coverage(days)
        var figures = PeriodFigures(
            midnight(days.lowerBound)..<midnight(days.upperBound), berlin, coverage: facts, zones: zones)
        for day in days {
            for _ in 0..<alarms(on: day, &generator) { figures.countOne(day, &generator) }
        }
        figures.responses.marks = [
            .init("median", seconds: 41), .init("p90", seconds: 152), .init("p95", seconds: 420),
            .init("p99", seconds: 9000),
        ]
        figures.responses.targets = [
            .init(
                percentile: 80, seconds: 90, filter: "other", preset: "arc-80-98.5", achieved: 0.774,
                outcome: "not reached"),
            .init(
                percentile: 98.5, seconds: 180, filter: "other", preset: "arc-80-98.5", achieved: 0.91,
                outcome: "not reached"),
        ]
        figures.floods = floods(days)
        figures.indicators = Samples.indicators
        return figures
    }

    private static func alarms(on day: Int64, _ generator: inout SeededGenerator) -> Int {
        if (97..<101).contains(day) { return 0 }
        let season = 30 + 25 * triangle(day, 365)
        let burst = day == 180 ? 260.0 : 0
        return Int(season * Double.random(in: 0.6...1.5, using: &generator) * (day % 7 < 2 ? 0.5 : 1) + burst)
    }

    private static func triangle(_ day: Int64, _ length: Int64) -> Double {
        abs(Double(day % length) / Double(length) * 2 - 1)
    }

    static func floods(_ days: Range<Int64>) -> [FloodFigures] {
        [(20, 14, 25), (97, 38, 12), (180, 260, 48), (181, 22, 14), (300, 61, 17)].filter { days.contains($0.0) }.map {
            day, alarms, peak in
            let start = midnight(day).advanced(byMilliseconds: 7_200_000)
            return FloodFigures(
                start..<start.advanced(byMilliseconds: Int64(alarms) * 60_000), alarms: alarms, peak: peak,
                ending: day == 97 ? .truncated : .closed, first: "Gate 0 / camera 4 / motion",
                zones: ["Gate 0", "Dock 1", "Yard 2"])
        }
    }
}

extension PeriodFigures {
    fileprivate mutating func countOne(_ day: Int64, _ generator: inout SeededGenerator) {
        // Nights are busy.
        let hour =
            Double.random(in: 0...1, using: &generator) < 0.6
            ? Double.random(in: 20...29, using: &generator) : Double.random(in: 0...24, using: &generator)
        let start = LivelyYear.midnight(day).advanced(byMilliseconds: Int64(hour * 3_600_000))
        guard period.contains(start) else { return }
        let zone = Int(
            Double(zones.count) * Double.random(in: 0...1, using: &generator)
                * Double.random(in: 0...1, using: &generator))
        let verdict =
            [AlarmVerdict.false, .false, .false, .valid, .none, .false, .none, .unknown].randomElement(
                using: &generator) ?? .none
        count(start, verdict == .unknown && day % 5 > 0 ? .false : verdict, zone: zone)
        switch verdict {
        case .none: responses.countUnanswered()
        case .unknown: responses.countRetrospective()
        default:
            responses.count(
                seconds: 400 * Double.random(in: 0...1, using: &generator)
                    * Double.random(in: 0.02...1, using: &generator) + (day % 30 == 0 ? 5000 : 0))
        }
    }
}
