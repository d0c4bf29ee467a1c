import AlarmHistory
import ArchiveEvents
import Testing

struct CoverageTests {
    private static let target = LookTarget("hq", .zoneLog, id: "a/b")

    private static func opened(_ lastComplete: String) -> String {
        let data = #"{"cause":"refused","detail":"503","last_complete":\#(lastComplete)}"#
        return "gap-opened.v1 hq/coverage/zone-log/a/b \(data)"
    }

    @Test("the first failed look opens a gap from the last complete look; the first complete one closes it")
    func openAndClose() throws {
        var log = CoverageLog()
        #expect(try log.complete(Self.target, at: minute(0)) == nil)
        let opened = try log.fail(Self.target, at: minute(3), lastComplete: minute(1))
        #expect(opened == Self.opened(#""2025-06-01T02:14:20.000Z""#))
        #expect(log.memory.openGap(Self.target)?.opened == Position(0))
        #expect(log.memory.openGap(Self.target)?.from == minute(1))
        #expect(try log.fail(Self.target, at: minute(4), lastComplete: minute(1)) == nil)
        let closed = try log.complete(Self.target, at: minute(5))
        let span = #""from":"2025-06-01T02:14:20.000Z","until":"2025-06-01T02:18:20.000Z""#
        #expect(closed == #"gap-closed.v1 hq/coverage/zone-log/a/b {"opened":0,\#(span)}"#)
        #expect(log.memory.openGap(Self.target) == nil)
        #expect(try log.complete(Self.target, at: minute(6)) == nil)
    }

    @Test("without a complete look before, a gap is from the first failed look")
    func neverComplete() throws {
        var log = CoverageLog()
        let opened = try log.fail(Self.target, at: minute(3), lastComplete: nil)
        #expect(opened == Self.opened("null"))
        #expect(log.memory.openGap(Self.target)?.from == minute(3))
    }

    @Test("unreadable answers that were not kept are counted, none are not told")
    func unreadableNotKept() throws {
        var log = CoverageLog()
        _ = try log.fail(Self.target, at: minute(0), lastComplete: nil)
        for (count, end) in [(0, "}"), (3, #","unreadable_not_kept":3}"#)] {
            let event = try #require(
                log.memory.gapClosed(Self.target, until: minute(1), unreadableNotKept: count))
            let span = #""from":"2025-06-01T02:13:20.000Z","until":"2025-06-01T02:14:20.000Z""#
            #expect(text(event.data) == #"{"opened":0,\#(span)\#(end)"#)
        }
    }

    @Test(
        "a cause has the name that the archive format gives it",
        arguments: [
            (GapCause.unreachable, "unreachable"), (.refused, "refused"), (.unauthorised, "unauthorised"),
            (.forbidden, "forbidden"), (.unreadable, "unreadable"), (.truncated, "truncated"), (.paused, "paused"),
            (.notRunning, "not-running"),
        ])
    func causes(cause: GapCause, name: String) {
        let event = CoverageMemory().gapOpened(Self.target, cause: cause, detail: "a \"word\"", lastComplete: nil)
        #expect(event?.type == .gapOpened)
        #expect(event?.endpoint == "zone-log")
        #expect(text(event?.data ?? []) == #"{"cause":"\#(name)","detail":"a \"word\"","last_complete":null}"#)
    }

    @Test("of every six looks at two targets, each target's gaps open and close in turn, and no other's")
    func everySequence() throws {
        for code in 0..<4096 {
            var log = CoverageLog()
            var isOpen = [false, false]
            for step in 0..<6 {
                let (which, fails) = (code >> (2 * step) & 1, code >> (2 * step + 1) & 1 == 1)
                let target = LookTarget("hq", which == 0 ? .alerts : .ongoingAlerts)
                let told =
                    try fails
                    ? log.fail(target, at: minute(step), lastComplete: nil) : log.complete(target, at: minute(step))
                if (told != nil) != (isOpen[which] != fails) { Issue.record("sequence \(code), step \(step)") }
                isOpen[which] = fails
            }
        }
    }

    @Test("a gap whose data was erased is open still, from the time of its event")
    func erased() throws {
        var log = MemoryLog()
        let event = CoverageMemory().gapOpened(Self.target, cause: .paused, detail: "", lastComplete: minute(0))
        try log.append([try #require(event)], at: minute(2))
        try log.erase(0)
        let memory = try log.events().reduce(into: CoverageMemory()) { $0.apply($1) }
        #expect(memory.openGap(Self.target)?.opened == Position(0))
        #expect(memory.openGap(Self.target)?.from == minute(2))
    }
}

/// A log of gaps, with the memory that is folded from its lines.
private struct CoverageLog {
    private(set) var memory = CoverageMemory()
    private var log = MemoryLog()

    /// Records what a failed look is worth, and gives it as text.
    mutating func fail(_ target: LookTarget, at time: Instant, lastComplete: Instant?) throws -> String? {
        try record(memory.gapOpened(target, cause: .refused, detail: "503", lastComplete: lastComplete), at: time)
    }

    /// Records what a complete look is worth, and gives it as text.
    mutating func complete(_ target: LookTarget, at time: Instant) throws -> String? {
        try record(memory.gapClosed(target, until: time, unreadableNotKept: 0), at: time)
    }

    private mutating func record(_ event: NewEvent?, at time: Instant) throws -> String? {
        guard let event else { return nil }
        for recorded in try log.append([event], at: time) { memory.apply(recorded) }
        return "\(event.type.rawValue) \(event.subject) \(text(event.data))"
    }
}
