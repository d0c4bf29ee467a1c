import AlarmHistory
import AltaAPI
import AltaSimulator
import ArchiveEvents
import EventStorage
import Polling
import Projections
import TestSupport
import Testing

/// The real poller, log and projections over a simulated vendor and a clock that the test turns.
struct SimulatedArchive {
    let test: TestLog
    let log: EventLog
    let clock: ManualClock
    let transport: SimulatedTransport
    let diary: RequestDiary
    /// The only way from the poller to the vendor.
    let line: ReadOnlyTransport
    /// How often each endpoint is asked.
    var intervals = PollIntervals()
    private let client: AltaClient

    /// A small deployment with half a day of history, polled until `end`; `configure` makes it another one.
    init(
        seed: UInt64, until end: Instant, storage: TestLog.Storage = .sqlite,
        configure: (inout SimulationParameters) -> Void = { _ in }
    ) async throws {
        var parameters = SimulationParameters(seed: seed, startedAt: Instant.testStart.milliseconds)
        parameters.zones = 5
        parameters.devices = 20
        parameters.historyMilliseconds = 12 * 3_600_000
        parameters.logRetentionMilliseconds = parameters.historyMilliseconds
        parameters.quietAfter = end.milliseconds
        configure(&parameters)
        clock = ManualClock(.testStart, until: end)
        transport = SimulatedTransport(SimulatedDeployment(parameters), clock: clock)
        diary = RequestDiary(transport, clock: clock)
        test = try TestLog(storage)
        log = try await test.create()
        line = ReadOnlyTransport(diary)
        client = Self.client(parameters, line, clock)
    }

    /// Polls in the given mode, with a poller that knows only what the log and the note of watermarks tell. The time
    /// passes as `other` lets it, else as the test's own clock does.
    @discardableResult
    func poll(
        _ mode: PollCycle.Mode, clock other: (any WallClock)? = nil, signal: PollSignal = PollSignal()
    ) async throws -> PollReport {
        var configuration = Poller.Configuration(deployment: "hq", watermarkPath: test.folder.file("watermarks.json"))
        configuration.cycle.mode = mode
        configuration.cycle.intervals = intervals
        let poller = Poller(
            configuration: configuration, client: client, log: log, reader: try test.reader(), clock: other ?? clock,
            signal: signal, logger: .silent)
        let report = try await poller.poll()
        #expect(line.forbidden == [], "a poller only reads")
        return report
    }

    /// Lets the rest of the time pass, and looks once at everything.
    func pollAtRest() async throws {
        clock.advance(byMilliseconds: max(0, clock.end.milliseconds(since: clock.now)))
        try await poll(.once)
    }

    /// What replaces secrets in this archive.
    static let redaction = SecretRedaction(key: [UInt8](repeating: 3, count: 32))

    private static func client(
        _ parameters: SimulationParameters, _ transport: any HTTPTransport, _ clock: ManualClock
    ) -> AltaClient {
        // The secret of the test vectors of RFC 6238, in base 32.
        let factor = parameters.profile == .mfa ? TOTPSecret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") : nil
        return AltaClient(
            deployment: "hq",
            credentials: Credentials(
                username: parameters.username, password: parameters.password, secondFactor: factor),
            transport: transport, clock: clock, reader: AnswerReader(redaction: redaction))
    }
}

/// How often each content is in the log, by stream.
func storedContents(_ events: [RecordedEvent]) -> [String: Int] {
    events.reduce(into: [:]) { counts, event in
        guard event.type == .recordSeen || event.type == .recordChanged, let data = event.data else { return }
        counts["\(event.subject) \(String(decoding: data, as: UTF8.self))", default: 0] += 1
    }
}

/// How often each content should be in the log: once, and each entry of a zone's log as often as it was listed there.
/// `form` is what an archive makes of a content.
func shownContents(_ truth: [TruthEntry], as form: (TruthEntry) -> [UInt8] = \.content) -> [String: Int] {
    truth.reduce(into: [:]) { counts, entry in
        guard let subject = entry.subject else { return }
        let key = "\(subject) \(String(decoding: form(entry), as: UTF8.self))"
        counts[key] = max(counts[key] ?? 0, entry.occurrence)
    }
}

extension TruthEntry {
    /// The stream that the content belongs to; nil for what nobody polls.
    fileprivate var subject: String? {
        switch endpoint {
        case "alerts", "ongoing-alerts", "alert": id.map { "hq/alerts/\($0)" }
        case "zones": id.map { "hq/zones/\($0)" }
        case "zone-log": zoneID.map { "hq/zone-logs/\($0)" }
        case "about": "hq/about/deployment"
        default: nil
        }
    }
}
