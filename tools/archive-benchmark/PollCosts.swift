import AlarmHistory
import AltaAPI
import Archive
import ArchiveEvents
import EventStorage
import Polling

/// What a look at a thousand ongoing alarms costs that shows nothing new: the same bytes again, and the same alarms in
/// another order.
struct PollCosts {
    private let workshop: Workshop

    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    func measure(into table: inout ResultTable) async throws {
        let alarms = SampleAlarms(Self.alarms)
        let archive = try await ArchiveWriter.open(ArchiveDirectory(workshop.file("polls")), origin: nil, at: .zero)
        var polling = ScriptedPolling(archive)
        _ = try await polling.milliseconds(for: [alarms.body])
        let same = try await polling.milliseconds(for: Array(repeating: alarms.body, count: Self.polls))
        var generator = SystemRandomNumberGenerator()
        let shuffled = (0..<Self.polls).map { _ in alarms.shuffledBody(using: &generator) }
        let others = try await polling.milliseconds(for: shuffled)
        try await archive.closeWithoutViews()
        let what = "a poll of \(Self.alarms) ongoing alarms with nothing new, ms of CPU"
        table.add("\(what): the same body", against: "-", same, atMost: 5)
        table.add("\(what): in another order", against: "-", others, atMost: 25)
    }

    private static let alarms = 1000
    private static let polls = 50
}

/// Alarms as a list shows them that says how many there are.
struct SampleAlarms {
    private let alarms: [[UInt8]]

    init(_ count: Int) {
        var samples = SampleEvents()
        var alarms: [[UInt8]] = []
        while alarms.count < count {
            let event = samples.next()
            if event.type == .recordSeen { alarms.append(event.data) }
        }
        self.alarms = alarms
    }

    var body: [UInt8] { Self.body(alarms) }

    /// The list with its newest `count` alarms only.
    func body(newest count: Int) -> [UInt8] { Self.body(alarms.prefix(count).reversed()) }

    func shuffledBody(using generator: inout some RandomNumberGenerator) -> [UInt8] {
        Self.body(alarms.shuffled(using: &generator))
    }

    private static func body(_ alarms: [[UInt8]]) -> [UInt8] {
        Array(#"{"total":\#(alarms.count),"alerts":["#.utf8) + alarms.joined(separator: [UInt8(ascii: ",")])
            + Array("]}".utf8)
    }
}

/// A deployment's polling without network and without waiting, recorded in a real archive.
private struct ScriptedPolling {
    private let archive: ArchiveWriter
    private let script = BodyScript()
    private let clock = SteppedClock()
    private let client: AltaClient
    private var cycle: PollCycle

    init(_ archive: ArchiveWriter) {
        self.archive = archive
        client = AltaClient(
            deployment: "hq", credentials: Credentials(bearer: "benchmark"), transport: script, clock: clock,
            reader: AnswerReader(redaction: SecretRedaction(key: archive.keys.redaction)))
        cycle = PollCycle(
            PollCycle.Configuration(deployment: "hq"), watermarks: Watermarks(), startingAt: clock.now)
    }

    /// Milliseconds of CPU that the look at one of `bodies` takes, at the median.
    mutating func milliseconds(for bodies: [[UInt8]]) async throws -> Double {
        var costs: [Double] = []
        for body in bodies {
            script.serve(body)
            clock.advance(byMilliseconds: 5_000)
            let start = ProcessUse.own
            try await look()
            costs.append((ProcessUse.own - start) * 1000)
        }
        return median(costs)
    }

    /// What the poller does with an answer.
    private mutating func look() async throws {
        let recorded = cycle.recordedAnswer(to: .ongoingAlerts, at: clock.now)
        let fetch = await client.fetch(.ongoingAlerts, unless: recorded)
        let events = try await archive.log.append(cycle.events(of: fetch), at: fetch.receivedAt).events
        let besides = cycle.recorded(fetch, as: events)
        cycle.recorded(try await archive.log.append(besides, at: fetch.receivedAt).events)
        guard cycle.lastFailure == nil else { throw BenchmarkFailure(what: "the look failed") }
    }
}
