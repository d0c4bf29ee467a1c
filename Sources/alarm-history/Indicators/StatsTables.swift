import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import Projections

/// The answer of `stats` for people: a table of the groups and, where pictures can be shown, how each went over time.
struct StatsTables {
    let groups: [StatsGroup]
    let query: StatsQuery
    let coverage: PeriodCoverage
    let bars: Bars?

    var text: String {
        let total = groups.reduce(0) { $0 + $1.alarms }
        let sum = "\(total) alarms" + (query.keys.isEmpty ? "" : " in \(groups.count) groups")
        return [table.text, trends?.text, sum].compactMap { $0 }.joined(separator: "\n\n")
    }

    private var table: Table {
        let largest = Double(groups.map(\.alarms).max() ?? 0)
        let figures = ["ALARMS", "VALID", "FALSE", "UNVERIFIED", "ONGOING", "ANSWERED", "MEDIAN", "P90", "P95", "MAX"]
        var table = Table(columns: query.keys.map { $0.rawValue.uppercased() } + figures + (bars == nil ? [] : [""]))
        table.hasPictures = bars != nil
        table.rows = groups.map { group in
            let counts = [
                group.alarms, group.valid, group.falseAlarms, group.unverified, group.ongoing, group.answered,
            ]
            let high = group.responses?.high
            let times = [high?.median, high?.p90, high?.p95, high?.max].map {
                $0.map { LocalTime.text(milliseconds: $0) } ?? "-"
            }
            let picture = bars.map { [$0.bar(Double(group.alarms), of: largest)] } ?? []
            return query.keys.map { cell($0, group) } + counts.map(String.init) + times + picture
        }
        return table
    }

    private func cell(_ key: StatsKey, _ group: StatsGroup) -> String {
        let text =
            switch key {
            case .zone: group.source?.zoneName ?? group.source?.zoneID
            case .device: group.source?.device ?? group.source?.deviceID
            case .rule: group.source?.ruleName ?? group.source?.ruleID
            case .deployment: group.source?.deployment
            case .detection: group.source?.detection
            case .importance: group.source?.importance
            case .verdict: group.verdict.rawValue
            case .month: group.date.month
            case .day: group.date.text
            case .weekday: group.date.weekdayName
            case .hour: "\(group.hour)"
            }
        return (text ?? "-").printable
    }

    // MARK: over time

    /// Alarms by day or month, a row for each of what the other keys tell apart.
    private var trends: Table? {
        let times = query.keys.filter(\.isTime)
        guard let bars, let time = times.first, times.count == 1, time == .day || time == .month else { return nil }
        let others = query.keys.filter { !$0.isTime }
        let cells = timeCells(time)
        let series = Dictionary(grouping: groups) { group in others.map { cell($0, group) } }
        var table = Table(
            columns: others.map { $0.rawValue.uppercased() } + ["ALARMS", "BY \(time.rawValue.uppercased())"])
        table.hasPictures = true
        table.rows = series.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { names, groups in
            let counts = Dictionary(groups.map { (cell(time, $0), Double($0.alarms)) }, uniquingKeysWith: +)
            let values = cells.map { counts[$0.name] ?? ($0.isObserved ? 0 : nil) }
            return names + ["\(groups.reduce(0) { $0 + $1.alarms })", bars.sparkline(values)]
        }
        return table
    }

    /// The days or months of the period, and whether nothing of them is known to be missing. Those before the first and
    /// behind the last alarm are left out.
    private func timeCells(_ time: StatsKey) -> [(name: String, isObserved: Bool)] {
        let gaps = coverage.unobserved
        var cells: [(name: String, isObserved: Bool)] = []
        let names = Set(groups.map { cell(time, $0) })
        for day in query.calendar.days(in: coverage.period) {
            let date = StatsDate(day: day.number)
            let name = time == .day ? date.text : date.month
            let isObserved = !gaps.contains { $0.overlaps(day.range) }
            if cells.last?.name == name {
                cells[cells.count - 1].isObserved = isObserved && cells[cells.count - 1].isObserved
            } else {
                cells.append((name, isObserved))
            }
        }
        let first = cells.firstIndex { names.contains($0.name) } ?? 0
        let last = cells.lastIndex { names.contains($0.name) } ?? cells.count - 1
        return first <= last ? Array(cells[first...last]) : []
    }
}
