import ArchiveEvents
import EventStorage
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Projections

@Suite("The daemon's views", .timeLimit(.minutes(1)))
struct ProjectionRunnerTests {
    /// A runner that tries again as soon as it is told to, and at each event.
    private struct Kept {
        let test: TestLog
        let log: EventLog
        let lines = LoggedLines()
        let path: String
        private let attempts = AsyncStream.makeStream(of: Void.self)
        private let pauses = AsyncStream.makeStream(of: Int64.self)

        init() async throws {
            test = try TestLog()
            log = try await test.create()
            path = test.folder.file("views.sqlite")
        }

        func run() throws -> Task<Void, any Error> {
            let (pausing, stream) = (pauses.continuation, attempts.stream)
            let runner = ProjectionRunner(
                log: log, reader: try test.reader(), path: path, logger: lines.logger,
                pause: {
                    pausing.yield($0)
                    for await _ in stream { return }
                })
            return Task { try await runner.run() }
        }

        /// Returns once the runner waits for its next attempt; for how many milliseconds it does.
        @discardableResult
        func waitsForAttempt() async -> Int64? { await pauses.stream.first { _ in true } }

        func tryAgain() { attempts.continuation.yield() }

        func append(_ name: String) async throws {
            _ = try await log.append([.sample(name, 1)], at: .testStart)
        }

        /// Returns once a file of ours at the path holds all events.
        func areThere() async throws {
            let size = await log.size
            while (try? ViewStore.openReadOnly(at: path).progress()) != size {
                try await Task.sleep(for: .milliseconds(2))
            }
        }

        func count(_ text: String) -> Int { lines.text.components(separatedBy: text).count - 1 }
    }

    @Test("stand in nobody's way whatever lies in their place: that is told once, and they come by themselves")
    func obstacle() async throws {
        let kept = try await Kept()
        try #require(mkfifo(kept.path, 0o600) == 0)
        let running = try kept.run()
        for name in ["a", "b", "c"] {
            await kept.waitsForAttempt()
            try await kept.append(name)
            kept.tryAgain()
        }
        await kept.waitsForAttempt()
        #expect(await kept.log.size == Position(4))
        #expect(kept.count("\(kept.path) is a FIFO, where the views belong: move it away") == 1, "\(kept.lines.text)")
        unlink(kept.path)
        kept.tryAgain()
        try await kept.areThere()
        #expect(kept.count("is kept up with the log again") == 1, "\(kept.lines.text)")
        running.cancel()
        try await running.value
    }

    @Test(
        "are opened anew when their file is removed or replaced while they are kept",
        arguments: ["", "-wal", "-shm", "swap"])
    func replaced(what: String) async throws {
        let kept = try await Kept()
        let running = try kept.run()
        try await kept.append("a")
        try await kept.areThere()
        if what == "swap" {
            try FileManager.default.moveItem(atPath: kept.path, toPath: kept.path + ".old")
            try ViewStore.open(at: kept.test.folder.file("other"), origin: kept.log.origin).queue.close()
            try FileManager.default.moveItem(atPath: kept.test.folder.file("other"), toPath: kept.path)
        } else {
            unlink(kept.path + what)
        }
        try await kept.append("b")
        try await kept.append("c")
        try await kept.areThere()
        #expect(kept.count("was replaced or removed") >= 1, "\(kept.lines.text)")
        running.cancel()
        try await running.value
    }

    @Test("are made anew where their pages turn out to be damaged")
    func damaged() async throws {
        let kept = try await Kept()
        try await kept.append("a")
        try ViewStore.open(at: kept.path, origin: kept.log.origin).catchUp(with: kept.test.reader())
        let queue = try DatabaseQueue(path: kept.path)
        try await queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        let page = try await queue.read {
            try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'alarm'")
        }
        try queue.close()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: kept.path))
        try file.seek(toOffset: UInt64((try #require(page) - 1) * 4096))
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
        try file.close()
        let running = try kept.run()
        try await kept.append("b")
        await kept.waitsForAttempt()
        kept.tryAgain()
        try await kept.areThere()
        #expect(try AlarmQuery().answer(from: ViewStore.openReadOnly(at: kept.path)).total == 2)
        running.cancel()
        try await running.value
    }

    @Test("follow again where somebody moved them back or ahead while they are kept", arguments: [0, 1, 99])
    func moved(position: Int) async throws {
        let kept = try await Kept()
        let running = try kept.run()
        for name in ["a", "b"] { try await kept.append(name) }
        try await kept.areThere()
        let other = try ViewStore.open(at: kept.test.folder.file("other"), origin: kept.log.origin)
        try other.catchUp(with: kept.test.reader(), until: Position(UInt64(min(position, 1))))
        try await other.queue.write { try $0.execute(sql: "UPDATE progress SET position = ?", arguments: [position]) }
        // As a rebuild does.
        try ViewStore.open(at: kept.path, origin: kept.log.origin).replace(with: other)
        try await kept.append("c")
        try await kept.areThere()
        #expect(try AlarmQuery().answer(from: ViewStore.openReadOnly(at: kept.path)).total == 3)
        running.cancel()
        try await running.value
    }

    @Test("are made anew once where they do not take in what follows, since somebody may have changed their rows")
    func changedRows() async throws {
        let kept = try await Kept()
        try await kept.append("a")
        try await kept.append("b")
        let views = try ViewStore.open(at: kept.path, origin: kept.log.origin)
        try views.catchUp(with: kept.test.reader())
        try await views.queue.write { try $0.execute(sql: "UPDATE progress SET position = 1") }
        try views.queue.close()
        let running = try kept.run()
        #expect(await kept.waitsForAttempt() == ProjectionRunner.retryInterval)
        kept.tryAgain()
        try await kept.areThere()
        #expect(kept.count("event 1 cannot be taken into the views") == 1, "\(kept.lines.text)")
        #expect(try AlarmQuery().answer(from: ViewStore.openReadOnly(at: kept.path)).total == 2)
        running.cancel()
        try await running.value
    }

    @Test("are left as they are behind an event that new rows do not take in either: told once, tried ever later")
    func stuck() {
        var trouble = ViewTrouble()
        let error = ViewError.unfoldable(Position(7), "UNIQUE constraint failed")
        #expect(trouble.asksForNewRows(error))
        var notices: [String] = []
        let pauses = (0..<40).map { _ in
            if let notice = trouble.notice(error) { notices.append(notice) }
            return trouble.pause(after: error)
        }
        #expect(pauses.prefix(4) == [5000, 10_000, 20_000, 40_000] && pauses == pauses.sorted())
        #expect(pauses.last == ProjectionRunner.longestRetryInterval)
        #expect(notices.count == 1 && notices[0].contains("event 7 cannot be taken into the views"), "\(notices)")
        #expect(!trouble.asksForNewRows(error) && trouble.asksForNewRows(.damaged("malformed")))
        #expect(trouble.notice(ViewError.unfoldable(Position(8), "overflow"))?.contains("event 8") == true)
        let lock = ViewError.unavailable("/a/views.sqlite", .locked, "database is locked")
        #expect(trouble.pause(after: lock) == ProjectionRunner.retryInterval)
        let wasTold = trouble.end()
        #expect(wasTold && trouble.asksForNewRows(error))
    }

    @Test("are told of once for each thing that keeps them, and of a lock only when it lasts")
    func notices() {
        var trouble = ViewTrouble()
        let lock = ViewError.unavailable("/a/views.sqlite", .locked, "database is locked")
        #expect(trouble.notice(lock) == nil)
        #expect(trouble.notice(lock)?.contains("/a/views.sqlite cannot be used") == true)
        #expect(trouble.notice(lock) == nil)
        #expect(
            trouble.notice(ViewError.unavailable("/a/views.sqlite", .full, "disk is full"))?.contains("make room")
                == true)
        let isOver = (trouble.end(), trouble.end())
        #expect(isOver == (true, false))
        #expect(trouble.notice(lock) == nil)
    }
}
