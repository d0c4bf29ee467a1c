import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import EventStorage
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Projections

/// Whoever can write the file can put any number into any column of it: `STRICT` keeps the kind, not the size.
@Suite("A stored value that no event can make")
struct StoredNumbersTests {
    private static let origin = "test.example/log"
    private static let numbers: [Int64] = [.max, .min, -1]

    /// A file with rows in every table.
    private static func made() async throws -> (TestLog, String) {
        let test = try TestLog()
        let log = try await test.create()
        var history = RandomHistory(seed: 11)
        _ = try await log.append(history.next(120), at: .testStart)
        let path = test.folder.file("views.sqlite")
        try ViewStore.open(at: path, origin: origin).catchUp(with: test.reader())
        return (test, path)
    }

    @Test("is a named error or is shown, and never ends the program, whichever column and whichever query")
    func anywhere() async throws {
        let (test, path) = try await Self.made()
        let queue = try DatabaseQueue(path: path)
        let columns = try await queue.read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT t.name, c.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
                    WHERE t.type = 'table' AND c.type = 'INTEGER' AND t.name <> 'progress'
                    """
            ).map { (table: $0[0] as String, column: $0[1] as String) }
        }
        #expect(columns.count > 70)
        let log = try test.reader()
        let (live, fresh) = (
            ViewStore(queue, at: path), try ViewStore.inMemory(foldedFrom: log, origin: Self.origin)
        )
        for (table, column) in columns {
            for number in Self.numbers {
                let change = "UPDATE OR IGNORE \(table) SET \(column) = \(number)"
                try await queue.write { try $0.execute(sql: change) }
                try Self.askAll(of: path, log, "\(table).\(column) = \(number)")
            }
            try live.replace(with: fresh)
        }
    }

    /// Asks everything; an error must say what is wrong and what mends it.
    private static func askAll(of path: String, _ log: LogReader, _ what: String) throws {
        let views = try ViewStore.openReadOnly(at: path)
        let day = Instant.testStart..<Instant.testStart.advanced(byMilliseconds: 86_400_000)
        var past = AlarmQuery()
        past.asOf = Position(50)
        var stats = StatsQuery()
        stats.keys = [.zone, .hour]
        let questions: [() throws -> Void] = [
            { for alarm in try AlarmQuery().answer(from: views).alarms { _ = try views.transitions(of: alarm) } },
            { _ = try past.answer(from: views, log: log) }, { _ = try views.coverage() },
            { _ = try StatsQuery().answer(from: views) }, { _ = try stats.answer(from: views) },
            { for zone in try views.zones(now: .testStart) { try Self.ask(zone, views) } },
            { _ = try ActionQuery().answer(from: views) }, { _ = try views.drift() }, { _ = try views.webhooks() },
            { _ = try views.setAside() }, { _ = try views.names() },
            { _ = try views.changesAfterwards(since: .testStart) },
            {
                let query = PerformanceQuery(period: day, observed: [day], now: day.upperBound)
                _ = AlarmTally(try views.performanceInput(query, log: log))
            },
        ]
        for (index, ask) in questions.enumerated() {
            do {
                try ask()
            } catch let error as ViewError {
                #expect(error.description.contains("rebuild"), "\(what), question \(index)")
            }
        }
    }

    private static func ask(_ zone: ZoneRow, _ views: ViewStore) throws {
        _ = try views.entries(of: zone, since: nil, until: nil, limit: 5)
        _ = try views.armedSince(zone)
    }

    @Test("keeps out no event before the one that it stops, which is named, and is no damage")
    func stopped() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let zone = NewEvent(
            type: .recordSeen, subject: "hq/zones/z", endpoint: "zones", data: Array(#"{"name":"Dock"}"#.utf8))
        _ = try await log.append([zone], at: .testStart)
        let views = try ViewStore.open(at: test.folder.file("views.sqlite"), origin: log.origin)
        try views.catchUp(with: test.reader())
        try await views.queue.write { try $0.execute(sql: "UPDATE zone SET events = \(Int64.max)") }
        let alarms = (0..<20).map { NewEvent.sample("a\($0)", $0) }
        _ = try await log.append(Array(alarms[..<13]) + [zone] + Array(alarms[13...]), at: .testStart)
        for _ in 1...2 {
            let error = #expect(throws: ViewError.self) { try views.catchUp(with: test.reader()) }
            #expect(error?.description.contains("event 15 cannot be taken into the views") == true)
            #expect(error?.isDamage == false)
            #expect(try views.progress() == Position(15) && AlarmQuery().answer(from: views).total == 13)
        }
    }

    @Test("does not end the program that folds on from it either")
    func foldedOn() async throws {
        let test = try TestLog()
        let log = try await test.create()
        var history = RandomHistory(seed: 12)
        _ = try await log.append(history.next(200), at: .testStart)
        let half = await log.size
        _ = try await log.append(history.next(200), at: .testStart)
        let path = test.folder.file("views.sqlite")
        for column in ["events", "reversals", "listed_at", "position", "source", "last_observed_at", "ended_not_after"]
        {
            for number in Self.numbers {
                for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
                let views = try ViewStore.open(at: path, origin: log.origin)
                try views.catchUp(with: test.reader(), until: half)
                let sql = "UPDATE OR IGNORE alarm SET \(column) = \(number)"
                let sums = "UPDATE zone SET events = \(number), log_entries = \(number)"
                try await views.queue.write {
                    try $0.execute(sql: "\(sql); \(sums); UPDATE daily SET alarms = \(number)")
                }
                do {
                    try views.catchUp(with: test.reader())
                } catch let error as ViewError {
                    #expect(error.description.contains("rebuild"), "\(column) = \(number)")
                }
            }
        }
    }
}
