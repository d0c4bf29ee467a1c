import AlarmHistory
import AltaAPI
import AltaSimulator
import ArchiveEvents
import EventStorage
import Polling
import TestSupport
import TransparencyLog

/// The archiver from one start to the next crash.
struct ArchiveLife {
    let plan: SimulationPlan
    private(set) var log: EventLog
    private(set) var client: AltaClient
    var cycle: PollCycle
    private let signer: NoteSigner
    private let folder: TemporaryFolder
    /// The note of watermarks, as it lies on the disk.
    private(set) var note: [UInt8] = []
    private var notedAt: Instant?
    /// Whether a note was ever lost: then the log alone says until when everything was observed.
    private(set) var hasLostNote = false

    /// Requests in a minute, from the next start on.
    var requestBudget: Int

    init(_ plan: SimulationPlan, _ world: SimulatedSurroundings) async throws {
        self.plan = plan
        requestBudget = plan.requestBudget
        folder = try TemporaryFolder()
        signer = try NoteSigner(name: "simulated.example/log", seed: [UInt8](repeating: 9, count: 32))
        var salts = SeededGenerator(seed: plan.seed)
        let seed = salts.next()
        log = try await EventLog.create(
            in: world.disk, signer: signer, headNote: HeadNote(path: folder.file("head.note")), at: world.clock.now,
            random: { count in SaltSource(seed: seed).bytes(count) })
        client = Self.client(plan, world)
        cycle = Self.cycle(plan, Watermarks(), requestBudget, world.clock.now)
    }

    /// Opens what lies on the disk, as after a crash.
    mutating func restart(isNoteLost: Bool, _ world: SimulatedSurroundings) async throws {
        let seed = UInt64(note.count) ^ plan.seed
        log = try EventLog.open(
            in: world.disk, signer: signer, headNote: HeadNote(path: folder.file("head.note")),
            random: { count in SaltSource(seed: seed).bytes(count) })
        client = Self.client(plan, world)
        hasLostNote = hasLostNote || isNoteLost
        let watermarks = isNoteLost ? Watermarks() : Watermarks(encoded: note, logSize: await log.size)
        var memory = PollMemory([Self.cycle(plan, watermarks, requestBudget, world.clock.now)])
        _ = try memory.catchUp(with: LogReader(world.disk))
        guard let caughtUp = memory.cycle(of: plan.deployment) else { return }
        cycle = caughtUp
    }

    /// Replaces the note, about once a second.
    mutating func noteWatermarks(at time: Instant) async throws {
        if let notedAt, abs(time.milliseconds(since: notedAt)) < 1000 { return }
        notedAt = time
        note = cycle.watermarks.encoded(logSize: await log.size)
    }

    private static func cycle(
        _ plan: SimulationPlan, _ watermarks: Watermarks, _ requestBudget: Int, _ time: Instant
    ) -> PollCycle {
        var configuration = PollCycle.Configuration(deployment: plan.deployment)
        configuration.intervals = plan.intervals
        configuration.requestBudget = requestBudget
        return PollCycle(configuration, watermarks: watermarks, startingAt: time)
    }

    private static func client(_ plan: SimulationPlan, _ world: SimulatedSurroundings) -> AltaClient {
        AltaClient(
            deployment: plan.deployment,
            credentials: Credentials(
                username: plan.parameters.username, password: plan.password,
                secondFactor: plan.parameters.profile == .mfa ? plan.secondFactor : nil),
            transport: world.line, clock: world.clock, reader: Simulation.reader)
    }
}

extension SimulationPlan {
    /// The secret of RFC 6238's test vectors, which the simulator takes unless told otherwise.
    static let plantedFactor = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    fileprivate var secondFactor: TOTPSecret? { TOTPSecret(Self.plantedFactor) }
}

extension Simulation {
    static let reader = AnswerReader(redaction: SecretRedaction(key: [UInt8](repeating: 3, count: 32)))
}

/// Bytes that follow from a seed and their number.
private struct SaltSource: Sendable {
    let seed: UInt64

    func bytes(_ count: Int) -> [UInt8] {
        var generator = SeededGenerator(seed: seed &+ UInt64(count))
        return generator.bytes(count)
    }
}
