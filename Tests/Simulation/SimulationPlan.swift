import AltaSimulator
import ArchiveEvents
import Polling
import TestSupport

/// What a seed makes of a run: the vendor's dialect, the size of its world, what goes wrong, and how the archive is set.
package struct SimulationPlan: Sendable {
    /// Looks before the world comes to rest, unless told otherwise.
    package static let usualSteps = 70
    /// Milliseconds after which each past alarm of the last day is due to be read again.
    static let sweepTime: Int64 = 3_700_000
    /// Milliseconds in which each past alarm must have been read again, however small the budget.
    static let longestRest: Int64 = 24 * 3_600_000

    let seed: UInt64
    let steps: Int
    let deployment = "hq"
    let password: String
    var parameters: SimulationParameters
    var intervals = PollIntervals()
    let requestBudget: Int
    /// Requests in a minute at rest, where all that was due is read. In few worlds that takes days of a small budget.
    let restingBudget: Int
    /// Milliseconds at rest until all that was due is read.
    let restingTime: Int64
    /// Whether the archive's own clock is set while it runs.
    let hasClockSteps: Bool
    /// Whether the vendor may hide rows that it still has: then an archive can know less than there is.
    let hidesRows: Bool
    /// Whether the vendor's clock may be wrong.
    let hasOddClock: Bool
    /// When the last fault is over.
    let quietFrom: Instant

    init(seed: UInt64, steps: Int) {
        var chance = SeededGenerator(seed: seed)
        self.seed = seed
        self.steps = steps
        password = "planted-password-\(seed)"
        // Some ninety seconds of simulated time for each look, in which the shorter intervals come round often.
        let length = Int64(steps) * 12_000
        let start = Instant.testStart.milliseconds + chance.number(in: 0...86_400_000)
        quietFrom = Instant(milliseconds: start + length)
        parameters = Self.world(start: start, seed: seed, &chance)
        parameters.password = password
        parameters.quietAfter = quietFrom.milliseconds
        let isCalm = chance.next() % 5 == 0
        if !isCalm {
            parameters.faults = FaultPlan.random(
                seed: seed, from: start, until: start + length, intensity: Int(chance.magnitude(in: 4...160)))
        }
        hasClockSteps = chance.next() % 6 == 0
        let isCapped = parameters.profile == .capped
        requestBudget = Int(isCapped ? chance.number(in: 300...600) : chance.magnitude(in: 15...600))
        restingBudget = seed % 16 == 0 ? requestBudget : max(requestBudget, 600)
        restingTime =
            (isCapped ? 840_000 : restingBudget < 60 ? 480_000 : 120_000)
            + Self.raised(by: parameters.faults) * 3 * 60_000 / Int64(restingBudget)
        hidesRows = parameters.faults.contains { Self.hiding.contains($0.kind) }
        hasOddClock = parameters.faults.contains { $0.kind == .time(.clockOff) }
        intervals.ongoingAlerts = chance.element(of: [5_000, 10_000, 15_000])
        intervals.slow = 900_000
    }

    /// Alarms that floods bring: each is read by itself once it has left the list.
    private static func raised(by faults: [ScriptedFault]) -> Int64 {
        faults.reduce(0) { sum, fault in
            switch fault.kind {
            case .life(.alarmFlood), .life(.massEnding): sum + (fault.amount ?? 0)
            default: sum
            }
        }
    }

    private static func world(start: Int64, seed: UInt64, _ chance: inout SeededGenerator) -> SimulationParameters {
        var parameters = SimulationParameters(seed: seed, startedAt: start)
        parameters.profile = chance.element(of: [.classic, .classic, .iso, .wrapped, .paged, .paged, .capped, .mfa])
        parameters.paging = chance.element(of: [.offset, .cursor])
        parameters.pageSize = chance.element(of: [3, 5, 10, 50])
        parameters.alertLimit = parameters.profile == .capped ? 50 : 1000
        parameters.zones = 1 + chance.index(below: 3)
        parameters.devices = 4 + chance.index(below: 5)
        parameters.historyMilliseconds = chance.magnitude(
            in: 600_000...(parameters.profile == .capped ? 3_600_000 : 18_000_000))
        // A list that is cut at fifty rows is worth it only where an outage can bring more.
        parameters.alarmsPerDay = Int(
            parameters.profile == .capped
                ? chance.number(in: 2_000...8_000) : chance.magnitude(in: 100...2_000))
        parameters.sessionLifetimeMilliseconds = chance.magnitude(in: 5_000...3_600_000)
        parameters.webhookTemplate = SimulationParameters.recommendedWebhookTemplate
        return parameters
    }

    /// Faults after which a vendor shows less than it has, or never again shows what it had.
    private static let hiding: Set<FaultKind> = [
        .login(.rowsHidden), .login(.listsEmpty), .life(.alertVanishes), .life(.alertReappears), .life(.retentionDrop),
        .life(.zoneDeleted), .life(.zoneRecreated),
    ]
}
