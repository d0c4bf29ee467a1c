import AltaSimulator
import Foundation
import Testing

/// What somebody who tries the operator's commands can order from a world: known alarms at a known time, and no others.
@Suite("Alarms that are staged in an empty world")
struct StagedAlarmTests {
    /// A world without a past, in which nothing happens but the fault, ten seconds after the start.
    private func stage(
        _ fault: LifeFault, configure: (inout SimulationParameters) -> Void = { _ in }
    ) -> SimulatedVisitor {
        var visitor = SimulatedVisitor(seed: 1) {
            $0.historyMilliseconds = 0
            $0.quietAfter = noon + 20 * second
            $0.faults = [ScriptedFault(.life(fault), from: noon + 10 * second)]
            configure(&$0)
        }
        _ = visitor.logIn()
        return visitor
    }

    @Test(
        "are one in a zone, or two in one, and stay until somebody ends them",
        arguments: [LifeFault.alarmLasts, .twoAlarms])
    func counts(fault: LifeFault) throws {
        var visitor = stage(fault)
        #expect(try visitor.list("ongoingAlerts", at: noon + 10 * second - 1).isEmpty)
        let ongoing = try visitor.list("ongoingAlerts", at: noon + 10 * second)
        #expect(ongoing.count == (fault == .alarmLasts ? 1 : 2))
        #expect(Set(ongoing.compactMap { $0["alarm_zone_id"] as? String }).count == 1)
        for time in [noon + minute, noon + 40 * minute] {
            #expect(try visitor.list("ongoingAlerts", at: time).count == ongoing.count)
        }
        let guid = try #require(ongoing.first?["guid"] as? String)
        #expect(visitor.send("POST", "alerts/\(guid)/end", at: noon + 41 * minute).status == 200)
        #expect(try visitor.list("ongoingAlerts", at: noon + 41 * minute).count == ongoing.count - 1)
    }

    @Test(
        "are all local or none, by parameter, and only local ones are stopped", arguments: [Frequency.always, .never])
    func local(frequency: Frequency) throws {
        var visitor = stage(.twoAlarms) { $0.localAlarms = frequency }
        let time = noon + minute
        let shown = try visitor.list("alarmZoneAlerts", at: time).compactMap { $0["local"] as? Bool }
        #expect(shown == [frequency == .always, frequency == .always])
        #expect(visitor.send("POST", "alarmZoneAlerts/stopLocalOngoing", at: time).status == 200)
        #expect(try visitor.list("ongoingAlerts", at: time).count == (frequency == .always ? 0 : 2))
    }

    @Test("of another zone are not stopped with those of the one that is named")
    func localInZone() throws {
        var visitor = stage(.alarmLasts) {
            $0.localAlarms = .always
            $0.faults.append(ScriptedFault(.life(.alarmLasts), from: noon + 11 * second, seed: 2))
        }
        let zones = try visitor.list("ongoingAlerts", at: noon + minute).compactMap { $0["alarm_zone_id"] as? String }
        try #require(Set(zones).count == 2)
        let body = #"{"alarm_zone_id":"\#(zones[0])"}"#
        #expect(visitor.send("POST", "alarmZoneAlerts/stopLocalOngoing", body: body, at: noon + minute).status == 200)
        let left = try visitor.list("ongoingAlerts", at: noon + minute).compactMap { $0["alarm_zone_id"] as? String }
        #expect(left == [zones[1]])
    }

    @Test("have shared video where all have")
    func video() throws {
        var visitor = stage(.alarmLasts) {
            $0.bookmarks = .always
            $0.bookmarkDelayMilliseconds = 2 * second
        }
        let guid = try #require(try visitor.list("ongoingAlerts", at: noon + minute).first?["guid"] as? String)
        let bookmarks = try visitor.list("alerts/\(guid)/bookmarks", at: noon + minute)
        #expect(bookmarks.count == 1 && bookmarks[0]["guest_token"] is String)
    }

    @Test("that have ended answer a second end as the parameter says", arguments: [200, 404, 409, 410])
    func endedTwice(status: Int) throws {
        var visitor = stage(.alarmLasts) { $0.endedAlarmStatus = status }
        let guid = try #require(try visitor.list("ongoingAlerts", at: noon + minute).first?["guid"] as? String)
        #expect(visitor.send("POST", "alerts/\(guid)/end", at: noon + minute).status == 200)
        #expect(visitor.send("POST", "alerts/\(guid)/end", at: noon + minute).status == status)
    }

    @Test("refuse a verification with a stale merged, by parameter")
    func staleMerged() throws {
        var visitor = stage(.alarmLasts) { $0.refusesStaleMerged = true }
        let guid = try #require(try visitor.list("ongoingAlerts", at: noon + minute).first?["guid"] as? String)
        for (merged, status) in [("true", 400), ("false", 200)] {
            let body = #"{"acknowledgment_code":201,"merged":\#(merged)}"#
            #expect(visitor.send("POST", "alerts/\(guid)", body: body, at: noon + minute).status == status)
        }
    }
}
