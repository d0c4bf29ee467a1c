import AlarmHistory
import ArchiveEvents
import GRDB

/// All tables of the views, as they are while events are taken in.
struct ViewTables {
    private var alarms: AlarmTable
    private var zones = ZoneTable()
    private var coverage = CoverageTable()
    private let drift = DriftTable()
    private let webhooks = WebhookTable()
    private let actions = ActionTable()
    private let openLimit: Int

    init(_ sources: SourceTable, _ places: AlarmPlaces, openLimit: Int = standardOpenLimit) {
        alarms = AlarmTable(sources, places)
        self.openLimit = openLimit
    }

    /// Takes in what follows the progress.
    mutating func apply(_ chunk: ViewChunk, in database: Database) throws {
        coverage.apply(chunk.firstLooks)
        for row in chunk.setAside { try Self.setAside(row, database) }
        for sight in chunk.alarms {
            try Self.settingAside(sight.evidence.position, database) { try alarms.apply(sight, in: database) }
        }
        for (position, fact) in chunk.others {
            try Self.settingAside(position, database) { try apply(fact, database) }
        }
        if alarms.openCount > openLimit { try alarms.saveQuiet(to: database) }
    }

    /// Writes all that is held back.
    mutating func save(to database: Database) throws {
        try alarms.save(to: database)
        try zones.save(to: database)
        try coverage.save(to: database)
    }

    private mutating func apply(_ fact: ViewFact, _ database: Database) throws {
        switch fact {
        case .zone(let sight): try zones.apply(sight, in: database)
        case .zoneEntry(let row): try zones.apply(row, in: database)
        case .coverage(let subject, let evidence): try coverage.apply(evidence, of: subject, in: database)
        case .drift(let rows): try drift.apply(rows, in: database)
        case .webhook(let row): try webhooks.apply(row, in: database)
        case .action(let sight): try actions.apply(sight, in: database)
        }
    }

    /// One event that no table can hold must not stand in the way of all that follow.
    private static func settingAside(_ position: Position, _ database: Database, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as DatabaseError where isAboutTheRow(error) {
            let reason = "no row can hold it: \(error.message ?? "\(error.resultCode)")"
            try setAside(SetAsideRow(position: position, type: "", subject: "", reason: reason), database)
        }
    }

    private static func setAside(_ row: SetAsideRow, _ database: Database) throws {
        try BoundStatement("INSERT OR REPLACE INTO set_aside VALUES (?, ?, ?, ?)", database).run { values in
            values.position(row.position)
            values.text(row.type)
            values.text(row.subject)
            values.text(row.reason)
        }
    }

    private static func isAboutTheRow(_ error: DatabaseError) -> Bool {
        [.SQLITE_CONSTRAINT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_RANGE].contains(error.resultCode)
    }

    /// Alarms in memory before the quiet half of them is written: some 10 MB. Few enough that those who read ahead do not
    /// wait for long, and more than are told of at the same time.
    static let standardOpenLimit = 16_384
}
