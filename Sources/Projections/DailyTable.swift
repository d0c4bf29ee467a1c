import AlarmHistory
import ArchiveEvents
import ExactJSON
import Foundation
import GRDB

/// What one alarm adds to table `daily`.
struct DailyCount {
    let cell: DailyCell
    /// 0 to 23, UTC.
    let hour: Int
    let state: AlarmState
    let isLate: Bool
    let isUntimed: Bool
    let response: ClosedRange<Int64>?

    init(_ summary: AlarmSummary, _ sourceID: Int64) {
        let began = summary.beganAt
        cell = DailyCell(day: began.day, source: sourceID, verdict: summary.verdict.code)
        hour = Int((began.milliseconds - began.day * 86_400_000) / 3_600_000)
        state = summary.state
        isLate = summary.answer?.isLate == true
        isUntimed = summary.isAnsweredAtUnknownTime
        response = summary.response
    }
}

/// The key of table `daily`.
struct DailyCell: Hashable {
    let day: Int64
    let source: Int64
    let verdict: Int64
}

/// Table `daily`: the sum over all alarms, kept by adding what an alarm is now and taking away what it was.
struct DailyTable {
    private var changes: [DailyCell: Sums] = [:]

    /// The columns of a row, or the changes to them.
    private struct Sums {
        var alarms = 0
        var ongoing = 0
        var missing = 0
        var late = 0
        var untimed = 0
        var hours = [Int](repeating: 0, count: 24)
        var responses: [ResponseTime] = []
        var goneResponses: [ResponseTime] = []

        mutating func add(_ count: DailyCount, _ sign: Int) {
            alarms += sign
            hours[count.hour] += sign
            ongoing += count.state == .ongoing ? sign : 0
            missing += count.state == .missing ? sign : 0
            late += count.isLate ? sign : 0
            untimed += count.isUntimed ? sign : 0
            guard let response = count.response.map(ResponseTime.init) else { return }
            if sign > 0 { responses.append(response) } else { goneResponses.append(response) }
        }

        mutating func add(_ other: Sums) {
            alarms += other.alarms
            ongoing += other.ongoing
            missing += other.missing
            late += other.late
            untimed += other.untimed
            for hour in 0..<24 { hours[hour] += other.hours[hour] }
            responses += other.responses
        }
    }

    mutating func add(_ count: DailyCount) { changes[count.cell, default: Sums()].add(count, 1) }

    mutating func remove(_ count: DailyCount) { changes[count.cell, default: Sums()].add(count, -1) }

    /// Writes the changes, in the order of the table.
    mutating func save(to database: Database) throws {
        let writer = try BoundStatement("INSERT OR REPLACE INTO daily VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", database)
        let sorted = changes.sorted { $0.key < $1.key }
        let isEmpty = try Row.fetchOne(database, sql: "SELECT 1 FROM daily LIMIT 1") == nil
        for (cell, change) in sorted {
            var sums = isEmpty ? Sums() : try load(cell, database)
            sums.add(change)
            sums.responses = ResponseTime.removing(change.goneResponses, from: sums.responses)
            try write(sums, cell, writer, database)
        }
        changes.removeAll(keepingCapacity: true)
    }

    private func load(_ cell: DailyCell, _ database: Database) throws -> Sums {
        let sql = """
            SELECT alarms, ongoing, missing, late, untimed, hours, responses FROM daily
            WHERE day = ? AND source = ? AND verdict = ?
            """
        var sums = Sums()
        let arguments: StatementArguments = [cell.day, cell.source, cell.verdict]
        guard let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: arguments) else { return sums }
        (sums.alarms, sums.ongoing) = (try row.count(0), try row.count(1))
        (sums.missing, sums.late, sums.untimed) = (try row.count(2), try row.count(3), try row.count(4))
        sums.hours = try Self.hours(row.value(5))
        sums.responses = try ResponseTime.decode([UInt8](row.value(6) as Data))
        return sums
    }

    private static func hours(_ text: String) throws -> [Int] {
        let hours = try? JSONText(Array(text.utf8)).root.elements.map { $0.integer ?? -1 }
        guard let hours, hours.count == 24, hours.allSatisfy({ (0...ViewStore.mostOfAnything).contains($0) }) else {
            throw ViewError.damaged("a count that cannot be")
        }
        return hours.map { Int($0) }
    }

    private static func json(_ counts: [Int]) -> String {
        var text = "["
        for count in counts {
            if text.utf8.count > 1 { text += "," }
            text += String(count)
        }
        return text + "]"
    }

    private func write(_ sums: Sums, _ cell: DailyCell, _ writer: BoundStatement, _ database: Database) throws {
        guard sums.alarms > 0 else {
            let delete = try BoundStatement("DELETE FROM daily WHERE day = ? AND source = ? AND verdict = ?", database)
            return try delete.run { row in
                row.integer(cell.day)
                row.integer(cell.source)
                row.integer(cell.verdict)
            }
        }
        try writer.run { row in
            row.integer(cell.day)
            row.integer(cell.source)
            row.integer(cell.verdict)
            row.integer(sums.alarms)
            row.integer(sums.ongoing)
            row.integer(sums.missing)
            row.integer(sums.late)
            row.integer(sums.untimed)
            row.text(Self.json(sums.hours))
            row.bytes(ResponseTime.encode(sums.responses))
        }
    }
}

extension DailyCell: Comparable {
    static func < (one: DailyCell, other: DailyCell) -> Bool {
        (one.day, one.source, one.verdict) < (other.day, other.source, other.verdict)
    }
}
