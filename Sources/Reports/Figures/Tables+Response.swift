import AlarmPerformance

/// The table of ``ResponseChart``: stretches of time, then the figures and targets that are drawn as lines.
struct ResponseTable {
    let table: DataTable

    init(_ times: ResponseTimes) {
        var table = DataTable(columns: [
            DataTable.Column("Time to first verification", "what", .text), DataTable.Column("From", "from_seconds"),
            DataTable.Column("Alarms", "alarms"), DataTable.Column("Share", "share"),
            DataTable.Column("Share so far", "cumulative_share"),
        ])
        table.rows =
            Self.stretches(times) + Self.others(times) + times.marks.map(Self.row) + times.targets.map(Self.row)
        self.table = table
    }

    private static func stretches(_ times: ResponseTimes) -> [[DataTable.Cell]] {
        var sum = 0
        return times.counts.enumerated().map { index, count in
            sum += count
            return [
                .words(ResponseChart.name(index)), .seconds(ResponseTimes.bounds[index]), .count(count),
                .share(count, of: times.answered), .share(sum, of: times.answered),
            ]
        }
    }

    private static func others(_ times: ResponseTimes) -> [[DataTable.Cell]] {
        [
            ("never verified", times.unanswered), ("verified after the end", times.retrospective),
            ("verified at an unknown time", times.untimed),
        ].map { title, count in
            [.words(title), .nothing("-"), .count(count), .nothing("-"), .nothing("-")]
        }
    }

    private static func row(_ mark: ResponseTimes.Mark) -> [DataTable.Cell] {
        [.words(mark.name), .seconds(mark.seconds), .nothing("-"), .nothing("-"), .nothing("-")]
    }

    private static func row(_ target: ResponseTimes.TargetLine) -> [DataTable.Cell] {
        let title = "target from \(target.preset), \(target.filter): \(target.text)"
        return [
            .vendor(VendorText(title)), .seconds(target.seconds), .nothing("-"), .nothing("-"),
            .share(target.achieved, else: "undefined"),
        ]
    }
}

/// The table of ``FloodChart``.
struct FloodTable {
    let table: DataTable

    init(_ floods: [FloodFigures], total: Int, _ calendar: LocalCalendar) {
        var table = DataTable(columns: [
            DataTable.Column("Start", "start", .time), DataTable.Column("End", "end", .time),
            DataTable.Column("Duration", "seconds"), DataTable.Column("Alarms", "alarms"),
            DataTable.Column("Most in 10 min", "peak"), DataTable.Column("Ending", "ending", .text),
            DataTable.Column("First alarm", "first_source", .text), DataTable.Column("Top zones", "top_zones", .text),
        ])
        table.rows = floods.map { Self.row($0, calendar) }
        if total > floods.count { table.total = total }
        table.omission = "the largest, in the order of time. Ask for a shorter period to see the others."
        self.table = table
    }

    private static func row(_ flood: FloodFigures, _ calendar: LocalCalendar) -> [DataTable.Cell] {
        let zones = flood.zones.map(\.raw).joined(separator: "; ")
        return [
            .time(flood.range.lowerBound, calendar), .time(flood.range.upperBound, calendar),
            .seconds(Double(flood.range.milliseconds) / 1000), .count(flood.alarms), .count(flood.peak),
            .words(flood.ending.words), flood.first.map { .vendor($0) } ?? .nothing("unknown"),
            zones.isEmpty ? .nothing("unknown") : .vendor(VendorText(zones)),
        ]
    }

    /// Rows that a page shows.
    static let longest = 2000
}
