import AlarmHistory
import ArchiveEvents
import ExactJSON

/// The answer of `coverage`.
struct CoverageAnswer {
    let report: CoverageReport

    func write(_ format: FormatOptions) throws {
        if format.json {
            try Console.answer(document.bytes + [UInt8(ascii: "\n")])
        } else if format.jsonl {
            for target in report.targets { try Console.answer(target.json.bytes + [UInt8(ascii: "\n")]) }
        } else if format.csv {
            try Console.answer(csv: csv)
        } else {
            try Console.answer(text)
        }
    }

    private var document: JSONValue {
        .object([
            ("schema_version", .integer(1)), ("since", .string(report.period.lowerBound.description)),
            ("until", .string(report.period.upperBound.description)),
            ("archive_began_at", .string(report.beganAt.description)), ("complete", .bool(report.isComplete)),
            ("unlisted_alarms", .whole(report.unlistedCount)), ("events_not_in_views", .whole(report.lacking)),
            ("endpoints", .array(report.targets.map(\.json))),
        ])
    }

    private var csv: Table {
        var table = Table(columns: [
            "deployment", "endpoint", "from", "until", "state", "looks", "longest_interval_ms", "position", "cause",
        ])
        for target in report.targets {
            table.rows += target.intervals.map { interval in
                [
                    target.target.deployment, target.endpoint, interval.range.lowerBound.description,
                    interval.range.upperBound.description, interval.state.rawValue,
                    interval.looks.map(String.init) ?? "", interval.longestInterval.map { String($0) } ?? "",
                    interval.position?.description ?? "", interval.cause ?? "",
                ]
            }
        }
        return table
    }

    // MARK: for people

    private var text: String {
        let (since, until) = (report.period.lowerBound, report.period.upperBound)
        var parts = ["\(LocalTime.text(since)) until \(LocalTime.text(until)), [\(since), \(until))"]
        guard !report.targets.isEmpty else {
            return (parts + ["nothing was polled of what was asked for"]).joined(separator: "\n")
        }
        parts.append(totals.text + (Console.isTerminal ? "\n" + CoveragePicture.legend : ""))
        parts.append(missing.rows.isEmpty ? "no gaps since the first look" : missing.text)
        return parts.joined(separator: "\n\n")
    }

    private var totals: Table {
        let states = [CoverageState.covered, .gap, .paused, .provisional]
        let picture = Console.isTerminal ? ["PICTURE"] : []
        var table = Table(
            columns: ["DEPLOYMENT", "ENDPOINT"] + states.map { $0.rawValue.uppercased() } + ["LAST LOOK"] + picture)
        table.rows = report.targets.map { target in
            let totals = target.totals
            return [target.target.deployment, target.title] + states.map { Self.cell(totals[$0], of: totals.whole) }
                + [target.lastLook.map { LocalTime.text($0) } ?? "-"]
                + picture.map { _ in CoveragePicture(target.intervals, in: report.period).marks }
        }
        return table
    }

    private static func cell(_ part: Int64, of whole: Int64) -> String {
        part == 0 ? "-" : "\(Percentage(part, of: whole)), \(LocalTime.text(milliseconds: part))"
    }

    /// Every gap and pause; those before the first looks where they were asked for.
    private var missing: Table {
        var table = Table(columns: ["FROM", "UNTIL", "LENGTH", "DEPLOYMENT", "ENDPOINT", "CAUSE", "DETAIL"])
        table.rows = report.missing.map { target, interval in
            let reachesEnd = interval.range.upperBound == report.period.upperBound
            return [
                LocalTime.text(interval.range.lowerBound),
                reachesEnd ? "the end" : LocalTime.text(interval.range.upperBound),
                LocalTime.text(milliseconds: interval.milliseconds), target.target.deployment, target.title,
                interval.cause ?? "-", (interval.detail ?? "").printable,
            ]
        }
        return table
    }
}
