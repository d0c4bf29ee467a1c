import ArchiveEvents
import EventStorage
import Projections
import TestSupport

/// Views of random alarms: of two months, of two deployments, with and without names, ids, times, verdicts and ends.
enum RandomYear {
    static func views(_ generator: inout SeededGenerator, alarms: Int = 250) async throws -> ViewStore {
        let test = try TestLog()
        let log = try await test.create()
        let zone = #"{"id":"z1","name":"Renamed"}"#
        _ = try await log.append(
            [NewEvent(type: .recordSeen, subject: "hq/zones/z1", endpoint: "zones", data: Array(zone.utf8))],
            at: .testStart)
        var time = Instant.testStart
        for number in 0..<alarms {
            let course = RandomCourse(number, &generator)
            for event in course.events {
                time = time.advanced(byMilliseconds: Int64.random(in: 0...90_000, using: &generator))
                _ = try await log.append([event], at: time)
            }
        }
        let views = try ViewStore.open(at: test.folder.file("views.sqlite"), origin: log.origin)
        try views.catchUp(with: test.reader())
        return views
    }
}

/// The events of one alarm.
private struct RandomCourse {
    private let subject: String
    private let start: Int64
    private var members: [(String, String)]
    private(set) var events: [NewEvent] = []

    init(_ number: Int, _ generator: inout SeededGenerator) {
        func one(_ values: [String]) -> String { values.randomElement(using: &generator) ?? "null" }
        func chance() -> Bool { Bool.random(using: &generator) }
        subject = "\(one(["hq", "hq", "depot"]))/alerts/a\(number)"
        start = Instant.testStart.milliseconds - Int64.random(in: 0..<60 * 86_400_000, using: &generator)
        let zone = Int.random(in: 1...3, using: &generator)
        members = [
            ("guid", "\"a\(number)\""), ("alarm_zone_id", one(["\"z\(zone)\"", "\"z\(zone)\"", "null"])),
            ("alarm_zone_name", one(["\"Zone \(zone)\"", "null"])), ("origin_id", one(["\"d1\"", "\"d2\"", "null"])),
            ("origin_name", one(["\"Camera 1\"", "\"Camera 2\""])), ("rule_id", one(["null", "\"r1\""])),
            ("detection", one(["\"person\"", "\"vehicle\"", "null"])), ("importance", one(["\"high\"", "\"low\""])),
            ("start_time", chance() || chance() ? "\(start)" : "null"),
        ]
        add(.recordSeen, "ongoing-alerts")
        let end = start + Int64.random(in: 1000...900_000, using: &generator)
        let answer = start + Int64.random(in: 0...1_200_000, using: &generator)
        if chance() { set("ended_time", "\(end)") }
        for code in [201, 202, 101, 777].shuffled(using: &generator).prefix(Int.random(in: 0...2, using: &generator)) {
            set("acknowledgment_code", "\(code)")
            set("acknowledged_time", chance() ? "\(answer)" : "null")
            add(.recordChanged, one(["alerts", "ongoing-alerts"]))
        }
        if chance() {
            set("ended_time", "\(end)")
            add(.recordChanged, "alerts")
        }
        if chance() { events.append(event(.recordMissing, "ongoing-alerts", "null")) }
    }

    private mutating func set(_ name: String, _ value: String) {
        members.removeAll { $0.0 == name }
        members.append((name, value))
    }

    private mutating func add(_ type: EventType, _ endpoint: String) {
        events.append(event(type, endpoint, "{\(members.map { "\"\($0)\":\($1)" }.joined(separator: ","))}"))
    }

    private func event(_ type: EventType, _ endpoint: String, _ data: String) -> NewEvent {
        NewEvent(
            type: type, subject: subject, endpoint: endpoint, since: .testStart, data: Array(data.utf8))
    }
}
