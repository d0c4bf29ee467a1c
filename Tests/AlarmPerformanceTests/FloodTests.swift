import AlarmPerformance
import ArchiveEvents
import TestSupport
import Testing

@Suite("Floods")
struct FloodTests {
    @Test(
        "open with more than 10 in a bin and close with fewer than 5",
        arguments: [
            // Ten are not more than ten.
            ([10], []),
            // Bins of 5 to 10 in between belong to it; the bin that closes it does not.
            ([11, 7, 5, 4], ["0-1800 23 peak 11 closed"]),
            // Each needs its own start.
            ([11, 4, 11, 0], ["0-600 11 peak 11 closed", "1200-1800 11 peak 11 closed"]),
            // Nothing closes it.
            ([11, 5, 5, 5], ["0-2400 26 peak 11 running"]),
            // No bin alone has enough.
            ([6, 6], []),
            // The peak need not be the first bin.
            ([0, 12, 20, 3], ["600-1800 32 peak 20 closed"]),
        ])
    func binned(counts: [Int], floods: [String]) throws {
        var input = TestInput()
        input.fill(bins: counts)
        #expect(try Self.text(input, .binned) == floods)
    }

    @Test("slide: open when the count passes 10, close the instant it falls below 5, between two alarms")
    func sliding() throws {
        var input = TestInput(period: seconds(0..<2400))
        input.alarms = (stride(from: 540.0, through: 590, by: 10).map { alarm($0) })
        input.alarms += stride(from: 600.0, through: 650, by: 10).map { alarm($0) }
        #expect(try Self.text(input, .binned) == [])
        #expect(try Self.text(input, .sliding) == ["640-1210 12 peak 12 closed"])
    }

    @Test("are truncated by a gap, and behind it need their own start")
    func gap() throws {
        var input = TestInput()
        input.fill(bins: [11, 9, 9, 9, 0])
        input.observed = [seconds(0..<1500), seconds(1800..<3000)]
        #expect(try Self.text(input, .binned) == ["0-1500 25 peak 11 truncated"])
        let indicator = try input.indicator("flood.time")
        #expect(indicator.value?.isNear(1500 / 2700) == true)
        #expect(indicator.says("truncated where nobody looked any more: 1"))
        #expect(indicator.left("began while nobody looked") == 4)
    }

    @Test("are not closed by a bin of which only a part was observed, but may be opened by one")
    func cutBins() throws {
        var input = TestInput()
        input.fill(bins: [11, 6, 11, 0])
        // Of the second bin its first half was observed, with 3 alarms.
        input.observed = [seconds(0..<900)]
        #expect(try Self.text(input, .binned) == ["0-900 14 peak 11 truncated"])
        // Of the third bin its first half, with 6 alarms, which open nothing; nearly all of it, with 11, which do.
        input.observed = [seconds(900..<1500)]
        #expect(try Self.text(input, .binned) == [])
        input.observed = [seconds(1200..<1799)]
        #expect(try Self.text(input, .binned) == ["1200-1799 11 peak 11 truncated"])
    }

    @Test("that ran when the period began are not carried in")
    func carriedIn() throws {
        var input = TestInput()
        input.fill(bins: [11, 7, 7, 0])
        input.period = seconds(600..<2400)
        #expect(try Self.text(input, .binned) == [])
    }

    @Test("have a first-out alarm and zones in order of their alarms")
    func zones() throws {
        var input = TestInput(period: seconds(0..<1200), sources: [source(0), source(1), source(2), source(3)])
        let order: [Int32] = [3, 1, 1, 2, 1, 2, 0, 1, 2, 3, 1, 1]
        input.alarms = order.enumerated().map { alarm(Double($0) * 10, source: $1) }
        let tally = try input.tally()
        let flood = try #require(tally.floods(tally.floodRule(.binned)).first)
        #expect(flood.alarms.lowerBound == 0)
        #expect(tally.topZones(of: flood).map { "\($0.title) \($0.alarms)" } == ["Zone 1 6", "Zone 2 3", "Zone 3 2"])
    }

    @Test("print the reading, and the rival: ten or more")
    func rival() throws {
        var input = TestInput()
        input.fill(bins: [10, 5, 0, 0])
        let indicator = try input.indicator("flood.time")
        #expect(indicator.value == 0)
        #expect(indicator.part("rival reading: binned, at least 10") == 0.5)
        #expect(indicator.parameters.contains(.init("start", "count > 10")))
    }

    @Test("have limits for each operator position")
    func positions() throws {
        var input = TestInput()
        input.fill(bins: [11, 21, 9, 0])
        input.settings.operators = 2
        #expect(try Self.text(input, .binned) == ["600-1200 21 peak 21 closed"])
    }

    @Test("binned and sliding ones agree with a reading that asks each second anew")
    func naive() throws {
        for seed in UInt64(0)..<25 {
            var random = SeededGenerator(seed: seed)
            var input = TestInput()
            let starts = random.starts(20 + random.number(below: 200))
            input.alarms = starts.map { alarm($0) }
            let end = starts[starts.count - 1].rounded() + Double(random.number(below: 2000)) + 1
            input.period = seconds(0..<end)
            let cut = Double(random.number(below: Int(end)))
            let back = min(end, cut + Double(random.number(below: 700)))
            input.observed = [seconds(0..<cut), seconds(back..<end)].filter { !$0.isEmpty }
            let naive = NaiveFloods(starts: starts.map { Int($0) }, stretches: [0..<Int(cut), Int(back)..<Int(end)])
            #expect(try Self.text(input, .binned) == naive.binned, "seed \(seed)")
            #expect(try Self.times(input, .sliding) == naive.sliding, "seed \(seed)")
        }
    }

    private static func floods(_ input: TestInput, _ reading: FloodRule.Reading) throws -> [Flood] {
        let tally = try input.tally()
        return tally.floods(tally.floodRule(reading))
    }

    private static func text(_ input: TestInput, _ reading: FloodRule.Reading) throws -> [String] {
        try floods(input, reading).map {
            "\($0.start.fromMidnight)-\($0.end.fromMidnight) \($0.alarms.count) peak \($0.peak) \($0.ending)"
        }
    }

    private static func times(_ input: TestInput, _ reading: FloodRule.Reading) throws -> [String] {
        try floods(input, reading).map { "\($0.start.fromMidnight)-\($0.end.fromMidnight)" }
    }
}

extension Instant {
    /// Whole seconds.
    fileprivate var fromMidnight: Int64 { milliseconds(since: midnight) / 1000 }
}

/// The same rules once more, by looking through all alarms at every bin and every second.
struct NaiveFloods {
    let starts: [Int]
    let stretches: [Range<Int>]

    var binned: [String] {
        stretches.flatMap { stretch -> [String] in
            var floods: [String] = []
            var open: (start: Int, alarms: Int, peak: Int)?
            for bin in stride(from: stretch.lowerBound / 600 * 600, to: stretch.upperBound, by: 600) {
                let observed = (bin..<bin + 600).clamped(to: stretch)
                let count = starts.filter { observed.contains($0) }.count
                if let flood = open {
                    if observed.count == 600, count < 5 {
                        floods.append("\(flood.start)-\(bin) \(flood.alarms) peak \(flood.peak) closed")
                        open = nil
                    } else {
                        open = (flood.start, flood.alarms + count, max(flood.peak, count))
                    }
                } else if count > 10 {
                    open = (observed.lowerBound, count, count)
                }
            }
            let ending = stretch == stretches[1] ? "running" : "truncated"
            return floods
                + (open.map { ["\($0.start)-\(stretch.upperBound) \($0.alarms) peak \($0.peak) \(ending)"] } ?? [])
        }
    }

    var sliding: [String] {
        stretches.flatMap { stretch -> [String] in
            var floods: [String] = []
            var open: Int?
            for second in stretch {
                let count = starts.filter { stretch.contains($0) && $0 <= second && $0 > second - 600 }.count
                if let start = open, count < 5 {
                    floods.append("\(start)-\(second)")
                    open = nil
                } else if open == nil, count > 10 {
                    open = second
                }
            }
            return floods + (open.map { ["\($0)-\(stretch.upperBound)"] } ?? [])
        }
    }
}
