import ArchiveEvents
import EventStorage
import Foundation
import GRDB
import TestSupport
import Testing
import TransparencyLog

@Suite("The event log")
struct EventLogTests {
    @Test("gives positions without a gap, versions per stream, and one frame per append")
    func positionsAndVersions() async throws {
        let test = try TestLog()
        let log = try await test.create()
        _ = try await log.append([.sample("a", 1), .sample("b", 1), .sample("a", 2)], at: .testStart)
        let receipt = try await log.append([.sample("a", 3)], at: .testStart)
        #expect(receipt.events.map(\.position.number) == [4])
        let events = try test.events()
        #expect(events.map(\.position.number) == [0, 1, 2, 3, 4])
        #expect(events.map(\.version.number) == [1, 1, 1, 2, 3])
        #expect(try test.readOnlyStore().read { try $0.blocks(from: .first, limit: 10).count } == 3)
    }

    @Test("begins with the event that names its key")
    func firstEvent() async throws {
        let test = try TestLog()
        _ = try await test.create()
        let first = try #require(try test.events().first)
        #expect(first.type == .archiveCreated)
        #expect(first.subject == "archive")
        let key = test.signer.verifier.verifierKey
        #expect(first.data.map { String(decoding: $0, as: UTF8.self) } == #"{"format":1,"log_key":"\#(key)"}"#)
    }

    @Test("uses the last event's time again where the clock steps back")
    func timeNeverDecreases() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let later = Instant.testStart.advanced(byMilliseconds: 5000)
        _ = try await log.append([.sample("a", 1)], at: later)
        let receipt = try await log.append([.sample("a", 2)], at: .testStart)
        #expect(receipt.events.first?.time == later)
    }

    @Test(
        "takes no time that no event can bear, and goes on as before",
        arguments: [Int64.min, -1, 253_402_300_800_000, .max], TestLog.Storage.allCases)
    func impossibleTime(milliseconds: Int64, storage: TestLog.Storage) async throws {
        let test = try TestLog(storage)
        let log = try await test.create()
        await #expect(throws: EventLogError.self) {
            try await log.append([.sample("a", 1)], at: Instant(milliseconds: milliseconds))
        }
        await #expect(throws: EventLogError.self) {
            _ = try await TestLog(storage).create(at: Instant(milliseconds: milliseconds))
        }
        let receipt = try await log.append([.sample("a", 1)], at: .testStart)
        #expect(receipt.events.map(\.time) == [.testStart] && receipt.events.first?.version == .first)
    }

    @Test("has rows and lines of one time, up to the last moment that there is", arguments: TestLog.Storage.allCases)
    func lastMoment(storage: TestLog.Storage) async throws {
        let test = try TestLog(storage)
        let log = try await test.create()
        let last = Instant(milliseconds: 253_402_300_799_999)
        _ = try await log.append([.sample("a", 1)], at: last)
        let again = try test.open()
        #expect(await again.lastTime == last)
        #expect(try await again.append([.sample("a", 2)], at: .testStart).events.first?.time == last)
        #expect(try test.reader().lastTime() == last)
        let blocks = try test.blockReader().read { try $0.blocks(from: .first, limit: 10) }
        for block in blocks {
            let times = try block.events().map(\.time)
            #expect(times.first == block.firstTime && times.last == block.lastTime)
        }
    }

    @Test("has no event whose `since` lies after its time")
    func sinceAhead() async throws {
        let test = try TestLog()
        let log = try await test.create()
        var event = NewEvent.sample("a", 1)
        event.since = .testStart.advanced(byMilliseconds: 86_400_000)
        let recorded = try #require(try await log.append([event], at: .testStart).events.first)
        #expect(recorded.since == .testStart)
        #expect(try test.events().last?.since == .testStart)
        event.since = .testStart.advanced(byMilliseconds: -1)
        #expect(try await log.append([event], at: .testStart).events.first?.since == event.since)
    }

    @Test("signs a checkpoint over everything with each append")
    func checkpoints() async throws {
        let test = try TestLog()
        let log = try await test.create()
        for number in 1...20 {
            let receipt = try await log.append([.sample("a", number), .sample("b", number)], at: .testStart)
            let note = try #require(receipt.checkpoint)
            try note.verify([test.signer.verifier])
            let checkpoint = try Checkpoint(text: note.text)
            #expect(checkpoint.size == UInt64(1 + 2 * number))
            #expect(try checkpoint.root == test.rootFromLines())
        }
    }

    @Test("goes on after it was opened again, at any size", arguments: [0, 1, 254, 255, 256, 257, 700])
    func reopening(count: Int) async throws {
        let test = try TestLog()
        let log = try await test.create()
        if count > 0 { _ = try await log.append((0..<count).map { .sample("s\($0 % 5)", $0) }, at: .testStart) }
        try await log.close()
        let again = try test.open()
        let receipt = try await again.append([.sample("s0", count)], at: .testStart)
        #expect(receipt.events.first?.position.number == UInt64(count + 1))
        #expect(receipt.events.first?.version.number == UInt64((count + 4) / 5 + 1))
        let checkpoint = try Checkpoint(text: #require(receipt.checkpoint).text)
        #expect(try checkpoint.root == test.rootFromLines())
    }

    @Test("keeps the last checkpoint of each UTC day, and otherwise the newest only")
    func keptCheckpoints() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let day = Int64(86_400_000)
        for (number, time) in [0, 1, day, day + 1, 3 * day].enumerated() {
            _ = try await log.append([.sample("a", number)], at: .testStart.advanced(byMilliseconds: time))
        }
        let kept = try test.readOnlyStore().read { try $0.checkpoints() }
        #expect(kept.map(\.size) == [3, 5, 6])
        #expect(kept.map(\.isKept) == [true, true, false])
    }

    @Test("is not opened where a row names another time than its last event, which every later event would get")
    func poisonedTime() async throws {
        let test = try TestLog()
        let log = try await test.create()
        _ = try await log.append([.sample("a", 1)], at: .testStart)
        try await log.close()
        let queue = try DatabaseQueue(path: test.path)
        try await queue.write { database in
            try database.execute(sql: "DROP TRIGGER block_is_only_ever_sealed")
            try database.execute(sql: "UPDATE block SET last_time = 9223372036854775807 WHERE first_position = 1")
        }
        try queue.close()
        #expect(throws: EventLogError.self) { try test.open() }
    }

    @Test("tells where head.note could not be replaced, and records all the same")
    func headNoteFails() async throws {
        let test = try TestLog()
        let log = try await test.create()
        try FileManager.default.createDirectory(
            atPath: test.folder.file("head.note.new"), withIntermediateDirectories: true)
        let receipt = try await log.append([.sample("a", 1)], at: .testStart.advanced(byMilliseconds: 5000))
        #expect(throws: (any Error).self) { try receipt.headNote.get() }
        #expect(receipt.checkpoint != nil)
        try FileManager.default.removeItem(atPath: test.folder.file("head.note.new"))
        // A clock that was set back does not put the next try off.
        let next = try await log.append([.sample("a", 2)], at: .testStart)
        try next.headNote.get()
        #expect(try test.headNote.read() == next.checkpoint?.note)
    }

    @Test("tells its followers how far it has come")
    func followers() async throws {
        let test = try TestLog()
        let log = try await test.create()
        var sizes = await log.sizes().makeAsyncIterator()
        #expect(await sizes.next()?.number == 1)
        _ = try await log.append([.sample("a", 1), .sample("a", 2)], at: .testStart)
        #expect(await sizes.next()?.number == 3)
        try await log.close()
        #expect(await sizes.next() == nil)
    }

    @Test("appends nothing for no events")
    func emptyAppend() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let receipt = try await log.append([], at: .testStart)
        #expect(receipt.events.isEmpty)
        #expect(await log.size.number == 1)
    }
}

extension TestLog {
    /// The root by another way: every line read, every leaf hashed, no tile used.
    func rootFromLines() throws -> TreeHash {
        let events = try events()
        return try blockReader().read { log in
            var salts = SaltCache()
            var tree = CompactRange()
            for event in events { tree.append(try #require(try salts.leaf(of: event, log))) }
            return tree.root
        }
    }
}
