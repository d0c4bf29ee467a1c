import Foundation

/// The answers of two programs to one question, which must be equal row by row.
struct HistoryAnswers {
    private typealias Row = [String: Any]

    /// Files of JSON: `{"alarms":[...]}` or `{"rows":[...]}` of ours, an array of theirs.
    let ours: String
    let theirs: String

    /// How many rows there are; fails where the answers differ.
    func compare() throws -> Int {
        let document = try Self.json(ours) as? Row ?? [:]
        let other = try Self.json(theirs) as? [Row] ?? []
        if let alarms = document["alarms"] as? [Row] {
            return try compare(alarms.map(Self.alarm), other.map(Self.alarm))
        }
        // Groups may come in another order.
        let groups = document["rows"] as? [Row] ?? []
        return try compare(groups.map(Self.group).sorted(), other.map(Self.theirGroup).sorted())
    }

    private func compare(_ own: [String], _ other: [String]) throws -> Int {
        guard !own.isEmpty, own == other else {
            let difference = zip(own, other).first { $0 != $1 }.map { "\($0) but \($1)" } ?? ""
            throw BenchmarkFailure(what: "the answers differ: \(own.count) rows, DuckDB \(other.count); \(difference)")
        }
        return own.count
    }

    private static func json(_ path: String) throws -> Any {
        try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private static func alarm(_ row: Row) -> String {
        let texts = ["guid", "deployment", "zone_id", "zone_name", "device", "state", "verdict", "merged", "events"]
        let times = [
            "occurred_at", "first_observed_at", "last_observed_at", "ended_at", "ended_not_before", "ended_not_after",
        ]
        return (texts.map { text(row[$0]) } + times.map { time(row[$0]) }).joined(separator: " ")
    }

    private static let counts = ["month", "alarms", "valid", "false", "unverified", "ongoing"]

    private static func group(_ row: Row) -> String {
        let high = row["response_ms"] as? Row ?? [:]
        let low = high["low"] as? Row ?? [:]
        let figures = ["median", "p90", "p95", "max"]
        let texts =
            [high["late_verdicts"], high["n"]].map(text) + figures.map { text(high[$0]) }
            + figures.map { text(low[$0]) }
        return ([text(row["zone_id"])] + counts.map { text(row[$0]) } + texts).joined(separator: " ")
    }

    private static func theirGroup(_ row: Row) -> String {
        func percentiles(_ name: String) -> [String] {
            (row[name] as? [Any])?.map { text($0) } ?? ["-", "-", "-"]
        }
        let high = percentiles("high") + [text(row["high_max"])]
        let low = percentiles("low") + [text(row["low_max"])]
        let answers = [text(row["late_verdicts"]), text(row["n"])]
        return ([text(row["zone_id"])] + counts.map { text(row[$0]) } + answers + high + low).joined(separator: " ")
    }

    private static func text(_ value: Any?) -> String {
        guard let value, !(value is NSNull) else { return "-" }
        return "\(value)"
    }

    /// `2025-03-03 01:02:03.4` and `2025-03-03T01:02:03.400Z` are one time.
    private static func time(_ value: Any?) -> String {
        let spelled = text(value).replacingOccurrences(of: "T", with: " ").replacingOccurrences(of: "Z", with: "")
        guard let dot = spelled.firstIndex(of: ".") else { return spelled }
        let fraction = String(spelled[dot...].dropFirst().reversed().drop { $0 == "0" }.reversed())
        return spelled[..<dot] + (fraction.isEmpty ? "" : "." + fraction)
    }
}
