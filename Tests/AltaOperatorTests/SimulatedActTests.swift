import AltaAPI
import AltaOperator
import AltaSimulator
import TestSupport
import Testing

@Suite("Acting in a simulated deployment")
struct SimulatedActTests {
    private static let profiles = [SimulationProfile.classic, .iso, .wrapped]

    /// Does it and reads it back.
    private func perform(_ act: Act, _ world: StagedWorld) async throws -> (outcome: ActOutcome, effect: Effect) {
        let before = try await world.client.state(for: act)
        let outcome = try await world.client.perform(act)
        return (outcome, await world.client.effect(of: act, after: before))
    }

    @Test("each act is accepted, and seen to be done", arguments: profiles)
    func confirmed(profile: SimulationProfile) async throws {
        let world = StagedWorld {
            $0.profile = profile
            $0.localAlarms = .always
        }
        let acts = try await Self.acts(in: world)
        #expect(Set(acts.map(\.kind)) == CallKind.acts)
        for act in acts {
            let (outcome, effect) = try await perform(act, world)
            #expect(outcome.word == "accepted" && effect.standing == .confirmed, "\(act.name): \(effect)")
        }
        #expect(try await world.client.ongoingAlarms().isEmpty)
    }

    /// One alarm is ended by its guid, and the other as a local one.
    private static func acts(in world: StagedWorld) async throws -> [Act] {
        let alarm = try await world.alarm()
        let zone = try await world.zone()
        let verified = try VerifiedAlarm(alarm)
        return [
            .verify(verified, as: .valid), .verify(verified, as: .none), .verify(verified, as: .false), .armAll,
            .disarmAll, .arm(zone: zone), .disarm(zone: zone), .comment(zone: zone, text: "a \"fox\"\t🦊"),
            .comment(zone: zone, text: "a \"fox\"\t🦊"), .mute(zone: zone),
            .unmute(zone: zone), .end(guid: alarm.guid), .stopLocal(zone: zone),
        ]
    }

    @Test("each fault is told by what the client says of it", arguments: ActionFault.allCases)
    func faults(fault: ActionFault) async throws {
        let world = StagedWorld(fault)
        switch fault {
        case .unanswered: try await unanswered(world)
        case .ignored: try await ignored(world)
        case .staleRefused: try await staleRefused(world)
        case .endedRefused: try await endedRefused(world, status: 404)
        case .armRefused: try await armRefused(world)
        }
    }

    private func unanswered(_ world: StagedWorld) async throws {
        let (outcome, effect) = try await perform(.end(guid: world.alarm().guid), world)
        #expect(outcome == .unanswered("the connection ended before an answer came"))
        #expect(effect.standing == .confirmed)
        #expect(try await world.client.ongoingAlarms().count == 1)
    }

    private func ignored(_ world: StagedWorld) async throws {
        let alarm = try await world.alarm()
        for act in [.end(guid: alarm.guid), Act.verify(try VerifiedAlarm(alarm), as: .false)] {
            let (outcome, effect) = try await perform(act, world)
            #expect(outcome == .accepted(status: 200) && effect.standing == .notSeen)
        }
    }

    private func staleRefused(_ world: StagedWorld) async throws {
        let alarm = try await world.alarm()
        let stale = try servedAlarm(#"{"guid":"\#(alarm.guid)","merged":true,"origin_name":"x"}"#)
        let refused = try await perform(.verify(VerifiedAlarm(stale), as: .valid), world)
        #expect(refused.outcome == .refused(status: 400) && refused.effect.standing == .notSeen)
        let accepted = try await perform(.verify(VerifiedAlarm(alarm), as: .valid), world)
        #expect(accepted.outcome == .accepted(status: 200) && accepted.effect.standing == .confirmed)
    }

    private func endedRefused(_ world: StagedWorld, status: Int) async throws {
        let alarm = try await world.alarm()
        let end = Act.end(guid: alarm.guid)
        let first = try await perform(end, world)
        #expect(first.outcome == .accepted(status: 200) && first.effect.standing == .confirmed)
        let second = try await perform(end, world)
        #expect(second.outcome == .refused(status: status) && second.effect.standing == .confirmed)
    }

    private func armRefused(_ world: StagedWorld) async throws {
        let zone = try await world.zone()
        _ = try await world.client.perform(.disarm(zone: zone))
        for _ in 0..<2 {
            let (outcome, effect) = try await perform(.arm(zone: zone), world)
            #expect(outcome == .accepted(status: 200) && effect.standing == .contradicted)
        }
    }

    @Test("an alarm that has ended is refused as the deployment will have it", arguments: [404, 409])
    func ended(status: Int) async throws {
        let world = StagedWorld { $0.endedAlarmStatus = status }
        try await endedRefused(world, status: status)
    }

    @Test("an alarm is found while it is ongoing and after its end, by its guid in any case", arguments: profiles)
    func found(profile: SimulationProfile) async throws {
        let world = StagedWorld { $0.profile = profile }
        let guid = try await world.alarm().guid
        for isOngoing in [true, false] {
            for spelling in [guid, guid.uppercased(), guid.lowercased()] {
                let found = try await world.client.alarm(spelling)
                #expect(found.alarm.guid == guid && found.isOngoing == isOngoing)
            }
            _ = try await world.client.perform(.end(guid: guid))
        }
        await #expect(throws: OperatorFailure.self) { try await world.client.alarm("7c1f0a52") }
    }
}
