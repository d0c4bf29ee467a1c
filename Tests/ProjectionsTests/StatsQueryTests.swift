import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import EventStorage
import Projections
import TestSupport
import Testing

@Suite("Counting alarms")
struct StatsQueryTests {
    private static let day: Int64 = 86_400_000
    private static let keys: [StatsKey] = [.zone, .verdict]

    @Test(
        "by days and by alarms comes to the same, and to what a plain count comes to", arguments: [1, 2, 3] as [UInt64])
    func ways(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let views = try await RandomYear.views(&generator)
        for round in 0..<40 {
            let query = Self.query(&generator)
            let groups = try query.answer(from: views, by: .alarms)
            let lines = groups.map { $0.line(query.keys) }.sorted()
            #expect(lines == (try Self.naive(query, views)), "seed \(seed), round \(round): \(query)")
            guard query.way == .daily else { continue }
            let quick = try query.answer(from: views, by: .daily).map { $0.line(query.keys) }.sorted()
            #expect(quick == lines, "seed \(seed), round \(round): \(query)")
        }
    }

    @Test("two parts of a period come to the whole", arguments: [4, 5] as [UInt64])
    func parts(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let views = try await RandomYear.views(&generator)
        for way in [StatsQuery.Way.daily, .alarms] {
            var (before, after, whole) = (StatsQuery(), StatsQuery(), StatsQuery())
            let border = Instant.testStart.advanced(
                byMilliseconds: Int64.random(in: -40...(-1), using: &generator) * Self.day)
            before.until = Instant(milliseconds: border.day * Self.day)
            after.since = before.until
            (before.keys, after.keys, whole.keys) = (Self.keys, Self.keys, Self.keys)
            let parts = try before.answer(from: views, by: way) + after.answer(from: views, by: way)
            let sums = Dictionary(grouping: parts) { $0.names(Self.keys) }
            for group in try whole.answer(from: views, by: way) {
                let part = try #require(sums[group.names(Self.keys)], "seed \(seed)")
                #expect(part.map(\.alarms).reduce(0, +) == group.alarms, "seed \(seed)")
                #expect(part.map(\.answered).reduce(0, +) == group.answered, "seed \(seed)")
                #expect(part.map(\.lateVerdicts).reduce(0, +) == group.lateVerdicts, "seed \(seed)")
                #expect(part.compactMap(\.responses?.high.max).max() == group.responses?.high.max, "seed \(seed)")
            }
        }
    }

    @Test("whole UTC days are answered from days; hours, states, other clocks and parts of days from alarms")
    func way() {
        func way(_ change: (inout StatsQuery) -> Void) -> StatsQuery.Way {
            var query = StatsQuery()
            query.keys = [.zone, .month]
            change(&query)
            return query.way
        }
        let midnight = Instant(milliseconds: 20_000 * Self.day)
        #expect(way { _ in } == .daily)
        #expect(way { $0.since = midnight } == .daily)
        #expect(way { $0.verdicts = [.valid] } == .daily)
        #expect(way { $0.calendar = LocalCalendar(name: "Etc/UTC", secondsAhead: 0) } == .daily)
        #expect(way { $0.since = midnight.advanced(byMilliseconds: 1) } == .alarms)
        #expect(way { $0.until = midnight.advanced(byMilliseconds: -1) } == .alarms)
        #expect(way { $0.states = [.ongoing] } == .alarms)
        #expect(way { $0.keys = [.hour] } == .alarms)
        #expect(way { $0.calendar = LocalCalendar(name: "x", secondsAhead: 3600) } == .alarms)
    }

    @Test("percentiles are nearest ranks, in whatever order the values come", arguments: [6, 7, 8] as [UInt64])
    func percentiles(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for count in Array(1...40) + [1000, 4097] {
            let width = Int64([1, 3, 1000, 1_000_000].randomElement(using: &generator) ?? 1)
            var values = (0..<count).map { _ in Int64.random(in: -width...width, using: &generator) }
            if Bool.random(using: &generator) { values.sort() }
            let figures = try #require(ResponseFigures(values))
            let sorted = values.sorted()
            func rank(_ percent: Double) -> Int64 { sorted[Int((percent / 100 * Double(count)).rounded(.up)) - 1] }
            #expect(
                [figures.median, figures.p90, figures.p95, figures.max] == [
                    rank(50), rank(90), rank(95), sorted[count - 1],
                ],
                "seed \(seed), \(count) values")
        }
        #expect(ResponseFigures([]) == nil)
    }

    @Test(
        "a date's month and weekday",
        arguments: [
            (0, "1970-01-01", 3), (-1, "1969-12-31", 2), (20_420, "2025-11-28", 4), (20_423, "2025-12-01", 0),
            (11_016, "2000-02-29", 1),
        ] as [(Int64, String, Int)])
    func date(day: Int64, text: String, weekday: Int) {
        let date = StatsDate(day: day)
        #expect(date.text == text && date.weekday == weekday && date.month == text.prefix(7))
    }

    @Test("without alarms there are no groups, not even one of nothing")
    func empty() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let views = try ViewStore.open(at: test.folder.file("views.sqlite"), origin: log.origin)
        for way in [StatsQuery.Way.daily, .alarms] {
            #expect(try StatsQuery().answer(from: views, by: way).isEmpty)
        }
    }

    // MARK: the plain count

    private static func query(_ generator: inout SeededGenerator) -> StatsQuery {
        var query = StatsQuery()
        query.keys = Array(
            StatsKey.allCases.shuffled(using: &generator).prefix(Int.random(in: 0...4, using: &generator)))
        func chance() -> Bool { Int.random(in: 0..<3, using: &generator) == 0 }
        func time() -> Instant {
            let days = Int64.random(in: -60...2, using: &generator)
            let midnight = (Instant.testStart.day + days) * day
            return Instant(milliseconds: midnight + (chance() ? Int64.random(in: 1..<day, using: &generator) : 0))
        }
        if chance() { query.since = time() }
        if chance() { query.until = time() }
        if chance() { query.zone = ["z1", "Zone 2", "Renamed", "z9"].randomElement(using: &generator) }
        if chance() { query.device = ["d1", "Camera 2"].randomElement(using: &generator) }
        if chance() { query.deployment = ["hq", "depot"].randomElement(using: &generator) }
        if chance() { query.states = [.ended, .missing] }
        if chance() { query.verdicts = [.none, .false] }
        if chance() {
            let change = LocalCalendar.Change(
                from: .testStart.advanced(byMilliseconds: -20 * day), secondsAhead: 20_700)
            query.calendar = LocalCalendar(name: "x", secondsAhead: -12_600, changes: [change])
        }
        return query
    }

    /// The same from the list of alarms, with sorted values.
    private static func naive(_ query: StatsQuery, _ views: ViewStore) throws -> [String] {
        var list = AlarmQuery()
        (list.since, list.until, list.zone, list.device) = (query.since, query.until, query.zone, query.device)
        (list.states, list.verdicts, list.deployment) = (query.states, query.verdicts, query.deployment)
        let alarms = try list.answer(from: views).alarms
        let present = Dictionary(try views.zoneLogs().map { ($0.target, $0.name) }, uniquingKeysWith: { $1 })
        let groups = Dictionary(grouping: alarms) { alarm in query.keys.map { alarm.name($0, query.calendar, present) }
        }
        let lines = groups.map { names, alarms in
            func percentile(_ values: [Int64], _ percent: Int) -> Int64? {
                values.isEmpty ? nil : values.sorted()[(values.count * percent + 99) / 100 - 1]
            }
            let responses = alarms.compactMap(\.summary.response)
            let (high, low) = (responses.map(\.upperBound), responses.map(\.lowerBound))
            let counts = [AlarmVerdict.valid, .false, .none, .unknown].map { verdict in
                alarms.filter { $0.summary.verdict == verdict }.count
            }
            let states = [AlarmState.ongoing, .missing].map { state in alarms.filter { $0.summary.state == state }.count
            }
            let late = alarms.filter { $0.summary.answer?.isLate == true }.count
            let figures = [50, 90, 95, 100].flatMap { [percentile(high, $0), percentile(low, $0)] }
            return "\(names) \([alarms.count] + counts + states + [late, responses.count]) \(figures.map { $0 ?? -1 })"
        }
        return lines.sorted()
    }
}

extension StatsGroup {
    fileprivate func line(_ keys: [StatsKey]) -> String {
        let counts = [alarms, valid, falseAlarms, unverified, unknown, ongoing, missing, lateVerdicts, answered]
        func values(_ path: KeyPath<ResponseFigures, Int64>) -> [Int64] {
            [responses?.high[keyPath: path] ?? -1, responses?.low[keyPath: path] ?? -1]
        }
        let figures = values(\.median) + values(\.p90) + values(\.p95) + values(\.max)
        return "\(names(keys)) \(counts) \(figures)"
    }

    fileprivate func names(_ keys: [StatsKey]) -> [String] {
        keys.map { key in
            switch key {
            case .zone: "\(source?.deployment ?? "")/\(source?.zoneID ?? source?.zoneName ?? "-")"
            case .device: "\(source?.deployment ?? "")/\(source?.deviceID ?? source?.device ?? "-")"
            case .rule: "\(source?.deployment ?? "")/\(source?.ruleID ?? source?.ruleName ?? "-")"
            case .deployment: source?.deployment ?? "-"
            case .detection: source?.detection ?? "-"
            case .importance: source?.importance ?? "-"
            case .verdict: verdict.rawValue
            case .month: date.month
            case .day: date.text
            case .weekday: "\(date.weekday)"
            case .hour: "\(hour)"
            }
        }
    }
}

extension AlarmRow {
    fileprivate func name(_ key: StatsKey, _ calendar: LocalCalendar, _ present: [LookTarget: String?]) -> String {
        let began = summary.beganAt
        let wall = Instant(milliseconds: calendar.wallMilliseconds(began)).description
        return switch key {
        case .zone: "\(deployment)/\(zoneID ?? source.zoneName ?? "-")"
        case .device: "\(deployment)/\(deviceID ?? device ?? "-")"
        case .rule: "\(deployment)/\(source.ruleID ?? source.ruleName ?? "-")"
        case .deployment: deployment
        case .detection: source.detection ?? "-"
        case .importance: source.importance ?? "-"
        case .verdict: verdict
        case .month: String(wall.prefix(7))
        case .day: String(wall.prefix(10))
        case .weekday: "\(calendar.weekday(of: began))"
        case .hour: "\(calendar.hour(of: began))"
        }
    }
}
