import ArchiveEvents
import Foundation
import TestSupport
import Testing

@testable import EventStorage

@Suite("The write-ahead log, by time,")
struct FlushPlanTests {
    @Test("is flushed once nothing was committed for a moment, and not again")
    func idle() {
        var plan = FlushPlan()
        let isDue1 = plan.isDue(at: time(0))
        #expect(!isDue1)
        plan.noteCommit()
        let isDue2 = plan.isDue(at: time(2))
        #expect(!isDue2)
        let isDue3 = plan.isDue(at: time(4))
        #expect(isDue3)
        plan.noteFlush()
        let isDue4 = plan.isDue(at: time(6))
        #expect(!isDue4)
    }

    @Test("is flushed every few seconds while commits keep coming")
    func busy() {
        var plan = FlushPlan()
        var flushes: [Int64] = []
        for second in stride(from: Int64(0), to: 60, by: 2) {
            plan.noteCommit()
            guard plan.isDue(at: time(second)) else { continue }
            plan.noteFlush()
            flushes.append(second)
        }
        #expect(zip(flushes, flushes.dropFirst()).allSatisfy { 4...6 ~= $1 - $0 }, "\(flushes)")
        #expect(flushes.count >= 10)
    }

    @Test("is flushed where the clock was set back, too")
    func clockStep() {
        var plan = FlushPlan()
        plan.noteCommit()
        let isDue5 = plan.isDue(at: time(100_000))
        #expect(!isDue5)
        plan.noteCommit()
        let isDue6 = plan.isDue(at: time(0))
        #expect(isDue6)
    }

    @Test("leaves a copy of log.sqlite alone as new as a few seconds")
    func copyOfTheFile() async throws {
        let test = try TestLog()
        let log = try await test.create()
        for number in 0..<50 { _ = try await log.append([.sample("a", number)], at: .testStart) }
        for second in [0, 2] as [Int64] { #expect(await log.tend(at: time(second)) == []) }
        let copy = test.folder.file("copy.sqlite")
        try FileManager.default.copyItem(atPath: test.path, toPath: copy)
        #expect(try SQLiteBlockStore.open(at: copy, access: .reading).read { try $0.size() } == Position(51))
    }

    private func time(_ seconds: Int64) -> Instant { .testStart.advanced(byMilliseconds: seconds * 1000) }
}
