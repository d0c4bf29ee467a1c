import ArchiveEvents
import TestSupport

/// Events as unkind as the log allows, from a seed: two deployments whose alarms share guids, records that grow, are
/// verified, ended, taken back, reopened and lost, zones with logs, coverage, and events that no view can take in.
struct RandomHistory {
    private var generator: SeededGenerator
    private var seen: Set<String> = []

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    /// The next commit's events.
    mutating func next(_ count: Int) -> [NewEvent] { (0..<count).map { _ in event() } }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int(generator.next() % UInt64(values.count))]
    }

    private mutating func event() -> NewEvent {
        switch generator.next() % 20 {
        case 0: zone()
        case 1, 2: zoneEntry()
        case 3: coverage()
        case 4: oddity()
        default: alarm()
        }
    }

    private mutating func alarm() -> NewEvent {
        let subject = "\(pick(["hq", "depot"]))/alerts/\(pick((0..<12).map { "a\($0)" }))"
        let endpoint = pick(["alerts", "ongoing-alerts", "alert"])
        let since = pick([nil, Instant.testStart.advanced(byMilliseconds: -5_000)])
        let isFirst = seen.insert(subject).inserted
        let type: EventType =
            isFirst ? .recordSeen : pick([.recordChanged, .recordChanged, .recordListed, .recordMissing])
        let hasData = type == .recordSeen || type == .recordChanged
        return NewEvent(
            type: type, subject: subject, endpoint: endpoint, since: since,
            data: Array((hasData ? record() : "null").utf8))
    }

    private mutating func record() -> String {
        let start = Instant.testStart.milliseconds - Int64(generator.next() % 3) * 43_200_000
        let members = [
            pick([#""start_time":\#(start)"#, #""start_time":null"#, #""start_time":\#(start)"#]),
            pick([#""phase":"ended""#, #""end_time":\#(start + 90_000)"#, #""phase":"alarm""#, #""phase":"alarm""#]),
            #""acknowledgment_code":\#(pick([101, 101, 201, 202, 203]))"#,
            pick([#""acknowledged_time":\#(start + 30_000)"#, #""acknowledged_time":null"#]),
            #""acknowledged_by":"\#(pick(["ops", "night"]))""#,
            #""merged":\#(pick(["true", "false", "2"])),"sub_alerts":[\#(pick(["", "1", "1,2"]))]"#,
            #""alarm_zone_id":"\#(pick(["z1", "z2"]))","origin_name":"Camera \#(pick([1, 2]))""#,
            #""detection":"\#(pick(["person", #"a\u0000b\u001b[31m"#, #"\u202e<script>"#]))""#,
        ]
        return "{\(members.joined(separator: ","))}"
    }

    private mutating func zone() -> NewEvent {
        let name = pick(["Dock", "Gate \"A\""]).replacing("\"", with: "\\\"")
        let state = pick(["armed", "disarmed", "arming", "unheard of"])
        return NewEvent(
            type: pick([.recordSeen, .recordChanged, .recordMissing]), subject: "hq/zones/\(pick(["z1", "z2", "z3"]))",
            endpoint: "zones", since: pick([nil, .testStart]),
            data: Array(#"{"name":"\#(name)","state":"\#(state)","armed":\#(pick(["true", "false", "null"]))}"#.utf8))
    }

    private mutating func zoneEntry() -> NewEvent {
        let time = Instant.testStart.milliseconds - Int64(generator.next() % 100_000)
        return NewEvent(
            type: .recordSeen, subject: "hq/zone-logs/\(pick(["z1", "z2"]))", endpoint: "zone-log",
            data: Array(
                #"{"time":\#(time),"action":"\#(pick(["armed", "disarmed", "comment"]))","user_name":"é"}"#.utf8))
    }

    private mutating func coverage() -> NewEvent {
        let subject = "hq/coverage/\(pick(["alerts", "ongoing-alerts"]))"
        let from = Instant.testStart.advanced(byMilliseconds: Int64(generator.next() % 100) * 1000)
        let until = from.advanced(byMilliseconds: 10_000)
        switch generator.next() % 3 {
        case 0:
            return NewEvent(
                type: .gapOpened, subject: subject,
                data: Array(#"{"cause":"refused","detail":"503","last_complete":"\#(from)"}"#.utf8))
        case 1:
            return NewEvent(
                type: .gapClosed, subject: subject, data: Array(#"{"from":"\#(from)","until":"\#(until)"}"#.utf8))
        default:
            let looks = #""looks":2,"complete":2,"longest_interval_ms":5000"#
            return NewEvent(
                type: .coverageConfirmed, subject: subject,
                data: Array(#"{"from":"\#(from)","until":"\#(until)",\#(looks)}"#.utf8))
        }
    }

    private mutating func oddity() -> NewEvent {
        pick([
            NewEvent(type: EventType(rawValue: "not-known-yet.v7"), subject: "hq/alerts/a1", data: Array("{}".utf8)),
            NewEvent(type: .coverageConfirmed, subject: "hq/coverage/alerts", data: Array("[]".utf8)),
            NewEvent(type: .recordSeen, subject: "hq/alerts/unidentified", endpoint: "alerts", data: Array("{}".utf8)),
            NewEvent(type: .recordUnreadable, subject: "hq/alerts/a2", endpoint: "alert", data: Array("{}".utf8)),
            NewEvent(type: .recordSeen, subject: "hq/about/about", endpoint: "about", data: Array("{}".utf8)),
        ])
    }
}
