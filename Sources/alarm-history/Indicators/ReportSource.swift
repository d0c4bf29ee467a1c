import AlarmHistory
import AlarmPerformance
import Archive
import ArchiveEvents
import Projections
import Reports

/// Where a report's figures come from.
struct ReportSource {
    let archive: ArchiveReader
    let views: ViewStore
    let options: PerformanceOptions

    /// A period's figures; its alarms are not kept.
    struct Answer {
        let figures: PeriodFigures
        /// What a person should know of them.
        let notes: [String]
        /// Whether nothing is known to be missing.
        let isComplete: Bool
    }

    /// The figures of a period; what it is where it is not given, ``PerformanceReading`` says.
    func figures(_ since: Instant?, _ until: Instant?) throws -> Answer {
        let reading = try PerformanceReading(archive, views, since: since, until: until, options)
        let coverage = reading.coverage
        return Answer(
            figures: PeriodFigures(reading.tally, coverage: CoverageFacts(coverage.report)), notes: coverage.notes,
            isComplete: reading.isComplete)
    }

    /// The figures of the period of equal length that ends where `period` begins.
    func figures(before period: Range<Instant>) throws -> Answer {
        let length = period.upperBound.milliseconds(since: period.lowerBound)
        return try figures(period.lowerBound.advanced(byMilliseconds: -length), period.lowerBound)
    }
}

extension CoverageFacts {
    /// The coverage of a report's period.
    fileprivate init(_ report: CoverageReport) {
        let targets = report.targets.map { target in
            Target(
                deployment: target.target.deployment, endpoint: target.title, intervals: target.settledIntervals)
        }
        let worst = CoverageInterval.worst(of: targets.map(\.intervals))
        self.init(
            intervals: worst.isEmpty ? report.worst : worst, targets: targets, notes: report.notes,
            isComplete: report.isComplete, unlistedAlarms: report.unlistedCount)
    }
}

extension TargetCoverage {
    /// The intervals, without hope for the time in which nobody looked any more: that is a gap, too.
    fileprivate var settledIntervals: [CoverageInterval] {
        guard let since = notObservedSince, let tail = intervals.last, tail.state == .provisional else {
            return intervals
        }
        let looked = CoverageInterval(.provisional, tail.range.lowerBound..<since)
        let gap = CoverageInterval(.gap, since..<tail.range.upperBound, cause: CoverageInterval.unconfirmed)
        return intervals.dropLast() + [looked, gap].filter { !$0.range.isEmpty }
    }
}
