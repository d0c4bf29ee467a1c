import AlarmHistory
import AltaAPI
import ArchiveEvents
import TestSupport
import Testing

@testable import Polling

/// When a look at a list that is shown in parts is worth anything, and what it then says.
@Suite("A list that is shown in parts")
struct JoiningTests {
    /// The rows from the first one on, of 60 in all.
    private static func page(_ first: Int, _ last: Int, total: Int = 60) -> String {
        let rows = (first...last).map { #"{"guid":"\#($0)","start_time":\#(1_795_420_800_000 - $0 * 1000)}"# }
        return #"{"data":[\#(rows.joined(separator: ","))],"total":\#(total)}"#
    }

    private static let second = Poll.further(.alerts, ListPart(continuation: .offset(2)))

    @Test("is not joined to what a look showed that was never finished, whether the program went on or began anew")
    func unfinished() throws {
        for isRestarted in [false, true] {
            var world = CycleWorld()
            try world.look(.alerts, [Self.page(8, 10)])
            let counted = world.cycle.watermarks
            try world.look(.alerts, [Self.page(3, 5)])
            #expect(world.cycle.watermarks == counted, "more is to be asked")
            if isRestarted { world.restart(counted) }
            try world.look(.alerts, [Self.page(3, 5)])
            #expect(world.cycle.watermarks == counted, "rows 6 and 7 were not seen")
            try world.look(Self.second, [Self.page(5, 8)])
            #expect(world.cycle.watermarks != counted, "now they were")
        }
    }

    @Test("asks for the page that both a sweep and a look wait for on behalf of the look")
    func sharedPage() throws {
        var world = CycleWorld()
        try world.look(.alerts, [Self.page(8, 10)])
        #expect(world.cycle.listSweep != nil)
        let counted = world.cycle.watermarks
        try world.look(.alerts, [Self.page(3, 5)])
        try world.look(Self.second, [Self.page(5, 8)])
        #expect(world.cycle.watermarks != counted)
    }

    @Test("says nothing of since when a change came about where a restart knows only that there was a look before")
    func sinceAfterRestart() throws {
        let part = #"{"data":[{"guid":"b"}],"total":2}"#
        for isNoteLost in [true, false] {
            var world = CycleWorld()
            try world.look(.alerts, [#"[{"guid":"a","n":1},{"guid":"b"}]"#])
            let old = world.cycle.watermarks
            _ = try world.fail(.alerts, .unreachable)
            #expect(try world.look(.alerts, [part]).map(\.type) == [.gapClosed])
            world.restart(isNoteLost ? Watermarks() : old)
            let changed = try #require(try world.look(.alerts, [#"[{"guid":"a","n":2},{"guid":"b"}]"#]).first)
            #expect(changed.type == .recordChanged)
            #expect(changed.since == nil, "the look before showed only the other row")
        }
    }

    @Test("says since when a change came about once the look before showed all again")
    func sinceAfterWhole() throws {
        var world = CycleWorld()
        try world.look(.alerts, [#"[{"guid":"a","n":1},{"guid":"b"}]"#])
        try world.look(.alerts, [#"{"data":[{"guid":"b"}],"total":2}"#])
        let hidden = try #require(try world.look(.alerts, [#"[{"guid":"a","n":2},{"guid":"b"}]"#]).first)
        #expect(hidden.since == nil, "the look before did not show it")
        let look = world.now
        let shown = try #require(try world.look(.alerts, [#"[{"guid":"a","n":3},{"guid":"b"}]"#]).first)
        #expect(shown.since == look)
        #expect(
            try world.look(.alerts, [#"[{"guid":"b"}]"#]).map(\.since) == [world.now.advanced(byMilliseconds: -1000)])
    }
}
