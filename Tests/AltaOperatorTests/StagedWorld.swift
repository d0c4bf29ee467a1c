import AlarmHistory
import AltaAPI
import AltaOperator
import AltaSimulator
import ArchiveEvents
import ExactJSON
import TestSupport
import Testing

/// A simulated deployment without a past, in which two alarms are ongoing in one zone and nothing else happens, and an
/// operator who is at work in it a minute later.
struct StagedWorld {
    let clock = ManualClock(.testStart)
    let transport: SimulatedTransport
    let client: OperatorClient

    init(_ fault: ActionFault? = nil, configure: (inout SimulationParameters) -> Void = { _ in }) {
        let start = Instant.testStart.milliseconds
        var parameters = SimulationParameters(seed: 1, startedAt: start)
        parameters.zones = 3
        parameters.devices = 8
        parameters.historyMilliseconds = 0
        parameters.quietAfter = start + 20_000
        parameters.localAlarms = .never
        parameters.bookmarks = .always
        parameters.faults = [ScriptedFault(.life(.twoAlarms), from: start + 10_000)]
        if let fault { parameters.faults.append(ScriptedFault(.action(fault), from: start, until: start + 3_600_000)) }
        configure(&parameters)
        transport = SimulatedTransport(SimulatedDeployment(parameters), clock: clock)
        client = OperatorClient(transport, clock: clock)
        clock.advance(byMilliseconds: 60_000)
    }

    /// One of the two alarms.
    func alarm() async throws -> ServedAlarm { try #require(try await client.ongoingAlarms().first) }

    /// The zone in which they stand.
    func zone() async throws -> String { try #require(try await alarm().record.zoneID) }

    /// The ids of what there is, for calls about it.
    func subjects() async throws -> CallSubjects {
        let alarm = try await alarm()
        let zone = try #require(alarm.record.zoneID)
        return CallSubjects(
            guid: alarm.guid, zone: zone, zoneAlert: try await id(.zoneAlerts, "alert_id"),
            contact: try await id(.emergencyContacts, "id"), merged: try json(alarm, "merged"),
            origin: try json(alarm, "origin_name"))
    }

    private func id(_ inquiry: Inquiry, _ member: String) async throws -> String {
        let first = try #require(try await client.read(inquiry).records.first)
        return try #require(VendorMembers(first).text(member))
    }

    private func json(_ alarm: ServedAlarm, _ member: String) throws -> String {
        String(decoding: try #require(alarm.members[member]).bytes, as: UTF8.self)
    }
}
