import AlarmHistory
import ArchiveEvents
import EventStorage
import Foundation
import GRDB
import Projections
import TestSupport
import Testing

@Suite("Views folded from a history")
struct ViewFoldTests {
    @Test(
        "are the same event by event, in runs of any length, and at once, whatever is held in memory", arguments: 0..<6
    )
    func rebuiltIsLive(seed: Int) async throws {
        let history = try await History(seed: UInt64(seed))
        let live = try history.open("live")
        for event in history.events { try live.take([event]) }
        let runs = try history.open("runs")
        var rest = history.events[...]
        var generator = SeededGenerator(seed: UInt64(seed))
        while !rest.isEmpty {
            let run = rest.prefix(Int.random(in: 1...60, using: &generator))
            try runs.take(Array(run))
            rest = rest.dropFirst(run.count)
        }
        let expected = try live.digest()
        #expect(expected.position.number == UInt64(history.events.count), "seed \(seed)")
        #expect(try runs.digest() == expected, "seed \(seed)")
        for limit in [2, 1000] {
            let path = history.test.folder.file("fold-\(limit).sqlite")
            let fold = ViewFold(try history.test.reader(), origin: history.origin, openLimit: limit)
            #expect(try fold.write(to: path) { _ in } == history.events.count)
            #expect(try ViewStore.open(at: path, origin: history.origin).digest() == expected, "seed \(seed), \(limit)")
        }
    }

    @Test("the daily counts are those of the alarms", arguments: 0..<4)
    func dailyCounts(seed: Int) async throws {
        let history = try await History(seed: UInt64(seed))
        let views = try history.open("views")
        for event in history.events { try views.take([event]) }
        let began = "coalesce(occurred_at, first_observed_at)"
        let counted = """
            SELECT \(began) / 86400000, source, verdict, count(*), sum(state = 0), sum(state = 2), sum(answered_late),
              sum(answered_late = 0 AND answered_not_after IS NOT NULL AND response_high IS NULL), count(response_high)
            FROM alarm GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
            """
        let kept =
            "SELECT day, source, verdict, alarms, ongoing, missing, late, untimed, responses, hours FROM daily ORDER BY 1, 2, 3"
        let (expected, rows) = try views.read { database in
            (try Row.fetchAll(database, sql: counted), try Row.fetchAll(database, sql: kept))
        }
        #expect(rows.count == expected.count && !rows.isEmpty, "seed \(seed)")
        for (row, wanted) in zip(rows, expected) {
            for column in 0..<8 { #expect(row[column] as Int64 == wanted[column], "seed \(seed), column \(column)") }
            #expect(try ResponseTime.decode([UInt8](row[8] as Data)).count == wanted[8], "seed \(seed)")
            let hours = (row[9] as String).dropFirst().dropLast().split(separator: ",").compactMap { Int($0) }
            #expect(hours.count == 24 && hours.reduce(0, +) == wanted[3], "seed \(seed)")
        }
    }

    @Test(
        "what was known at a position is what its events alone make; at the end it is what is known", arguments: 0..<4)
    func asOf(seed: Int) async throws {
        let history = try await History(seed: UInt64(seed))
        let views = try history.open("views")
        for event in history.events { try views.take([event]) }
        let log = try history.test.reader()
        let then = try history.open("then")
        let step = max(1, history.events.count / 8)
        let places = Array(stride(from: 0, to: history.events.count, by: step)) + [history.events.count]
        for place in places {
            try then.take(Array(history.events[Int(then.progress().number)..<place]))
            for filter in Self.filters {
                var past = filter
                past.asOf = Position(UInt64(place))
                let found = try past.answer(from: views, log: log)
                let expected = try filter.answer(from: then)
                #expect(found.total == expected.total, "seed \(seed), position \(place)")
                #expect(found.alarms.map(\.facts) == expected.alarms.map(\.facts), "seed \(seed), position \(place)")
            }
        }
    }

    private static var filters: [AlarmQuery] {
        var (all, some, few) = (AlarmQuery(), AlarmQuery(), AlarmQuery())
        all.deployment = nil
        some.states = [.ended]
        some.zone = "z1"
        few.verdicts = [.valid, .false]
        few.deployment = "hq"
        few.limit = 2
        return [all, some, few]
    }

    @Test("events that cannot be taken in are set aside with their reason, and nothing else is lost")
    func setAside() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let events = [
            NewEvent(type: EventType(rawValue: "not-known-yet.v7"), subject: "hq/alerts/a", data: Array("{}".utf8)),
            NewEvent(type: .gapOpened, subject: "nowhere", data: Array("{}".utf8)),
            NewEvent(type: .recordSeen, subject: "hq/alerts/unidentified", endpoint: "alerts", data: Array("{}".utf8)),
            NewEvent.sample("a", 1),
        ]
        _ = try await log.append(events, at: .testStart)
        let views = try ViewStore.open(at: test.folder.file("views.sqlite"), origin: log.origin)
        try views.catchUp(with: test.reader())
        let rows = try views.setAside()
        #expect(rows.map(\.position) == [Position(1), Position(2), Position(3)])
        #expect(rows.map(\.subject) == ["hq/alerts/a", "nowhere", "hq/alerts/unidentified"])
        #expect(rows[0].reason == "this version does not know not-known-yet.v7")
        #expect(rows[2].reason == "the record has no identity of its own")
        #expect(try AlarmQuery().answer(from: views).alarms.map(\.guid) == ["a"])
    }

    @Test("a block that claims billions of events is an error, and no memory is taken for them")
    func claimedEvents() async throws {
        let test = try TestLog()
        let log = try await test.create()
        _ = try await log.append((0..<5).map { .sample("s", $0) }, at: .testStart)
        let origin = log.origin
        try await log.close()
        let queue = try DatabaseQueue(path: test.path)
        try await queue.write { database in
            for name in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
                try database.execute(sql: "DROP TRIGGER \(name)")
            }
            try database.execute(sql: "UPDATE block SET event_count = 4294967294 WHERE first_position = 1")
        }
        try queue.close()
        #expect(throws: BlockDamage.self) {
            try ViewFold(test.reader(), origin: origin).write(to: test.folder.file("views.sqlite")) { _ in }
        }
    }

    @Test("response times survive their column, whatever they are, and are taken out one at a time")
    func responses() throws {
        var generator = SeededGenerator(seed: 5)
        let times = (0..<500).map { _ in
            let low = Int64(generator.next() % 1_000_000_000)
            return ResponseTime(low...low + Int64(generator.next() % 3) * 60_000)
        }
        #expect(try ResponseTime.decode(ResponseTime.encode(times)) == times.sorted())
        #expect(try ResponseTime.decode(ResponseTime.encode([])) == [])
        let one = ResponseTime(5...7)
        #expect(ResponseTime.removing([one], from: [one, one, ResponseTime(0...7)]) == [one, ResponseTime(0...7)])
    }

    @Test("times stand in the stable views in milliseconds and as text, to the millisecond")
    func timesAsText() async throws {
        let history = try await History(seed: 3)
        let views = try history.open("views")
        try views.take(history.events)
        let rows = try views.read { try Row.fetchAll($0, sql: "SELECT * FROM v1_alarms") }
        #expect(!rows.isEmpty)
        for row in rows {
            for column in row.columnNames where column.hasSuffix("_at_ms") {
                let text = (row[column] as Int64?).map { Instant(milliseconds: $0).description }
                #expect(row[String(column.dropLast(3))] as String? == text, "\(column)")
            }
        }
    }
}

/// A log of random events.
private struct History {
    let test: TestLog
    let origin: String
    let events: [RecordedEvent]

    init(seed: UInt64) async throws {
        test = try TestLog(.memory)
        let log = try await test.create()
        var random = RandomHistory(seed: seed)
        for commit in 0..<20 {
            let time = Instant.testStart.advanced(byMilliseconds: Int64(commit) * 7_000)
            _ = try await log.append(random.next(9), at: time)
        }
        origin = log.origin
        events = try test.events()
    }

    func open(_ name: String) throws -> ViewStore {
        try ViewStore.open(at: test.folder.file("\(name).sqlite"), origin: origin)
    }
}

extension AlarmRow {
    /// All but the present name of a zone.
    fileprivate var facts: [String] {
        ["\(deployment)/\(guid)", zoneID ?? "-", source.zoneName ?? "-", device ?? "-", "\(summary)"]
    }
}
