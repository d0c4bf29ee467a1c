import AlarmHistory
import ArchiveEvents
import TestSupport
import Testing

@Suite("What is remembered of earlier alerts")
struct AlarmSourcesTests {
    @Test("changes nothing of what an event tells, whatever alerts came before", arguments: 0..<6 as Range<UInt64>)
    func memory(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var sources = AlarmSources()
        var order = Self.members.map(\.name)
        for number in 0..<400 {
            if random.number(below: 8) == 0 { order.shuffle(using: &random) }
            let event = try #require(Self.event(number, order, &random))
            let shared = try AlarmEvidence(event, &sources)
            #expect(try shared == AlarmEvidence(event), "seed \(seed): \(text(event.data ?? []))")
        }
    }

    /// Spellings of one name, and values that it may have.
    private static let members: [(name: [String], values: [String])] = [
        (["alarm_zone_id", "alarmZoneId", #"alarm\u005fzone_id"#], [#""z1""#, #""z2""#, "7", "null"]),
        (["alarm_zone_name", "alarmZoneName"], [#""Dock""#, #""D\u006fck""#, #""""#]),
        (["origin_id"], [#""d1""#, #""d2""#]), (["origin_name", "OriginName"], [#""Cam 1""#, #""Cam 1\u0000""#]),
        (["start_time"], ["1748744045120", "1748744045.12", #""2025-06-01T02:14:05.12Z""#, "null"]),
        (["end_time", "endTime"], ["1748744500000", "null"]),
        (["acknowledgment_code"], ["101", "201", "\"202\"", "9"]),
        (["acknowledged_by"], [#""kim""#, "null"]), (["merged"], ["true", "2", #"["1","2"]"#]),
        (["merged_count"], ["1", "10", "1e1"]),
        (["sub_alerts"], [#"[{"id":"1","time":1}]"#, #"[{"time":1.0,"id":"1"}]"#]),
        (["phase"], [#""ended""#, #""alarm""#]), (["guid"], [#""x""#]), (["unknown", "merge"], [#"{"merged":true}"#]),
    ]

    private static func event(
        _ number: Int, _ order: [[String]], _ random: inout SeededGenerator
    ) -> RecordedEvent? {
        var spelled: [String] = []
        for names in order where random.number(below: 6) > 0 {
            let values = members.first { $0.name == names }?.values ?? []
            // Twice now and then: the last one counts.
            for _ in 0...(random.number(below: 12) == 0 ? 1 : 0) {
                spelled.append("\"\(random.element(of: names))\":\(random.element(of: values))")
            }
        }
        if random.number(below: 40) == 0 { spelled = (0..<200).map { "\"m\($0)\":\($0)" } + spelled }
        let event = NewEvent(
            type: .recordSeen, subject: "hq/alerts/a", endpoint: "alerts",
            data: Array("{\(spelled.joined(separator: ","))}".utf8))
        let line = EventLine(
            event, position: Position(UInt64(number)), source: "test", time: minute(0), version: StreamVersion(1))
        return RecordedEvent(line: line.bytes[...])
    }
}
