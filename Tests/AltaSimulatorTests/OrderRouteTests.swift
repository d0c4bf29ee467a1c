import AltaSimulator
import Foundation
import Testing

/// The table of calls in the vendor's reference, with the verbs that a client takes for each.
@Suite("Paths and verbs")
struct OrderRouteTests {
    /// A verb and a path, in which `GUID`, `ZONE`, `ALERT` and `CONTACT` stand for ids of the world.
    private static let reads = [
        "alarmZoneAlerts", "alarmZoneAlerts/ALERT/1/details", "alarmZones", "alarmZones/ZONE", "alarmZones/ZONE/logs",
        "alarmZonesUserMuted", "alarmZonesUserMuted/ZONE", "alerts", "alerts/GUID", "alerts/GUID/bookmarks",
        "ongoingAlerts", "publicIntrusionEmergencyContacts", "publicIntrusionEmergencyContacts/CONTACT",
        "publicIntrusionWebhooks", "about", "auth", "me", "users", "devices", "sites",
    ]

    /// In the order in which they are given: the zone is muted before it is read as muted.
    private static let orders: [(verb: String, path: String, body: String, status: Int)] = [
        ("POST", "alarmZones/disarm", #"{"alarm_zone_ids":["ZONE"]}"#, 200),
        ("POST", "alarmZones/arm", #"{"alarm_zone_ids":["ZONE"]}"#, 200), ("POST", "alarmZones/disarm", "", 200),
        ("POST", "alarmZones/arm", "", 200), ("POST", "alarmZones/ZONE/disarm", "", 200),
        ("POST", "alarmZones/ZONE/arm", "", 200), ("POST", "alarmZones/ZONE/arm", "{}", 200),
        ("POST", "alarmZones/ZONE/comment", #"{"comment":"seen"}"#, 200),
        ("POST", "alarmZonesUserMuted", #"{"alarm_zone_id":"ZONE"}"#, 200),
        ("POST", "alerts/GUID", #"{"acknowledgment_code":201,"guid":"GUID","merged":false,"origin_name":"x"}"#, 200),
        ("POST", "alerts/GUID", #"{"acknowledgment_code":"202"}"#, 200),
        ("POST", "alerts/GUID", "not JSON", 400), ("POST", "alerts/GUID", "[1]", 400),
        ("POST", "alarmZoneAlerts/stopLocalOngoing", #"{"alarm_zone_id":"ZONE"}"#, 200),
        ("POST", "alarmZoneAlerts/stopLocalOngoing", "", 200), ("POST", "alerts/GUID/end", "", 200),
        ("POST", "alerts/GUID/end", "{}", 409),
    ]

    /// A world with an alarm at ``onset``, and the ids that it shows.
    private struct Stage {
        var visitor: SimulatedVisitor
        var ids: [String: String] = [:]

        init(_ profile: SimulationProfile) throws {
            visitor = SimulatedVisitor.struck(by: .life(.alarmLasts)) {
                $0.profile = profile
                $0.localAlarms = .never
            }
            // Without a code the login is worth nothing yet.
            if profile == .mfa { _ = visitor.logIn(code: OneTimeCode.at(onset), at: onset) }
            let course = try #require(visitor.stagedCourses(at: onset).first)
            ids["GUID"] = course.guid
            ids["ZONE"] = course.zoneID
            ids["ALERT"] = try id(in: "alarmZoneAlerts", "alert_id")
            ids["CONTACT"] = try id(in: "publicIntrusionEmergencyContacts", "id")
        }

        mutating func send(_ verb: String, _ path: String, _ body: String = "") -> SimulatedResponse {
            visitor.send(verb, filled(path), body: filled(body), at: onset)
        }

        private func filled(_ text: String) -> String {
            ids.reduce(text) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
        }

        /// The member of the newest row, in whichever spelling.
        private mutating func id(in path: String, _ member: String) throws -> String {
            let answer = try JSONSerialization.jsonObject(with: Data(send("GET", path).body))
            let rows = (answer as? [[String: Any]]) ?? (answer as? [String: Any])?["data"] as? [[String: Any]]
            let row = try #require(rows?.first)
            return try #require((row[member] ?? row["alertId"]) as? String)
        }
    }

    @Test("each that the vendor's reference names is there, in every dialect", arguments: SimulationProfile.allCases)
    func table(profile: SimulationProfile) throws {
        var stage = try Stage(profile)
        for order in Self.orders {
            let answer = stage.send(order.verb, order.path, order.body)
            #expect(answer.status == order.status, "\(order.verb) \(order.path) \(order.body)")
            if answer.status == 200 { #expect(answer.body.isEmpty, "\(order.path)") }
        }
        for path in Self.reads {
            #expect(stage.send("GET", path).status == 200, "\(path)")
            #expect(stage.send("PUT", path).status == 405, "\(path)")
        }
        #expect(stage.send("DELETE", "alarmZonesUserMuted/ZONE").status == 204)
    }

    @Test("no order is a read by mistake, and none goes by another verb")
    func verbs() throws {
        var stage = try Stage(.classic)
        for path in ["alarmZones/ZONE/arm", "alarmZones/ZONE/disarm", "alarmZones/ZONE/comment", "alerts/GUID/end"] {
            #expect(stage.send("GET", path).status == 405, "\(path)")
        }
        #expect(stage.visitor.stagedCourses(at: onset).first?.end == nil)
    }

    @Test("an order takes the guide's member names and those that a dialect shows", arguments: ["merged", "wrapped"])
    func spelling(name: String) throws {
        var stage = try Stage(.wrapped)
        let member = name == "merged" ? "acknowledgment_code" : "acknowledgmentCode"
        #expect(stage.send("POST", "alerts/GUID", #"{"\#(member)":201,"merged":false}"#).status == 200)
        #expect(stage.visitor.stagedCourses(at: onset).first?.verifications.last?.code == 201)
    }
}
