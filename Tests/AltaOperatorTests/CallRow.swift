import AltaOperator
import Testing

/// One row of the vendor's table of useful calls, with what the reference says of it, written down apart from what the
/// product says of itself. Rows with two verbs stand here twice, and one with an optional body, too.
struct CallRow: Sendable, CustomTestStringConvertible {
    /// What the operator's client is told to call.
    enum Call: Sendable {
        case inquiry(Inquiry)
        case act(Act)
    }

    /// The row in the reference, from 1 to 21.
    let number: Int
    let call: Call
    /// The request that has to leave.
    let sent: SentCall

    var kind: CallKind {
        switch call {
        case .inquiry(let inquiry): inquiry.kind
        case .act(let act): act.kind
        }
    }

    var testDescription: String { "\(number): \(sent.verb) \(sent.path)" }

    init(_ number: Int, _ inquiry: Inquiry, _ path: String) {
        self.number = number
        call = .inquiry(inquiry)
        sent = SentCall(verb: "GET", path: "/api/v1" + path)
    }

    init(_ number: Int, _ act: Act, _ verb: String, _ path: String, _ body: String = "") {
        self.number = number
        call = .act(act)
        sent = SentCall(verb: verb, path: "/api/v1" + path, body: body)
    }
}

/// The ids of things that a table of calls is about.
struct CallSubjects: Sendable {
    var guid = "7c1f0a52-3d1e-4d6b-9a55-0c2e8b1d4f10"
    var zone = "b0a7e7c4-1f0d-4d2b-8c55-6a4f3e2d1c01"
    var zoneAlert = "za-10442"
    var contact = "ec000000-0000-4000-8000-000000000007"
    /// As JSON.
    var merged = "true"
    /// As JSON.
    var origin = #""Dock camera 2""#

    /// All rows, in an order in which a deployment can follow each of them.
    func rows() throws -> [CallRow] { reads + (try orders()) + mutedReads + endings }

    private var reads: [CallRow] {
        [
            CallRow(1, .zoneAlerts, "/alarmZoneAlerts"),
            CallRow(3, .zoneAlertDetails(alert: zoneAlert, subAlert: "1"), "/alarmZoneAlerts/\(zoneAlert)/1/details"),
            CallRow(4, .zones, "/alarmZones"), CallRow(9, .zone(id: zone), "/alarmZones/\(zone)"),
            CallRow(11, .zoneLog(zone: zone), "/alarmZones/\(zone)/logs"), CallRow(14, .alerts, "/alerts"),
            CallRow(15, .alert(guid: guid), "/alerts/\(guid)"),
            CallRow(16, .bookmarks(guid: guid), "/alerts/\(guid)/bookmarks"),
            CallRow(18, .ongoingAlerts, "/ongoingAlerts"),
            CallRow(19, .emergencyContacts, "/publicIntrusionEmergencyContacts"),
            CallRow(20, .emergencyContact(id: contact), "/publicIntrusionEmergencyContacts/\(contact)"),
            CallRow(21, .intrusionWebhooks, "/publicIntrusionWebhooks"),
        ]
    }

    private func orders() throws -> [CallRow] {
        let verified = #""guid":"\#(guid)","merged":\#(merged),"origin_name":\#(origin)}"#
        let alarm = try VerifiedAlarm(servedAlarm("{" + verified))
        let codes: [(Act.Verdict, String)] = [(.none, "101"), (.valid, "201"), (.false, "202")]
        let verdicts = codes.map { verdict, code in
            CallRow(
                15, .verify(alarm, as: verdict), "POST", "/alerts/\(guid)",
                #"{"acknowledgment_code":\#(code),"# + verified)
        }
        return verdicts + [
            CallRow(6, .disarmAll, "POST", "/alarmZones/disarm"), CallRow(5, .armAll, "POST", "/alarmZones/arm"),
            CallRow(8, .disarm(zone: zone), "POST", "/alarmZones/\(zone)/disarm"),
            CallRow(7, .arm(zone: zone), "POST", "/alarmZones/\(zone)/arm"),
            CallRow(
                10, .comment(zone: zone, text: "a \"fox\"\n"), "POST", "/alarmZones/\(zone)/comment",
                #"{"comment":"a \"fox\"\u000a"}"#),
            CallRow(12, .mute(zone: zone), "POST", "/alarmZonesUserMuted", #"{"alarm_zone_id":"\#(zone)"}"#),
        ]
    }

    /// Once the zone is muted.
    private var mutedReads: [CallRow] {
        [
            CallRow(12, .mutedZones, "/alarmZonesUserMuted"),
            CallRow(13, .mutedZone(id: zone), "/alarmZonesUserMuted/\(zone)"),
        ]
    }

    private var endings: [CallRow] {
        [
            CallRow(13, .unmute(zone: zone), "DELETE", "/alarmZonesUserMuted/\(zone)"),
            CallRow(17, .end(guid: guid), "POST", "/alerts/\(guid)/end"),
            CallRow(2, .stopLocal(zone: nil), "POST", "/alarmZoneAlerts/stopLocalOngoing"),
            CallRow(
                2, .stopLocal(zone: zone), "POST", "/alarmZoneAlerts/stopLocalOngoing",
                #"{"alarm_zone_id":"\#(zone)"}"#),
        ]
    }
}
