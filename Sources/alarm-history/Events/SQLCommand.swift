import Archive
import ArgumentParser
import Foundation
import Projections

/// `sql`: a question in SQL.
struct SQLCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql",
        abstract: "Ask the views in SQL; nothing but reading is possible.",
        discussion: """
            The views v1_alarms, v1_transitions, v1_zones, v1_zone_log, v1_coverage, v1_arming, v1_daily and v1_hourly stay \
            as they are: later versions only add columns to them. schema/README.md describes them, and the tables below them, \
            which may change. Times are given twice, as text in UTC and, in columns that end in _ms, as ms since 1970.

            The answer rests on what is in the archive: `alarm-history coverage` tells which time was observed. All rows \
            are given. Ctrl-C stops a question.

            EXAMPLES
              alarm-history sql "SELECT zone_name, count(*) AS alarms FROM v1_alarms WHERE verdict = 'false' \\
                AND began_at_ms >= unixepoch('2026-11-01') * 1000 GROUP BY 1 ORDER BY 2 DESC"
              alarm-history sql "SELECT guid, former_verdict, verdict, actor, not_after FROM v1_transitions \\
                WHERE afterwards = 'reversal'" --csv
              alarm-history sql "SELECT day, sum(alarms) AS alarms FROM v1_daily GROUP BY 1" --json
              alarm-history sql "SELECT zone_name, occurred_at, action, user_name FROM v1_zone_log \\
                WHERE action LIKE '%disarmed' ORDER BY occurred_at_ms DESC LIMIT 20"
              alarm-history sql - --jsonl < question.sql
            """)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var format: FormatOptions
    @Argument(help: "One SELECT; - reads it from standard input.") var query: String

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let text = query == "-" ? String(decoding: try Self.standardInput(), as: UTF8.self) : query
            let reader = try archive.reader()
            let views = try archive.views(of: reader)
            let question: ReadQuery
            do {
                question = try ReadQuery(text, of: views)
            } catch let error as ReadQueryError where error.isUsage {
                throw UsageError(description: error.description)
            }
            Interrupt.stops(question)
            try SQLAnswer(question).write(format)
            try views.requireUnchanged()
            return .done
        }
    }

    private static func standardInput() throws -> Data { try FileHandle.standardInput.readToEnd() ?? Data() }
}
