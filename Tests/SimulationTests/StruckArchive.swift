import AlarmHistory
import AltaSimulator
import ArchiveEvents
import Polling
import TestSupport
import Testing

/// An archive of a small deployment that a fault strikes from ``onset`` to ``relief``: polled past that, and once more
/// when nothing happens any more.
struct StruckArchive {
    static let onset = Instant.testStart.advanced(byMilliseconds: 3 * 60_000)
    static let relief = Instant.testStart.advanced(byMilliseconds: 5 * 60_000)
    static let end = Instant.testStart.advanced(byMilliseconds: 12 * 60_000)

    let archive: SimulatedArchive
    /// What stands in the log at the end.
    let events: [RecordedEvent]
    let story: ArchiveStory

    init(
        _ kind: FaultKind, amount: Int64? = nil, configure: (inout SimulationParameters) -> Void = { _ in }
    ) async throws {
        let fault = ScriptedFault(
            kind, from: Self.onset.milliseconds, until: Self.relief.milliseconds, amount: amount)
        var archive = try await Self.world {
            $0.faults = [fault]
            configure(&$0)
        }
        archive.intervals.alerts = 20_000
        archive.intervals.zoneLogs = 60_000
        archive.intervals.slow = 60_000
        try await archive.poll(.continuous)
        try await archive.pollAtRest()
        try self.init(archive)
    }

    /// What the log of `archive` holds now.
    init(_ archive: SimulatedArchive) throws {
        self.archive = archive
        events = try archive.test.events()
        story = try ArchiveStory(events)
    }

    /// Three zones with a few hours of history; whoever polls it decides how often.
    static func world(
        until end: Instant = end, configure: (inout SimulationParameters) -> Void
    ) async throws -> SimulatedArchive {
        try await SimulatedArchive(seed: 5, until: end, storage: .memory) {
            $0.zones = 3
            $0.devices = 8
            $0.historyMilliseconds = 4 * 3_600_000
            configure(&$0)
        }
    }

    /// The alarms that the fault has raised itself.
    var staged: [AlarmCourseTruth] {
        archive.transport.alarmCourses.filter { $0.start == Self.onset.milliseconds }
    }

    // MARK: checks

    /// Nothing that was shown is lost, nothing was made up, no gap is open, and no alarm is said to have ended that has
    /// not: that holds whatever goes wrong.
    func checkTruth(atLeast least: Int = 100) {
        let stored = storedContents(events)
        let shown = shownContents(archive.transport.truth, as: Self.form)
        let doubtful = shownContents(archive.transport.doubtfulTruth, as: Self.form)
        #expect(shown.count >= least, "the world is not empty")
        #expect(shown.filter { stored[$0.key] ?? 0 < $0.value }.keys.sorted() == [], "lost")
        #expect(Set(stored.keys).subtracting(shown.keys).subtracting(doubtful.keys) == [], "made up")
        #expect(story.ledger.tracks.filter { $0.value.openGap != nil }.map(\.key.coverageSubject) == [])
        let ended = Set(archive.transport.alarmCourses.filter { $0.end != nil }.map(\.guid))
        #expect(Set(story.alarms.filter { $0.value.summary.ended != nil }.keys).subtracting(ended) == [])
    }

    /// Both lists of alarms were not observed while the fault lasted, for that cause and no other.
    func checkGap(_ cause: GapCause, on endpoints: [Endpoint] = [.alerts, .ongoingAlerts]) {
        for endpoint in endpoints {
            let gaps = story.gaps(endpoint)
            #expect(Set(gaps.map(\.cause)) == [cause.rawValue], "\(endpoint)")
            #expect(gaps.allSatisfy { $0.from > Self.onset.advanced(byMilliseconds: -30_000) }, "\(endpoint)")
            let end = gaps.compactMap(\.until).max() ?? .testStart
            #expect(end >= Self.relief.advanced(byMilliseconds: -30_000), "\(endpoint) until \(end)")
        }
    }

    /// Nothing of the deployment was not observed at any time.
    func checkUnbroken() {
        #expect(story.ledger.tracks.values.flatMap(\.gaps).map { "\($0.cause): \($0.detail)" } == [])
    }

    /// As the archive keeps it: without secrets, such as pictures.
    private static func form(_ entry: TruthEntry) -> [UInt8] {
        let reader = AnswerReader(redaction: SimulatedArchive.redaction)
        guard case .whole(let observations) = reader.read(entry.content, of: LookTarget("hq", .about)) else {
            return entry.content
        }
        return observations.first?.content ?? entry.content
    }
}
