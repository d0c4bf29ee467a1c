import AlarmHistory
public import AltaAPI
import ArchiveEvents
import ExactJSON

/// Asks a deployment the open questions about the vendor's API, one request at a time, with a pause between them.
///
/// It reads and signs in, nothing else, and it asks at most about forty questions.
public struct Probe: Sendable {
    private let inspector: AltaInspector
    private let clock: any WallClock
    private let pause: Int64
    private let usesBearer: Bool

    /// A probe that waits `pause` milliseconds before each request but the first.
    public init(_ inspector: AltaInspector, clock: any WallClock, pauseMilliseconds pause: Int64, usesBearer: Bool) {
        self.inspector = inspector
        self.clock = clock
        self.pause = pause
        self.usesBearer = usesBearer
    }

    /// What came of it; throws where nobody can be reached, or the account is not accepted.
    public func report() async throws -> ProbeReport {
        var material = ProbeMaterial(usesBearer: usesBearer, startedAt: clock.now)
        material.stranger = ProbeAnswer(try await inspector.knock())
        try await rest()
        material.note(.about, ProbeAnswer(try await inspector.ask(.about)))
        material.signIn = await inspector.signInAnswer
        for request in Self.fixed + Self.windows(at: clock.now) { try await ask(request, &material) }
        for request in material.followUps() { try await ask(request, &material) }
        return ProbeReport(material, requests: await inspector.requestsSent)
    }

    private func ask(_ request: ProbeRequest, _ material: inout ProbeMaterial) async throws {
        try await rest()
        do throws(SessionFailure) {
            material.note(request, ProbeAnswer(try await inspector.ask(request)))
        } catch {
            material.note(request, ProbeAnswer(failure: error))
        }
    }

    private func rest() async throws {
        try await clock.sleep(until: clock.now.advanced(byMilliseconds: pause))
    }

    private static let fixed: [ProbeRequest] = [
        .authentication, .me, .users, .devices, .zones, .ongoingAlerts, .zoneAlerts, .muted, .alerts(.whole),
    ]

    private static func windows(at now: Instant) -> [ProbeRequest] {
        let start = now.advanced(byMilliseconds: -ProbeMaterial.windowMilliseconds)
        return [
            .alerts(.limit(ProbeMaterial.page)),
            .alerts(.page(limit: ProbeMaterial.page, offset: ProbeMaterial.page)),
            .alerts(.between(start, now)), .alerts(.betweenMilliseconds(start, now)),
        ]
    }
}
