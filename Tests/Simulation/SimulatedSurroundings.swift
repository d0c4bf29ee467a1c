import AlarmHistory
import AltaAPI
import AltaSimulator
import ArchiveEvents
import EventStorage
import Synchronization
import TestSupport

/// What outlives a crash of the archiver: the vendor, the time of day, and the disk.
struct SimulatedSurroundings: Sendable {
    let clock: SteppedClock
    let vendor: WatchedVendor
    /// The only way from the archiver to the vendor.
    let line: ReadOnlyTransport
    let disk: SimulatedDisk

    init(_ plan: SimulationPlan, _ rule: ReadOnlyRule) throws {
        let time = ManualClock(Instant(milliseconds: plan.parameters.startedAt))
        clock = SteppedClock(time)
        vendor = WatchedVendor(SimulatedTransport(SimulatedDeployment(plan.parameters), clock: time), clock)
        line = ReadOnlyTransport(vendor, rule: rule)
        disk = SimulatedDisk()
    }
}

/// The archive's clock: that of the world, and wrong by as much as it was set.
final class SteppedClock: WallClock {
    private let world: ManualClock
    private let offset = Mutex<Int64>(0)

    init(_ world: ManualClock) {
        self.world = world
    }

    var now: Instant { world.now.advanced(byMilliseconds: offset.withLock { $0 }) }

    var monotonic: Int64 { world.monotonic }

    func sleep(until time: Instant) async throws {
        pass(max(0, time.milliseconds(since: now)))
    }

    /// Sets the clock forward or back.
    func step(by amount: Int64) { offset.withLock { $0 += amount } }

    /// Lets time go by.
    func pass(_ milliseconds: Int64) { world.advance(byMilliseconds: milliseconds) }

    /// Lets time go by until the world's clock shows `time`.
    func passUntil(_ time: Instant) { pass(max(0, time.milliseconds(since: world.now))) }

    /// The world's time.
    var worldTime: Instant { world.now }
}

/// What went over the wire in one look.
struct Exchange: Sendable {
    /// Status, ending and body of the last answer; nil where none came.
    var answer: HTTPAnswer?
    /// The path of the last question.
    var path = ""
    /// What the vendor showed for the first time, in answers that everyone can read.
    var shown: [TruthEntry] = []
    /// By the archive's clock, when the look was over.
    var endedAt = Instant.testStart

    /// Whether anyone would say that the question was answered, with no more than is taken.
    var isAnswered: Bool {
        guard let answer, answer.status == 200, answer.ending == .whole, answer.body.count <= AnswerLimits.bytes else {
            return false
        }
        guard let first = answer.body.first(where: { $0 > 0x20 }) else { return false }
        return first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
    }
}

/// The vendor, and everything that was asked of it.
final class WatchedVendor: HTTPTransport {
    private let transport: SimulatedTransport
    private let clock: SteppedClock
    private let state = Mutex(State())

    private struct State: Sendable {
        var exchange = Exchange()
        var requests: [Int64] = []
        var servedBytes = 0
        var secrets: Set<String> = []
        var truthTaken = 0
    }

    init(_ transport: SimulatedTransport, _ clock: SteppedClock) {
        self.transport = transport
        self.clock = clock
    }

    /// World time of each request.
    var requests: [Int64] { state.withLock { $0.requests } }
    /// Bytes of all answers.
    var servedBytes: Int { state.withLock { $0.servedBytes } }
    /// Values of cookies that were handed out.
    var secrets: Set<String> { state.withLock { $0.secrets } }
    var truth: [TruthEntry] { transport.truth }
    var doubtfulTruth: [TruthEntry] { transport.doubtfulTruth }
    var alarmCourses: [AlarmCourseTruth] { transport.alarmCourses }

    func takeWebhooks() -> [SimulatedWebhook] { transport.takeWebhooks() }

    func beginLook() {
        let taken = transport.truth.count
        state.withLock { state in
            state.exchange = Exchange()
            state.truthTaken = taken
        }
    }

    func endLook() -> Exchange {
        let truth = transport.truth
        return state.withLock { state in
            state.exchange.shown = Array(truth[state.truthTaken...])
            state.exchange.endedAt = clock.now
            return state.exchange
        }
    }

    func answer(to request: AltaRequest) async throws(TransportError) -> HTTPAnswer {
        let time = clock.worldTime.milliseconds
        state.withLock { state in
            state.requests.append(time)
            state.exchange.path = request.path
            state.exchange.answer = nil
        }
        let answer = try await transport.answer(to: request)
        state.withLock { state in
            state.exchange.answer = answer
            state.servedBytes += answer.body.count
            for header in answer.headers where header.name == "Set-Cookie" {
                let value = header.value.split(separator: ";").first?.split(separator: "=").last ?? ""
                if value.count >= 16 { state.secrets.insert(String(value)) }
            }
        }
        return answer
    }
}

/// A disk that is full, locked or failing now and then: a store in memory behind it.
final class SimulatedDisk: BlockStore {
    private let store = MemoryBlockStore()
    private let refusals = Mutex((count: 0, error: EventLogError.diskFull))

    /// The next so many writes fail with that error.
    func fail(_ count: Int, with error: EventLogError = .diskFull) { refusals.withLock { $0 = (count, error) } }

    func read<Value>(_ body: (any StoredLog) throws -> Value) throws -> Value { try store.read(body) }

    func write<Value>(_ body: (any WritableLog) throws -> Value) throws -> Value {
        let error = refusals.withLock { refusals -> EventLogError? in
            guard refusals.count > 0 else { return nil }
            refusals.count -= 1
            return refusals.error
        }
        if let error { throw error }
        return try store.write(body)
    }

    func flush() throws {}
}
