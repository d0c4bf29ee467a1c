import AlarmHistory
import AltaAPI
import ArchiveEvents
import ExactJSON

extension OperatorClient {
    /// What the deployment shows now of the thing that `act` is about.
    ///
    /// - Throws: where it cannot be read, or where the deployment does not know a zone.
    public func state(for act: Act) async throws(OperatorFailure) -> ShownState {
        switch act {
        case .verify(let alarm, _):
            try await recordedAlarm(alarm.guid).map { .verdict($0.record.verdict) } ?? .nothing
        case .end(let guid):
            try await recordedAlarm(guid).map { .end(isEnded: $0.record.isEnded, phase: $0.members.text("phase")) }
                ?? .nothing
        case .stopLocal(let zone): .localAlarms(try await localAlarms(in: zone))
        case .arm(let zone): .zone(try await standing(of: zone), failures: try await failures(in: zone))
        case .disarm(let zone): .zone(try await standing(of: zone), failures: 0)
        case .armAll, .disarmAll: .zones(try await read(.zones).records.map(ZoneStanding.init))
        case .comment(let zone, let text): .comments(try await comments(in: zone, text))
        case .mute(let zone), .unmute(let zone): .muted(try await isMuted(zone))
        }
    }

    /// What an act brought about. Where it is not seen at once it is looked for again, for some seconds.
    public func effect(of act: Act, after before: ShownState) async -> Effect {
        var effect = Effect(nil, "the effect could not be read back")
        for wait in Self.looks {
            do {
                try await clock.sleep(until: clock.now.advanced(byMilliseconds: wait))
                effect = try await state(for: act).effect(of: act, after: before)
            } catch let failure as OperatorFailure {
                effect = Effect(nil, "the effect could not be read back: \(failure)")
            } catch {
                return effect
            }
            if effect.standing == .confirmed || effect.standing == .contradicted { return effect }
        }
        return effect
    }

    private func standing(of zone: String) async throws(OperatorFailure) -> ZoneStanding {
        ZoneStanding(try await read(.zone(id: zone)).root)
    }

    private func failures(in zone: String) async throws(OperatorFailure) -> Int {
        try await read(.zoneLog(zone: zone)).records.count {
            VendorMembers($0).text("action")?.lowercased() == "arm_failed"
        }
    }

    private func comments(in zone: String, _ text: String) async throws(OperatorFailure) -> Int {
        try await read(.zoneLog(zone: zone)).records.count { VendorMembers($0).text("comment") == text }
    }

    /// Asked of the list, for what names one entry is not known.
    private func isMuted(_ zone: String) async throws(OperatorFailure) -> Bool {
        try await read(.mutedZones).records.contains { entry in
            let members = VendorMembers(entry)
            let names = [members.text("alarm_zone_id"), members.text("id")]
            return names.contains { $0?.lowercased() == zone.lowercased() } && members["muted"]?.bool != false
        }
    }

    private func localAlarms(in zone: String?) async throws(OperatorFailure) -> Int {
        try await read(.zoneAlerts).records.count { entry in
            let members = VendorMembers(entry)
            let isThere = zone.map { $0.lowercased() == members.text("alarm_zone_id")?.lowercased() } ?? true
            return isThere && members["local"]?.bool == true && members.time("end_time") == nil
        }
    }

    /// Milliseconds before each look: what is acknowledged may show a moment later.
    private static let looks: [Int64] = [0, 500, 1500, 3000]
}
