import AlarmHistory
import ArchiveEvents
import ExactJSON
import TestSupport
import Testing

@Suite("What a recorded webhook tells")
struct WebhookFactsTests {
    private static let zone = "b0a7e7c4-1f0d-4d2b-8c55-6a4f3e2d1c01"
    private static let device = "d0c0a000-0000-4000-8000-000000000002"

    /// The facts of a body after it was recorded.
    private func facts(_ body: String, knownZones: Set<String> = [zone]) throws -> WebhookFacts {
        let event = WebhookBody(redaction: SecretRedaction(key: redactionKey))
            .event(Array(body.utf8), deployment: "hq", knownZones: knownZones)
        return WebhookFacts(try json(text(event.data)))
    }

    @Test("with the recommended template is all of it")
    func recommended() throws {
        let facts = try facts(
            """
            {"zone":"\(Self.zone)","zoneName":"Loading bay","device":"\(Self.device)","phase":"Alarm",\
            "detection":"person","time":"1748744045.1199998856","iso":"2025-06-01T02:14:05.120Z","verification":"N/A"}
            """)
        var expected = WebhookFacts()
        expected.zoneID = Self.zone
        expected.zoneName = "Loading bay"
        expected.deviceID = Self.device
        expected.phase = "Alarm"
        expected.detection = "person"
        expected.time = Instant(rfc3339: "2025-06-01T02:14:05.120Z")
        #expect(facts == expected)
    }

    @Test(
        "is found in other templates, too",
        arguments: [
            #"{"alarm_zone_id":"ZONE","alarm_zone_name":"Dock","device_name":"Cam 4","trigger_phase":"Ended"}"#,
            #"{"zone":{"id":"ZONE","name":"Dock"},"device":{"id":"d-1","name":"Cam 4"},"phase":"Ended"}"#,
            #"[{"deep":{"zoneId":"ZONE","zone":"Dock"}},{"deviceName":"Cam 4","triggerPhase":"Ended"}]"#,
            "zone=ZONE&zoneName=Dock&deviceName=Cam+4&phase=Ended",
            #"{"zoneName":"N/A","alarmZoneId":"ZONE","zone":"Dock","deviceName":"Cam 4","phase":"Ended"}"#,
        ])
    func templates(body: String) throws {
        let facts = try facts(body.replacing("ZONE", with: Self.zone))
        #expect(facts.zoneID == Self.zone && facts.zoneName == "Dock")
        #expect(facts.deviceName == "Cam 4" && facts.phase == "Ended")
        #expect(facts.detection == nil && facts.verification == nil && facts.time == nil)
    }

    @Test(
        "is nothing where codes were not filled",
        arguments: [
            #"{"zone":"N/A","zoneName":"N/A","device":"n/a","phase":" N / A","time":"N/A","verification":""}"#,
            #"{"zone":"$alarmZoneId","zoneName":"$alarmZoneName","phase":"$triggerPhase","iso":"$timeIso"}"#,
            "null", "[]", "alarm!", "", "zone=N%2FA", #"{"zoneName":17,"phase":null,"detection":["a"],"time":true}"#,
        ])
    func nothing(body: String) throws {
        #expect(try facts(body) == WebhookFacts())
    }

    @Test(
        "is read from what was to be JSON or a form, though nobody escaped what was filled in",
        arguments: [
            #"{"zone":"ZONE","zoneName":"Gate "North"","deviceName":"Cam "4", left","phase":"Alarm"}"#,
            #"{"zoneName":"Gate "North"","zone":"ZONE","phase":"Alarm","deviceName":"Cam "4", left"}"#,
            #"{ "phase" : "Alarm" , "zoneName" : "Gate "North"" , "zone" : "ZONE", "deviceName":"Cam "4", left", }"#,
            #"[{"zoneName":"Gate "North"","a":{"zone":"ZONE","phase":"Alarm","deviceName":"Cam "4", left"}}]"#,
            "{\"zone\":\"ZONE\",\r\n\"zoneName\":\"Gate \"North\"\",\"deviceName\":\"Cam \"4\", left\",\"phase\":\"Alarm\"",
            #"zone=ZONE&zoneName=Gate "North"&deviceName=Cam "4", left&phase=Alarm"#,
            "zone: ZONE\r\nzoneName: Gate \"North\"\r\nphase: Alarm\r\ndeviceName: Cam \"4\", left\r\n",
            #""{\"zone\":\"ZONE\",\"zoneName\":\"Gate \\\"North\\\"\",\"phase\":\"Alarm\",\"deviceName\":\"Cam \\\"4\\\", left\"}""#,
        ])
    func unescaped(body: String) throws {
        let facts = try facts(body.replacing("ZONE", with: Self.zone))
        #expect(facts.zoneID == Self.zone && facts.zoneName == #"Gate "North""#, "\(facts)")
        #expect(facts.deviceName == #"Cam "4", left"# && facts.phase == "Alarm", "\(facts)")
    }

    @Test("of any broken body it says something or nothing, and never a secret", arguments: UInt64(0)..<200)
    func anyBroken(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "\"", ":", ",", "{", "}", "zoneName", "phase", "password", "PLANTED-1", "\\", " ", "=", "&", "\n",
        ]
        let body =
            #"{"password":"PLANTED-1","#
            + (0..<40).map { _ in generator.element(of: pieces.filter { $0 != "PLANTED-1" }) }.joined()
        let facts = try facts(body)
        #expect(!"\(facts)".contains("PLANTED-1"), "seed \(seed): \(body)")
    }

    @Test("has the time in each of its spellings")
    func times() throws {
        let expected = Instant(milliseconds: 1_748_744_045_120)
        for body in [
            #"{"time":"1748744045.1199998856"}"#, #"{"time":1748744045120}"#, "timeIso=2025-06-01T02:14:05.120Z",
            #"{"iso":"soon","time":"2025-06-01T02:14:05.120+00:00"}"#,
        ] {
            let time = try facts(body).time
            #expect(time == expected, "\(body)")
        }
    }

    @Test("holds no secret that stood in the body")
    func secrets() throws {
        let facts = try facts(
            #"{"zone":{"id":"z","name":"see https://x.example/cloud?t=PLANTED"},"phase":"password=PLANTED"}"#)
        #expect(facts.zoneName != nil && facts.phase != nil && !"\(facts)".contains("PLANTED"))
    }

    @Test("is read from webhooks alone, as long as their data was not erased")
    func otherEvents() throws {
        func zone(_ type: String, _ payload: String) throws -> String? {
            let line = """
                {"specversion":"1.0","id":"3","source":"test.example/log","type":"\(type)","subject":"hq/webhooks/z",\
                "time":"2026-11-23T03:12:45.123Z","streamversion":1,\(payload)}
                """
            return WebhookFacts(try #require(RecordedEvent(line: Array(line.utf8)[...])))?.zoneID
        }
        let data = #""data":{"body":null,"zone":"z","device":null}"#
        let erased = #""datahash":"\#(String(repeating: "0", count: 64))""#
        let found = [
            try zone("webhook-received.v1", data), try zone("record-seen.v1", data),
            try zone("webhook-received.v1", erased),
        ]
        #expect(found == ["z", nil, nil])
    }
}
