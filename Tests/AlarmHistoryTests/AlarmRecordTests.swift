import AlarmHistory
import ArchiveEvents
import Testing

struct AlarmRecordTests {
    private static let classic = #"""
        {"guid":"7c1f","alarm_zone_id":"b0a7","alarm_zone_name":"Loading bay","origin_id":"d0c0",
        "origin_name":"Dock camera 2","start_time":1748744045120,"end_time":1748744500000,"phase":"ended","merged":true,
        "acknowledgment_code":202,"acknowledged_time":1748744400000,"ended_time":1748744500000}
        """#
    private static let iso = #"""
        {"guid":"7C1F","alarm_zone_id":"b0a7","alarm_zone_name":"Loading bay","origin_id":"d0c0",
        "origin_name":"Dock camera 2","start_time":"2025-06-01T02:14:05.12Z","end_time":"2025-06-01T02:21:40+00:00",
        "phase":"ENDED","merged":true,"acknowledgment_code":"202","acknowledged_time":"2025-06-01T02:20:00Z"}
        """#
    private static let wrapped = #"""
        {"guid":"7c1f","alarmZoneId":"b0a7","alarmZoneName":"Loading bay","originId":"d0c0",
        "originName":"Dock camera 2","startTime":1748744045.12,"endedTime":1748744500,"merged":["1","2"],
        "acknowledgmentCode":202.0,"acknowledgedTime":"1748744400.0000000000","subAlerts":null}
        """#

    @Test("the vendor's three styles of one alert give the same record", arguments: [classic, iso, wrapped])
    func styles(content: String) throws {
        let record = AlarmRecord(try json(content))
        #expect(record.zoneID == "b0a7")
        #expect(record.zoneName == "Loading bay")
        #expect(record.deviceID == "d0c0")
        #expect(record.device == "Dock camera 2")
        #expect(record.occurredAt == Instant(milliseconds: 1_748_744_045_120))
        #expect(record.endedAt == Instant(milliseconds: 1_748_744_500_000))
        #expect(record.isEnded)
        #expect(record.verifiedAt == Instant(milliseconds: 1_748_744_400_000))
        #expect(record.verdict == .false)
        #expect(record.isMerged == true)
        #expect(record == AlarmRecord(try json(Self.classic)))
    }

    @Test(
        "what is missing, or is nothing that can be read, is nil",
        arguments: [
            ("{}", "no members"), ("[]", "no object"), (#""x""#, "no object"), ("null", "no object"),
            ("7", "no object"),
            (#"{"alarm_zone_id":null,"origin_name":{},"start_time":"soon","phase":7,"merged":"yes"}"#, "other types"),
        ])
    func nothing(content: String, reason: String) throws {
        let record = AlarmRecord(try json(content))
        #expect([record.zoneID, record.zoneName, record.deviceID, record.device] == [nil, nil, nil, nil], "\(reason)")
        #expect([record.occurredAt, record.endedAt, record.verifiedAt] == [nil, nil, nil], "\(reason)")
        #expect(record.verdict == .none, "\(reason)")
        #expect(record.isMerged == nil, "\(reason)")
        #expect(!record.isEnded, "\(reason)")
    }

    @Test(
        "a code is a verdict",
        arguments: [
            ("101", AlarmVerdict.none, "nobody has said"), ("201", .valid, "a real alarm"), ("202", .false, "false"),
            (#""201""#, .valid, "a text"), ("2.02e2", .false, "another spelling"), ("203", .unknown, "not known yet"),
            ("0", .unknown, "not known"), ("-201", .unknown, "not known"), (#""203""#, .unknown, "not known yet"),
            ("null", .none, "nobody has said"),
        ])
    func verdicts(code: String, verdict: AlarmVerdict, reason: String) throws {
        #expect(AlarmRecord(try json(#"{"acknowledgment_code":\#(code)}"#)).verdict == verdict, "\(reason)")
    }

    @Test(
        "merged is read as a boolean, a count or a list",
        arguments: [
            ("true", true, "a boolean"), ("false", false, "a boolean"), ("0", false, "a count"),
            ("1", false, "one detection is not merged"), ("2", true, "a count"), ("[]", false, "a list"),
            (#"["1"]"#, true, "a list"), ("null", nil, "nothing"), (#""true""#, nil, "a text"),
            ("{}", nil, "an object"),
        ] as [(String, Bool?, String)])
    func merged(value: String, expected: Bool?, reason: String) throws {
        #expect(AlarmRecord(try json(#"{"merged":\#(value)}"#)).isMerged == expected, "\(reason)")
    }

    @Test(
        "an alarm has ended where its phase or a time says so",
        arguments: [
            (#"{"phase":"ended"}"#, true, "the phase"), (#"{"phase":"Ended"}"#, true, "in capitals"),
            (#"{"ended_time":1748744500000}"#, true, "a time"),
            (#"{"endTime":"2025-06-01T02:21:40Z"}"#, true, "a time"),
            (#"{"end_time":null,"phase":"alarm"}"#, false, "neither"), (#"{"end_time":"soon"}"#, false, "no time"),
            (#"{"phase":"valid_alarm"}"#, false, "another phase"),
        ])
    func ended(content: String, expected: Bool, reason: String) throws {
        #expect(AlarmRecord(try json(content)).isEnded == expected, "\(reason)")
    }

    @Test("the time of the end is ended_time, else end_time")
    func endedAt() throws {
        let both = AlarmRecord(try json(#"{"end_time":1748744500000,"ended_time":1748744400000}"#))
        #expect(both.endedAt == Instant(milliseconds: 1_748_744_400_000))
        let null = AlarmRecord(try json(#"{"end_time":1748744500000,"ended_time":null}"#))
        #expect(null.endedAt == Instant(milliseconds: 1_748_744_500_000))
    }

    @Test("an id that is a number is read as it is spelled, and of two members the last one counts")
    func members() throws {
        let members = VendorMembers(try json(#"{"origin_id":1.50,"originName":"a","origin_name":"b","n":"12"}"#))
        #expect(members.text("origin_id") == "1.50")
        #expect(members.text("origin_name") == "b")
        #expect(members.integer("n") == 12)
        #expect(members.integer("origin_id") == nil)
        #expect(members["missing"] == nil)
        #expect(members.text("missing") == nil)
    }
}
