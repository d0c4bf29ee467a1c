import ArchiveEvents
import EventStorage
import Polling
import Projections
import Simulation
import TestSupport
import Testing

@Suite("An hour of a simulated deployment")
struct HourTests {
    @Test(
        "stores every content that was shown exactly once, and a second run adds nothing",
        arguments: [(11, .sqlite), (12, .sqlite), (13, .memory)] as [(UInt64, TestLog.Storage)])
    func everythingOnce(seed: UInt64, storage: TestLog.Storage) async throws {
        let end = Instant.testStart.advanced(byMilliseconds: 3_600_000)
        let archive = try await SimulatedArchive(seed: seed, until: end, storage: storage)
        try await archive.poll(.continuous)
        let stored = storedContents(try archive.test.events())
        let shown = shownContents(archive.transport.truth)
        #expect(shown.count > 100, "the world is not empty, seed \(seed)")
        #expect(stored == shown, "seed \(seed)")

        archive.clock.advance(byMilliseconds: max(0, end.milliseconds(since: archive.clock.now)))
        // The world stands still now. The lists may still show what happened since they were last asked.
        try await archive.poll(.once)
        #expect(storedContents(try archive.test.events()) == shownContents(archive.transport.truth), "seed \(seed)")
        let before = try archive.test.events().count
        #expect(try await archive.poll(.once).events == 0, "seed \(seed)")
        #expect(try await archive.poll(.once).events == 0, "seed \(seed)")
        let added = try archive.test.events().dropFirst(before).map { "\($0.type.rawValue) \($0.subject)" }
        #expect(added == [], "seed \(seed)")
    }

    @Test("leaves views that are the same when they are rebuilt", arguments: [21])
    func rebuiltIsLive(seed: UInt64) async throws {
        let archive = try await SimulatedArchive(seed: seed, until: .testStart.advanced(byMilliseconds: 1_800_000))
        let live = try ViewStore.open(at: archive.test.folder.file("live.sqlite"), origin: archive.log.origin)
        for _ in 0..<3 {
            archive.clock.advance(byMilliseconds: 600_000)
            try await archive.poll(.once)
            try await archive.log.sealFullBlocks()
            try live.catchUp(with: archive.test.reader())
        }
        let path = archive.test.folder.file("rebuilt.sqlite")
        _ = try ViewFold(archive.test.reader(), origin: archive.log.origin).write(to: path) { _ in }
        let rebuilt = try ViewStore.open(at: path, origin: archive.log.origin)
        #expect(try live.digest() == rebuilt.digest(), "seed \(seed)")
        #expect(try live.progress() == archive.test.reader().size())
    }

    @Test("holds the alarms that the vendor shows, in the state that it shows", arguments: [31])
    func statesAreRight(seed: UInt64) async throws {
        let archive = try await SimulatedArchive(seed: seed, until: .testStart.advanced(byMilliseconds: 3_600_000))
        try await archive.poll(.continuous)
        try await archive.poll(.once)
        let views = try ViewStore.open(at: archive.test.folder.file("views.sqlite"), origin: archive.log.origin)
        try views.catchUp(with: archive.test.reader())
        let answer = try AlarmQuery().answer(from: views)
        let truth = LatestAlerts(archive.transport.truth)
        #expect(answer.total == truth.count)
        for alarm in answer.alarms {
            #expect(alarm.state == truth.state(alarm.guid), "\(alarm.guid), seed \(seed)")
            #expect(alarm.verdict == truth.verdict(alarm.guid), "\(alarm.guid), seed \(seed)")
        }
    }
}
