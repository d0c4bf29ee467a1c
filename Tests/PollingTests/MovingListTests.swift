import AlarmHistory
import AltaAPI
import ArchiveEvents
import TestSupport
import Testing

@testable import Polling

/// A vendor that shows a list of numbered alerts, the newest first, by pages and with a total; rows leave it meanwhile.
private struct MovingVendor {
    var rows = Array(0..<190)
    let pageSize = 50
    /// The page after which rows leave, by the number of pages that were served.
    let leavingAfter: Int
    let leaving: Set<Int>
    private(set) var served = 0

    init(leavingAfter: Int, _ leaving: Set<Int>) {
        (self.leavingAfter, self.leaving) = (leavingAfter, leaving)
    }

    mutating func answer(to poll: Poll) -> String {
        switch poll {
        case .alerts: page(0)
        case .further(.alerts, let part): page(part.continuation)
        case .about: "{}"
        case .alert(let guid): rows.contains { "\($0)" == guid } ? row(Int(guid) ?? 0) : "null"
        default: "[]"
        }
    }

    private mutating func page(_ continuation: Remainder.Continuation?) -> String {
        if case .offset(let offset) = continuation { page(offset) } else { page(0) }
    }

    private mutating func page(_ offset: Int) -> String {
        defer {
            served += 1
            if served == leavingAfter { rows.removeAll { leaving.contains($0) } }
        }
        let shown = rows.dropFirst(offset).prefix(pageSize).map(row).joined(separator: ",")
        return #"{"items":[\#(shown)],"total":\#(rows.count)}"#
    }

    private func row(_ number: Int) -> String {
        #"{"guid":"\#(number)","start_time":\#(Instant.testStart.milliseconds - Int64(number) * 1000),"phase":"alarm"}"#
    }
}

@Suite("A list that moves while it is read page by page")
struct MovingListTests {
    /// Polls until the list was asked for three times more.
    private static func archived(_ vendor: inout MovingVendor, afterOutage: Bool) throws -> Set<Int> {
        var world = CycleWorld()
        if afterOutage { try world.look(.alerts, [#"{"items":[],"total":0}"#]) }
        var polls = 0
        for _ in 0..<1000 where polls < 4 {
            switch world.cycle.next(at: world.now) {
            case .fetch(let poll):
                if poll == .alerts { polls += 1 }
                if polls < 4 { try world.look(poll, [vendor.answer(to: poll)]) }
            case .wait(let time): world.pass(max(0, time.milliseconds(since: world.now)))
            case .finish: break
            }
        }
        return Set(world.log.compactMap { RecordStream(subject: $0.subject)?.id }.compactMap { Int($0) })
    }

    @Test("is archived whole three polls later, whatever left it after whichever page", arguments: [true, false])
    func leavingRows(afterOutage: Bool) throws {
        let leaving: [Set<Int>] = [[0], [49], [50], [189], [3, 30], Set(10..<50), Set(0..<50), Set(0..<120)]
        for page in 1...5 {
            for rows in leaving {
                var vendor = MovingVendor(leavingAfter: page, rows)
                let archived = try Self.archived(&vendor, afterOutage: afterOutage)
                let absent = Set(vendor.rows).subtracting(archived).sorted()
                #expect(absent == [], "\(rows.sorted()) left after page \(page)")
            }
        }
    }

    @Test(
        "is read back page by page, and its past alarms one by one only where its pages fail", arguments: [true, false])
    func pagesFirst(failing: Bool) throws {
        var world = CycleWorld()
        var vendor = MovingVendor(leavingAfter: 0, [])
        var singles: Set<Poll> = []
        let end = world.now.advanced(byMilliseconds: 130 * 60_000)
        while world.now < end {
            switch world.cycle.next(at: world.now) {
            case .fetch(let poll):
                if case .alert = poll { singles.insert(poll) }
                if failing, poll != poll.list, world.now > end.advanced(byMilliseconds: -100 * 60_000) {
                    _ = try world.fail(poll, .refused)
                } else {
                    try world.look(poll, [vendor.answer(to: poll)])
                }
            case .wait(let time): world.pass(max(0, time.milliseconds(since: world.now)))
            case .finish: break
            }
        }
        #expect(failing ? singles.count == 140 : singles.isEmpty, "\(singles.count) of 190, 50 of which the list shows")
    }

    @Test("is read to its end before it is asked for anew, however slowly its pages come")
    func slowPages() throws {
        var world = CycleWorld()
        var vendor = MovingVendor(leavingAfter: 0, [])
        try world.look(.alerts, [#"{"items":[],"total":0}"#])
        let start = world.now
        var lists = 0
        while world.cycle.watermarks[LookTarget("hq", .alerts)] == start, lists < 9 {
            switch world.cycle.next(at: world.now) {
            case .fetch(let poll):
                if poll == .alerts { lists += 1 }
                world.pass(25_000)
                try world.look(poll, [vendor.answer(to: poll)])
            case .wait(let time): world.pass(max(0, time.milliseconds(since: world.now)))
            case .finish: break
            }
        }
        #expect(lists == 1)
        #expect(world.log.filter { $0.type == .recordSeen && $0.endpoint == "alerts" }.count == 190)
    }

    @Test("is asked for no more than a look may ask, where rows leave between any two pages for ever")
    func endless() throws {
        var look = ListLook(askedAt: .testStart, since: .testStart, hasWindows: false)
        let vendor = PagedVendor(length: 50, pageSize: 50, paging: .offset)
        var first = 0
        var pages = 0
        while true {
            let rows = try (first..<first + 50).map(vendor.observation)
            let page = ListLook.Page(
                observations: rows, remainder: Remainder("more", next: .offset(50)), touchesKnown: false)
            first += 200
            pages += 1
            guard case .unfinished = look.take(page), pages < 1000 else { break }
        }
        #expect((200...205).contains(pages))
    }
}
