import AlarmHistory
import AltaAPI
import ArchiveEvents
import TestSupport
import Testing

@testable import Polling

/// Looks at lists of every length, told by vendors of every kind.
@Suite("A look at a list")
struct ListLookTests {
    @Test(
        "asks for page after page until it meets a row that is known, and misses no newer one",
        arguments: [PagedVendor.Paging.offset, .cursor])
    func pages(paging: PagedVendor.Paging) throws {
        for size in 2...5 {
            for length in 1...14 {
                for known in 0..<length {
                    let vendor = PagedVendor(length: length, pageSize: size, paging: paging)
                    let walk = try vendor.walk(known: [known])
                    #expect(walk.verdict == (length > size ? .joined : .complete), "\(length) by \(size), \(known)")
                    #expect(walk.rows.isSuperset(of: 0...known), "\(length) by \(size), \(known) is known")
                }
            }
        }
    }

    @Test(
        "has seen everything where the last page shows nothing that is known",
        arguments: [PagedVendor.Paging.offset, .cursor])
    func allNew(paging: PagedVendor.Paging) throws {
        for size in 2...5 {
            for length in 1...14 {
                let walk = try PagedVendor(length: length, pageSize: size, paging: paging).walk(known: [])
                #expect(walk.verdict == (length > size ? .joined : .complete), "\(length) by \(size)")
                #expect(walk.rows == Set(0..<length), "\(length) by \(size)")
            }
        }
    }

    @Test("is cut where the vendor shows the same page again, and asks no further", arguments: [2, 3, 50])
    func ignoredPages(size: Int) throws {
        for paging in [PagedVendor.Paging.ignoredOffset, .ignoredCursor] {
            let walk = try PagedVendor(length: 3 * size, pageSize: size, paging: paging).walk(known: [size + 1])
            #expect(walk.verdict.isCut, "\(paging) by \(size)")
            #expect(walk.asked.count == 1)
        }
    }

    @Test("goes back up where rows above were taken away between two pages, and skips none", arguments: 2...5)
    func movedRows(size: Int) throws {
        for removed in 0...20 {
            var vendor = PagedVendor(length: 20, pageSize: size, paging: .offset)
            vendor.removedAfterFirst = removed
            let walk = try vendor.walk(known: [12])
            #expect(walk.verdict == .joined, "\(removed) rows left")
            #expect(walk.rows.isSuperset(of: min(removed, 12)...12) || removed > 12, "\(removed) rows left")
        }
    }

    @Test("goes on with pages where rows were put in above between two of them")
    func insertedRows() throws {
        var vendor = PagedVendor(length: 20, pageSize: 5, paging: .offset)
        vendor.insertedAfterFirst = 3
        let walk = try vendor.walk(known: [12])
        #expect(walk.verdict == .joined)
        #expect(walk.rows.isSuperset(of: 0...12))
    }

    @Test("is joined at once where there was no look before, for then nothing is new since")
    func first() throws {
        let walk = try PagedVendor(length: 20, pageSize: 5, paging: .offset).walk(known: [], since: nil)
        #expect(walk.verdict == .joined)
        #expect(walk.asked.isEmpty)
    }

    @Test("asks for narrower windows where the list has no pages, and halves those that are cut")
    func windows() throws {
        for length in 6...40 {
            let vendor = PagedVendor(length: length, pageSize: 5, paging: .windows)
            let walk = try vendor.walk(known: [], hasWindows: true)
            #expect(walk.verdict == .joined, "\(length) rows")
            #expect(walk.rows.isSuperset(of: 0..<min(length, 10)), "\(length) rows: all of the last minutes")
        }
    }

    @Test("is cut where windows are ignored, or answered with nothing although rows of theirs were shown")
    func ignoredWindows() throws {
        for paging in [PagedVendor.Paging.ignoredWindows, .emptyWindows] {
            let walk = try PagedVendor(length: 40, pageSize: 5, paging: paging).walk(known: [], hasWindows: true)
            #expect(walk.verdict.isCut, "\(paging)")
            #expect(walk.look.ignoresWindows, "\(paging)")
        }
    }

    @Test("is cut where more rows than are shown began in the same second")
    func sameSecond() throws {
        var vendor = PagedVendor(length: 12, pageSize: 5, paging: .windows)
        vendor.spacing = 10
        #expect(try vendor.walk(known: [], hasWindows: true).verdict.isCut)
    }
}

extension ListLook.Verdict {
    var isCut: Bool { if case .cut = self { true } else { false } }
}
