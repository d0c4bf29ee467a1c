import AlarmHistory
import ArchiveEvents
import GRDB

/// Tables `target`, `covered` and `gap`: the rows of a ``CoverageTrack``, changed as the track itself would change.
struct CoverageTable {
    private var firstLooks: [LookTarget: Instant] = [:]

    /// When targets first gave a record.
    mutating func apply(_ looks: [LookTarget: Instant]) {
        firstLooks.merge(looks) { min($0, $1) }
    }

    func apply(_ evidence: CoverageEvidence, of subject: String, in database: Database) throws {
        switch evidence {
        case .looked: break
        case .confirmed(let stretch): try confirm(stretch, subject, database)
        case .opened(let gap):
            try end(try openGap(subject, database), at: gap.from, database)
            try insert(gap, subject, database)
        case .closed(let from, let until, let position):
            if let gap = try openGap(subject, database) {
                try end(gap, at: until, from: from, database)
            } else if let from {
                try insert(.ended(from: from, until: until, position: position), subject, database)
            }
        }
    }

    mutating func save(to database: Database) throws {
        let sql = """
            INSERT INTO target VALUES (?, ?)
            ON CONFLICT DO UPDATE SET first_look_at = min(first_look_at, excluded.first_look_at)
            """
        for (target, time) in firstLooks {
            try database.cachedStatement(sql: sql).execute(arguments: [target.coverageSubject, time.milliseconds])
        }
        firstLooks.removeAll()
    }

    // MARK: what the log vouches for

    private func confirm(_ stretch: ConfirmedStretch, _ subject: String, _ database: Database) throws {
        let touching = try touching(stretch, subject, database)
        let delete = "DELETE FROM covered WHERE subject = ? AND starts_at = ?"
        for row in touching {
            let key: StatementArguments = [subject, row.range.lowerBound.milliseconds]
            try database.cachedStatement(sql: delete).execute(arguments: key)
        }
        let whole = touching.reduce(stretch) { $0.union($1) }
        try database.cachedStatement(sql: "INSERT INTO covered VALUES (?, ?, ?, ?, ?, ?)").execute(arguments: [
            subject, whole.range.lowerBound.milliseconds, whole.range.upperBound.milliseconds, whole.looks,
            whole.longestInterval, whole.position.number,
        ])
    }

    /// From the last row on: nearly always that one grows.
    private func touching(
        _ stretch: ConfirmedStretch, _ subject: String, _ database: Database
    ) throws -> [ConfirmedStretch] {
        let sql = "SELECT * FROM covered WHERE subject = ? AND starts_at <= ? ORDER BY starts_at DESC"
        let arguments: StatementArguments = [subject, stretch.range.upperBound.milliseconds]
        let rows = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
        var touching: [ConfirmedStretch] = []
        while let row = try rows.next().map({ try ConfirmedStretch(row: $0) }), row.touches(stretch) {
            touching.append(row)
        }
        return touching
    }

    // MARK: gaps

    private func openGap(_ subject: String, _ database: Database) throws -> ToldGap? {
        let sql = "SELECT * FROM gap WHERE subject = ? ORDER BY opened_position DESC LIMIT 1"
        let row = try Row.fetchOne(database.cachedStatement(sql: sql), arguments: [subject])
        return try row.map { try ToldGap(row: $0) }.flatMap { $0.until == nil ? $0 : nil }
    }

    private func end(
        _ gap: ToldGap?, at time: Instant, from other: Instant? = nil, _ database: Database
    ) throws {
        guard let ended = gap?.ending(at: time, from: other) else { return }
        let sql = "UPDATE gap SET starts_at = ?, ends_at = ? WHERE opened_position = ?"
        try database.cachedStatement(sql: sql).execute(arguments: [
            ended.from.milliseconds, ended.until?.milliseconds, ended.position.number,
        ])
    }

    private func insert(_ gap: ToldGap, _ subject: String, _ database: Database) throws {
        try database.cachedStatement(sql: "INSERT INTO gap VALUES (?, ?, ?, ?, ?, ?)").execute(arguments: [
            gap.position.number, subject, gap.cause, gap.detail, gap.from.milliseconds, gap.until?.milliseconds,
        ])
    }
}

extension ConfirmedStretch {
    init(row: Row) throws {
        let (start, end) = (try row.time(1), try row.time(2))
        guard start <= end else { throw ViewError.damaged("a time that ends before it begins") }
        try self.init(
            start..<end, looks: row.count(3), longestInterval: Int64(row.count(4)), position: Position(row.value(5)))
    }
}

extension ToldGap {
    init(row: Row) throws {
        try self.init(
            position: row.position("opened_position"), cause: row.value("cause"), detail: row.value("detail"),
            from: row.time("starts_at"), until: row.optionalTime("ends_at"))
    }
}
