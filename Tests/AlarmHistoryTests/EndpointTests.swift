import AlarmHistory
import Testing

struct EndpointTests {
    @Test(
        "each endpoint has its name, its kind of record, and its kind of answer",
        arguments: [
            (Endpoint.about, "about", "about", false), (.zones, "zones", "zones", true),
            (.zoneLog, "zone-log", "zone-logs", true), (.alerts, "alerts", "alerts", true),
            (.alert, "alert", "alerts", false), (.ongoingAlerts, "ongoing-alerts", "alerts", true),
        ])
    func table(endpoint: Endpoint, name: String, kind: String, isList: Bool) {
        #expect(endpoint.rawValue == name)
        #expect(endpoint.recordKind == kind)
        #expect(endpoint.isList == isList)
    }

    @Test("a target's name is read back as it was written", arguments: Endpoint.allCases)
    func roundTrip(endpoint: Endpoint) {
        for id in [nil, "z1", "a/b", "/", "", "\u{301}a"] as [String?] {
            let target = LookTarget("hq", endpoint, id: id)
            #expect(target.coverageSubject == "hq/coverage/\(endpoint.rawValue)" + (id.map { "/\($0)" } ?? ""))
            #expect(LookTarget(coverageSubject: target.coverageSubject) == target)
        }
    }

    @Test(
        "another stream's name is no target's",
        arguments: ["", "archive", "hq/coverage", "hq/alerts/1", "hq/coverage/unknown", "hq/coverage/Alerts"])
    func refused(subject: String) {
        #expect(LookTarget(coverageSubject: subject) == nil)
    }
}
