import AltaSimulator
import Foundation
import Testing

@Suite("Orders of a client")
struct OrderTests {
    private var visitor = SimulatedVisitor.struck(by: .life(.twoAlarms))

    /// One of the two alarms that stand in one zone, as they are listed.
    private mutating func alarm() throws -> [String: Any] {
        let guid = try #require(visitor.stagedCourses(at: onset).last?.guid)
        return try visitor.object("alerts/\(guid)", at: onset)
    }

    private mutating func actions(in zone: String, at time: Int64) throws -> [String] {
        try visitor.list("alarmZones/\(zone)/logs", at: time).filter {
            ($0["user_name"] as? String) == "archiver@example.com"
        }.compactMap { $0["action"] as? String }
    }

    @Test("an alarm is verified and ended, by the account, and the log says so")
    mutating func verifyAndEnd() throws {
        let alarm = try alarm()
        let guid = try #require(alarm["guid"] as? String)
        let zone = try #require(alarm["alarm_zone_id"] as? String)
        let body = #"{"acknowledgment_code":202,"guid":"\#(guid)","merged":false,"origin_name":"x"}"#
        #expect(visitor.send("POST", "alerts/\(guid)", body: body, at: onset + 1).status == 200)
        #expect(visitor.send("POST", "alerts/\(guid)/end", at: onset + 2).status == 200)
        #expect(visitor.send("POST", "alerts/\(guid)/end", at: onset + 3).status == 409)
        let shown = try visitor.object("alerts/\(guid)", at: onset + 4)
        #expect(shown["acknowledged_by"] as? String == "archiver@example.com")
        #expect(shown["end_time"] as? Int64 == onset + 2)
        #expect(try actions(in: zone, at: onset + 4) == ["ended", "verified"])
        let bad = #"{"acknowledgment_code":999}"#
        #expect(visitor.send("POST", "alerts/\(guid)", body: bad, at: onset + 5).status == 400)
    }

    @Test("zones are armed, disarmed, commented, muted and unmuted")
    mutating func zones() throws {
        let zone = try visitor.zoneIDs(at: noon)[0]
        let body = #"{"alarm_zone_ids":["\#(zone)"]}"#
        let steps = [
            ("POST", "alarmZones/disarm", body), ("POST", "alarmZones/\(zone)/arm", ""),
            ("POST", "alarmZones/\(zone)/comment", #"{"comment":"hello"}"#),
            ("POST", "alarmZonesUserMuted", #"{"alarm_zone_id":"\#(zone)"}"#),
        ]
        // At noon on a Monday a zone may be disarmed already: arming it first makes the disarming count.
        #expect(visitor.send("POST", "alarmZones/arm", body: body, at: noon).status == 200)
        for (offset, step) in steps.enumerated() {
            let response = visitor.send(step.0, step.1, body: step.2, at: noon + 2 * minute + Int64(offset))
            #expect(response.status == 200 && response.body.isEmpty, "\(step.1)")
        }
        let time = noon + 5 * minute
        #expect(try visitor.object("alarmZones/\(zone)", at: time)["state"] as? String == "armed")
        #expect(try visitor.list("alarmZonesUserMuted", at: time).count == 1)
        #expect(try visitor.object("alarmZonesUserMuted/\(zone)", at: time)["muted"] as? Bool == true)
        #expect(visitor.send("DELETE", "alarmZonesUserMuted/\(zone)", at: time).status == 204)
        #expect(visitor.send("GET", "alarmZonesUserMuted/\(zone)", at: time).status == 404)
        let actions = try actions(in: zone, at: time)
        #expect(actions.starts(with: ["unmuted", "muted", "comment", "armed", "disarmed"]))
    }

    @Test("local alarms are stopped, and no others")
    func stopLocal() throws {
        // About one alarm in eight is local.
        var visitor = SimulatedVisitor.struck(by: .life(.alarmLasts)) { parameters in
            parameters.faults += (0..<40).map { ScriptedFault(.life(.alarmLasts), from: onset, seed: $0) }
        }
        let local = try visitor.list("alarmZoneAlerts", at: amidst).filter(isLocalAndOngoing)
        let before = try visitor.list("ongoingAlerts", at: amidst).count
        #expect(!local.isEmpty)
        #expect(visitor.send("POST", "alarmZoneAlerts/stopLocalOngoing", at: amidst).status == 200)
        #expect(try visitor.list("ongoingAlerts", at: amidst).count == before - local.count)
        #expect(try !visitor.list("alarmZoneAlerts", at: amidst).contains(where: isLocalAndOngoing))
    }

    private func isLocalAndOngoing(_ alarm: [String: Any]) -> Bool {
        alarm["local"] as? Bool == true && alarm["end_time"] is NSNull
    }

    @Test("what is unknown gives 404")
    mutating func unknown() {
        for path in ["alerts/none", "alerts/none/end", "alarmZones/none/arm", "alarmZones/none/comment"] {
            let body = #"{"acknowledgment_code":201}"#
            #expect(visitor.send("POST", path, body: body, at: noon).status == 404, "\(path)")
        }
        let body = #"{"alarm_zone_ids":["none"]}"#
        #expect(visitor.send("POST", "alarmZones/arm", body: body, at: noon).status == 404)
        #expect(visitor.send("DELETE", "alarmZonesUserMuted/none", at: noon).status == 404)
    }

    @Test("a false verdict may end the alarm, by parameter")
    func falseVerdictEnds() throws {
        var visitor = SimulatedVisitor.struck(by: .life(.alarmLasts)) { $0.falseVerdictEnds = true }
        let guid = try #require(visitor.stagedCourses(at: onset).first?.guid)
        let body = #"{"acknowledgment_code":"202","merged":false}"#
        #expect(visitor.send("POST", "alerts/\(guid)", body: body, at: onset + 1).status == 200)
        #expect(visitor.stagedCourses(at: onset + 1).first?.end == onset + 1)
    }

    @Test("each fault of actions strikes", arguments: ActionFault.allCases)
    func effect(fault: ActionFault) throws {
        var visitor = SimulatedVisitor.struck(by: .action(fault), .life(.alarmLasts))
        let guid = try #require(visitor.stagedCourses(at: onset).first?.guid)
        let end = { (visitor: inout SimulatedVisitor) in visitor.send("POST", "alerts/\(guid)/end", at: amidst) }
        switch fault {
        case .unanswered:
            #expect(end(&visitor).delivery == .lost)
            #expect(visitor.stagedCourses(at: amidst).first?.end == amidst)
        case .ignored:
            #expect(end(&visitor).status == 200)
            #expect(visitor.stagedCourses(at: amidst).first?.end == nil)
        case .staleRefused:
            let merged = try visitor.object("alerts/\(guid)", at: amidst)["merged"] as? Bool ?? false
            for (value, status) in [(!merged, 400), (merged, 200)] {
                let body = #"{"acknowledgment_code":201,"merged":\#(value)}"#
                #expect(visitor.send("POST", "alerts/\(guid)", body: body, at: amidst).status == status)
            }
        case .endedRefused:
            #expect(end(&visitor).status == 200)
            #expect(end(&visitor).status == 404)
        case .armRefused: try armRefused(&visitor)
        }
    }

    private func armRefused(_ visitor: inout SimulatedVisitor) throws {
        let zone = try visitor.zoneIDs(at: amidst)[0]
        _ = visitor.send("POST", "alarmZones/\(zone)/disarm", at: amidst)
        #expect(visitor.send("POST", "alarmZones/\(zone)/arm", at: amidst).status == 200)
        #expect(try visitor.object("alarmZones/\(zone)", at: amidst)["state"] as? String == "disarmed")
        let newest = try visitor.list("alarmZones/\(zone)/logs", at: amidst).first
        #expect(newest?["action"] as? String == "arm_failed")
    }
}
