import AltaAPI
import AltaOperator
import TestSupport
import Testing

@Suite("What a deployment shows of the thing that an act is about")
struct ShownStateTests {
    /// An act, what is served, and the state that is read from it.
    struct Case: Sendable, CustomTestStringConvertible {
        let act: Act
        let path: String
        let served: String
        let state: String
        var testDescription: String { "\(act.name): \(served)" }

        init(_ act: Act, _ path: String, _ served: String, _ state: String) {
            self.act = act
            self.path = "/api/v1/" + path
            self.served = served
            self.state = state
        }
    }

    private static let local = #"""
        [{"alert_id":"1","alarm_zone_id":"Z-1","local":true,"end_time":null},
         {"alert_id":"2","alarm_zone_id":"z-1","local":true},
         {"alert_id":"3","alarm_zone_id":"z-1","local":true,"end_time":1748744500000},
         {"alert_id":"4","alarm_zone_id":"z-1","local":false,"end_time":null},
         {"alert_id":"5","alarm_zone_id":"z-1","end_time":null},
         {"alert_id":"6","alarm_zone_id":"z-2","local":true,"end_time":null}]
        """#
    private static let log = #"""
        {"data":[{"action":"comment","comment":"a fox"},{"action":"comment","comment":"a fox"},
         {"action":"comment","comment":"A fox"},{"action":"arm_failed","comment":null}]}
        """#

    private static let cases = [
        Case(.stopLocal(zone: nil), "alarmZoneAlerts", local, "localAlarms(3)"),
        Case(.stopLocal(zone: "z-1"), "alarmZoneAlerts", local, "localAlarms(2)"),
        Case(.stopLocal(zone: "z-3"), "alarmZoneAlerts", local, "localAlarms(0)"),
        Case(.comment(zone: "z", text: "a fox"), "alarmZones/z/logs", log, "comments(2)"),
        Case(.comment(zone: "z", text: "fox"), "alarmZones/z/logs", log, "comments(0)"),
        Case(.mute(zone: "z"), "alarmZonesUserMuted", #"[{"id":"m","alarm_zone_id":"Z"}]"#, "muted(true)"),
        Case(.unmute(zone: "z"), "alarmZonesUserMuted", #"[{"id":"z"}]"#, "muted(true)"),
        Case(.mute(zone: "z"), "alarmZonesUserMuted", #"[{"id":"z","muted":false}]"#, "muted(false)"),
        Case(
            .mute(zone: "z"), "alarmZonesUserMuted", #"[{"id":"m","alarm_zone_id":"y","muted":true}]"#, "muted(false)"),
        Case(.mute(zone: "z"), "alarmZonesUserMuted", "", "muted(false)"),
        Case(
            .end(guid: "a"), "alerts/a", #"{"guid":"a","phase":"alarm"}"#,
            #"end(isEnded: false, phase: Optional("alarm"))"#),
        Case(
            .end(guid: "a"), "alerts/a", #"{"guid":"a","ended_time":1748744500000}"#, "end(isEnded: true, phase: nil)"),
        Case(.end(guid: "a"), "alerts/a", #"{"guid":"b","phase":"ended"}"#, "nothing"),
    ]

    @Test("is read with one kind of call, and counts what it is about and nothing else", arguments: cases)
    func reading(of example: Case) async throws {
        let transport = RecordingTransport(
            ScriptedTransport { request in
                if request.isAboutSession { return .signedIn }
                return request.path == example.path ? .ok(example.served) : .ok("[]")
            })
        let state = try await OperatorClient(transport).state(for: example.act)
        #expect("\(state)".replacing("AltaOperator.ShownState.", with: "") == example.state)
        #expect(transport.calls.first == SentCall(verb: "GET", path: example.path))
    }

    @Test("of a zone counts how often its log says that arming failed")
    func failures() async throws {
        let transport = ScriptedTransport { request in
            if request.isAboutSession { return .signedIn }
            let isLog = request.path.hasSuffix("/logs")
            return .ok(isLog ? #"[{"action":"ARM_FAILED"},{"action":"armed"},{"action":"arm_failed"}]"# : "{}")
        }
        guard case .zone(_, let failures) = try await OperatorClient(transport).state(for: .arm(zone: "z")) else {
            Issue.record("a zone's state is about the zone")
            return
        }
        #expect(failures == 2)
    }

    @Test("of what the deployment does not know is thrown, before anything is sent that changes something")
    func unknown() async {
        let transport = ScriptedTransport { $0.isAboutSession ? .signedIn : .status(404) }
        for act in [Act.arm(zone: "z"), .disarm(zone: "z"), .comment(zone: "z", text: "a")] {
            let failure = await #expect(throws: OperatorFailure.self) {
                try await OperatorClient(transport).state(for: act)
            }
            #expect(failure?.refusedStatus == 404)
        }
    }
}
