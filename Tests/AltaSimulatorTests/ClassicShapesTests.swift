import AltaSimulator
import Testing

/// One element of each kind, byte for byte: the vendor's order of members is part of what an archive keeps.
struct ClassicShapesTests {
    private static let seed: UInt64 = 1
    private static let guid = "de4cdfdd-d278-4d68-bd0a-c84b6b9675cc"
    private var visitor = SimulatedVisitor(seed: seed) {
        $0.zones = 1
        $0.devices = 2
        $0.alarmsPerDay = 10
    }

    @Test("an alert is the same in the list and by its guid")
    mutating func alert() {
        let expected = #"""
            {"guid":"de4cdfdd-d278-4d68-bd0a-c84b6b9675cc","alarm_zone_id":"990cd70b-12c5-4084-962b-1967c90789ba",\#
            "alarm_zone_name":"Loading bay","rule_id":null,"rule_name":null,"alert_type":"alarm_zone",\#
            "detection":"person","importance":"high","site_id":"910a2dec-8902-4cc1-beeb-8da1658eec67",\#
            "site_name":"Depot North","origin_id":"0c43407d-c177-46f7-83f9-1ca7864a7135",\#
            "origin_name":"Loading bay camera 2","device_ids":["0c43407d-c177-46f7-83f9-1ca7864a7135",\#
            "e2631837-73ef-4508-90e2-c46865e98746"],"start_time":1751231283851,"end_time":1751231995075,\#
            "last_detection_time":1751231299628,"phase":"ended","merged":true,"merged_count":2,"sub_alerts":[{"id":"1",\#
            "time":1751231283851,"device_id":"0c43407d-c177-46f7-83f9-1ca7864a7135","detection":"person"},{"id":"2",\#
            "time":1751231299628,"device_id":"e2631837-73ef-4508-90e2-c46865e98746","detection":"person"}],\#
            "acknowledgment_code":202,"acknowledged_by":"l.svensson@example.com","acknowledged_time":1751231975577,\#
            "ended_by":"l.svensson@example.com","ended_time":1751231995075,"dispatch":null,\#
            "objects":[{"class":"person"}],"comment":null}
            """#
        #expect(visitor.text("alerts", at: noon).contains(expected), "seed \(Self.seed)")
        #expect(visitor.text("alerts/\(Self.guid)", at: noon) == expected, "seed \(Self.seed)")
    }

    @Test("an ongoing alert is the alert of the list, and nobody has ended it")
    mutating func ongoingAlert() throws {
        let time = noon + 8 * hour
        let guid = try #require(visitor.list("ongoingAlerts", at: time).first?["guid"] as? String)
        let expected = visitor.text("alerts/\(guid)", at: time)
        #expect(expected.contains(#""ended_by":null,"ended_time":null,"#), "seed \(Self.seed)")
        #expect(visitor.text("ongoingAlerts", at: time).contains(expected), "seed \(Self.seed)")
        #expect(visitor.text("alerts", at: time).contains(expected), "seed \(Self.seed)")
    }

    @Test("a zone is the same in the list and by its id")
    mutating func zone() throws {
        let expected = #"""
            {"id":"990cd70b-12c5-4084-962b-1967c90789ba","name":"Loading bay",\#
            "site_id":"910a2dec-8902-4cc1-beeb-8da1658eec67","site_name":"Depot North","address":"1 Example Road",\#
            "description":"Loading bay, Depot North","labels":["dock"],"armed":false,"state":"disarmed",\#
            "state_since":1751241600000,"armed_by":null,"entry_delay":30,"exit_delay":60,"schedule":[{"days":["mon",\#
            "tue","wed","thu","fri"],"start":"19:30","end":"07:00"},{"days":["sat","sun"],"start":"00:00",\#
            "end":"24:00"}],"triggers":[{"device_id":"e2631837-73ef-4508-90e2-c46865e98746",\#
            "detection":"person"},{"device_id":"0c43407d-c177-46f7-83f9-1ca7864a7135","detection":"person"}],\#
            "actions":{"alarm_begin":["external_link","webhook"],"alarm_end":["webhook"]},\#
            "emergency_contact_id":"8b2e0244-5e4b-40f5-bf8c-59bb003553c1","permit_id":"P-1000","muted":false,\#
            "merge_window":60}
            """#
        #expect(visitor.text("alarmZones", at: noon) == "[\(expected)]", "seed \(Self.seed)")
        let id = try visitor.zoneIDs(at: noon)[0]
        #expect(visitor.text("alarmZones/\(id)", at: noon) == expected, "seed \(Self.seed)")
    }

    @Test("a line of a zone log")
    mutating func zoneLog() throws {
        let expected = #"""
            {"time":1751231975577,"action":"verified","user_id":"7476cf8a-4baa-4dc0-87b3-41d690d7a28a",\#
            "user_name":"l.svensson@example.com","alert_guid":"de4cdfdd-d278-4d68-bd0a-c84b6b9675cc","device_id":null,\#
            "comment":null,"details":{"acknowledgment_code":202}}
            """#
        let id = try visitor.zoneIDs(at: noon)[0]
        #expect(visitor.text("alarmZones/\(id)/logs", at: noon).contains(expected), "seed \(Self.seed)")
    }

    @Test("a bookmark")
    mutating func bookmark() {
        let expected = #"""
            {"id":"399cf061-92a7-4980-ab1b-44b286cc1015","alert_guid":"de4cdfdd-d278-4d68-bd0a-c84b6b9675cc",\#
            "name":"Alarm: Loading bay","description":"","start_time":1751231268851,"end_time":1751231359628,\#
            "device_ids":["0c43407d-c177-46f7-83f9-1ca7864a7135"],"created_by":null,"created_time":1751231316617,\#
            "retention_until":1753823316617,"guest_token":"nL6920nGVklfzmtIhsN8QmbCO2iX1w_Enntl9w1E9KS"}
            """#
        #expect(visitor.text("alerts/\(Self.guid)/bookmarks", at: noon).contains(expected), "seed \(Self.seed)")
    }

    @Test("a device")
    mutating func device() {
        let expected = #"""
            {"guid":"e2631837-73ef-4508-90e2-c46865e98746","name":"Loading bay sensor 1","model":"Presence Detector",\#
            "firmware_version":"2.3.0","manufacturer":"Avigilon","serial_number":"173273188",\#
            "live":{"status":"DISCONNECTED","display_status":"RED","last_connected_status_update":1751069017857,\#
            "source_live":[{"channel":0,"status":"DISCONNECTED"}]}}
            """#
        #expect(visitor.text("devices", at: noon).contains(expected), "seed \(Self.seed)")
    }

    @Test("the deployment, the login and the account")
    mutating func notices() {
        let about = #"{"applicationVersion":"9.9.1","applicationSha":"0000000000","deployment_name":"example"}"#
        #expect(visitor.text("about", at: noon) == about)
        #expect(visitor.text("auth", at: noon) == #"{"mfaChallengeRequired":false,"mfaResetRequired":false}"#)
        let me = #"""
            {"id":"f893a2ee-fb32-455e-b1c1-8690ee42c90b","username":"archiver@example.com",\#
            "permissions":["view_live_video","view_historic_video","share_video"]}
            """#
        #expect(visitor.text("me", at: noon) == me)
        let users = visitor.text("users", at: noon)
        #expect(users.hasPrefix(#"[{"id":"f893a2ee-fb32-455e-b1c1-8690ee42c90b","username":"archiver@example.com"},"#))
    }

    @Test("answers are JSON in one line")
    mutating func contentType() {
        _ = visitor.logIn()
        let response = visitor.send("GET", "sites", at: noon)
        #expect(response.headers.contains { $0.name == "Content-Type" && $0.value == "application/json" })
        #expect(!response.body.contains(UInt8(ascii: "\n")))
    }
}
