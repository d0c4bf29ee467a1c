import ArchiveEvents
import EventStorage
import Foundation
import Projections
import TestSupport
import Testing

@Suite("The views")
struct ViewStoreTests {
    @Test("take each event in once, also where two processes catch up at the same time")
    func twoAtOnce() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let path = test.folder.file("views.sqlite")
        let one = try ViewStore.open(at: path, origin: log.origin)
        let other = try ViewStore.open(at: path, origin: log.origin)
        var counts = [0, 0]
        for round in 0..<6 {
            _ = try await log.append((0..<50).map { .sample("s\($0)", round * 50 + $0) }, at: .testStart)
            counts[round % 2] += try (round % 2 == 0 ? one : other).catchUp(with: test.reader())
            #expect(try one.progress() == other.progress())
        }
        #expect(counts.reduce(0, +) == 301)
        #expect(try AlarmQuery().answer(from: one).alarms.allSatisfy { $0.events == 6 })
    }

    @Test("are not written to by whoever opens them and finds them up to date")
    func untouched() async throws {
        let test = try TestLog()
        let log = try await test.create()
        _ = try await log.append([.sample("a", 1)], at: .testStart)
        let path = test.folder.file("views.sqlite")
        func open() throws { try ViewStore.open(at: path, origin: log.origin).catchUp(with: test.reader()) }
        try open()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        try open()
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        #expect(try ViewStore.openReadOnly(at: path).progress() == Position(2))
    }

    @Test("are discarded where they were made from another log")
    func otherLog() async throws {
        let test = try TestLog()
        let log = try await test.create()
        _ = try await log.append([.sample("a", 1)], at: .testStart)
        let path = test.folder.file("views.sqlite")
        try ViewStore.open(at: path, origin: log.origin).catchUp(with: test.reader())
        let again = try ViewStore.open(at: path, origin: "another/log")
        #expect(try again.progress() == .first)
        #expect(try AlarmQuery().answer(from: again).total == 0)
    }

    @Test("are replaced in one step under whoever reads them")
    func replacement() async throws {
        let test = try TestLog()
        let log = try await test.create()
        _ = try await log.append([.sample("a", 1)], at: .testStart)
        let live = try ViewStore.open(at: test.folder.file("views.sqlite"), origin: log.origin)
        let reader = try ViewStore.openReadOnly(at: test.folder.file("views.sqlite"))
        let fresh = try ViewStore.open(at: test.folder.file("fresh.sqlite"), origin: log.origin)
        try fresh.catchUp(with: test.reader())
        #expect(try AlarmQuery().answer(from: reader).total == 0)
        try live.replace(with: fresh)
        #expect(try AlarmQuery().answer(from: reader).total == 1)
        _ = try await log.append([.sample("b", 1)], at: .testStart)
        try live.catchUp(with: test.reader())
        #expect(try AlarmQuery().answer(from: reader).total == 2)
    }
}
