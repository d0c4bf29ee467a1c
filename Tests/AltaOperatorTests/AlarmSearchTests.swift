import AlarmHistory
import AltaOperator
import AltaSimulator
import TestSupport
import Testing

@Suite("Which ongoing alarm is meant")
struct AlarmSearchTests {
    private static let alarms = [
        #"{"guid":"one","alarm_zone_id":"Z-1","alarm_zone_name":"Loading bay","origin_id":"D-1","origin_name":"Dock 1"}"#,
        #"{"guid":"two","alarmZoneId":"z-1","alarmZoneName":"Loading bay","originName":"D-2","deviceIds":["D-3","D-4"]}"#,
        #"{"guid":"three","alarm_zone_id":"z-2","alarm_zone_name":"Roof","origin_name":"Dock 1","device_ids":null}"#,
        #"{"guid":"four","alarm_zone_id":null,"rule_id":"r","origin_name":"Dock 1"}"#,
    ]

    /// A search, and the guids that it finds; none or several are thrown unless all are wanted.
    struct Case: Sendable, CustomTestStringConvertible {
        let zone: String
        var device: String?
        let found: [String]
        var testDescription: String { "\(zone), \(device ?? "any device")" }
    }

    private static let cases = [
        Case(zone: "z-1", found: ["one", "two"]), Case(zone: "Z-1", found: ["one", "two"]),
        Case(zone: "loading BAY", found: ["one", "two"]), Case(zone: "Z-2", found: ["three"]),
        Case(zone: "Roof", found: ["three"]), Case(zone: "Roo", found: []), Case(zone: "r", found: []),
        Case(zone: "", found: []), Case(zone: "z-1", device: "d-1", found: ["one"]),
        Case(zone: "z-1", device: "DOCK 1", found: ["one"]), Case(zone: "z-1", device: "d-2", found: ["two"]),
        Case(zone: "z-1", device: "d-4", found: ["two"]), Case(zone: "z-1", device: "d-9", found: []),
        Case(zone: "z-2", device: "Dock 1", found: ["three"]), Case(zone: "z-2", device: "D-1", found: []),
    ]

    @Test("follows the zone and the device, by id in any case or by name", arguments: cases)
    func choice(search: Case) throws {
        let alarms = try Self.alarms.map(servedAlarm)
        let all = AlarmSearch(zone: search.zone, device: search.device, takesAll: true)
        let one = AlarmSearch(zone: search.zone, device: search.device)
        switch search.found.count {
        case 0:
            #expect(throws: OperatorFailure.self) { try all.choose(from: alarms) }
            let failure = #expect(throws: OperatorFailure.self) { try one.choose(from: alarms) }
            #expect(failure.map { "\($0)" }?.hasPrefix("no ongoing alarm in zone \(search.zone)") == true)
        case 1:
            #expect(try one.choose(from: alarms).map(\.guid) == search.found)
            #expect(try all.choose(from: alarms).map(\.guid) == search.found)
        default:
            let failure = #expect(throws: OperatorFailure.self) { try one.choose(from: alarms) }
            guard case .ambiguous(_, let fitting) = failure else { throw WrongFailure() }
            #expect(fitting.map(\.guid) == search.found)
            #expect(try all.choose(from: alarms).map(\.guid) == search.found)
        }
    }

    private struct WrongFailure: Error {}

    @Test("among several nobody is taken silently: all are listed, with what tells them apart")
    func listed() throws {
        let alarms = try Self.alarms.map(servedAlarm)
        let failure = #expect(throws: OperatorFailure.self) { try AlarmSearch(zone: "Z-1").choose(from: alarms) }
        let text = failure.map { "\($0)" } ?? ""
        for word in ["2 ongoing alarms in zone Z-1", "one  Dock 1", "two  D-2", "--device", "--all-matching"] {
            #expect(text.contains(word), "\(text)")
        }
    }

    @Test("among none, none is found, with or without a device")
    func none() {
        for device in [nil, "d"] {
            #expect(throws: OperatorFailure.self) {
                try AlarmSearch(zone: "z", device: device, takesAll: true).choose(from: [])
            }
        }
    }

    @Test("in each way in which a deployment may spell it", arguments: [SimulationProfile.classic, .iso, .wrapped])
    func profiles(profile: SimulationProfile) async throws {
        let world = StagedWorld { $0.profile = profile }
        let alarms = try await world.client.ongoingAlarms()
        let first = try #require(alarms.first)
        let zone = try #require(first.record.zoneID)
        let truth = world.transport.alarmCourses.filter { $0.end == nil && $0.zoneID == zone }
        let (name, device) = (try #require(first.record.zoneName), try #require(first.record.deviceID))
        #expect(truth.count == 2 && alarms.count == 2)
        for zone in [zone.lowercased(), zone.uppercased(), name] {
            let found = try AlarmSearch(zone: zone, device: device.lowercased(), takesAll: true).choose(from: alarms)
            #expect(Set(found.map(\.guid)) == Set(truth.map(\.guid)))
            #expect(throws: OperatorFailure.self) { try AlarmSearch(zone: zone).choose(from: alarms) }
        }
    }
}
