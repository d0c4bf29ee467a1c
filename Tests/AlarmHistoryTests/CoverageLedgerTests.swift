import AlarmHistory
import ArchiveEvents
import TestSupport
import Testing

@Suite("The ledger of coverage")
struct CoverageLedgerTests {
    private static let target = CoverageStory.target

    @Test("cuts an ordinary day into what was before, was covered, was not, and is not final yet")
    func ordinary() throws {
        let told = try Self.intervals(
            [
                .shown(Self.target), .confirmed(Self.target, 0, 40, looks: 8),
                .confirmed(Self.target, 40, 60, looks: 4),
                .opened(Self.target, 60, cause: "unreachable"), .closed(Self.target, 60, 70),
                .confirmed(Self.target, 70, 90, looks: 2, longest: 9), .opened(Self.target, 90, cause: "paused"),
                .closed(Self.target, 90, 95), .confirmed(Self.target, 97, 99),
            ], from: -10, until: 120)
        #expect(
            told == [
                "gap before-archive -10..<0", "covered 0..<60 12 looks, 5 ms", "gap unreachable 60..<70",
                "covered 70..<90 2 looks, 9 ms", "paused paused 90..<95", "gap unconfirmed 95..<97",
                "covered 97..<99 1 looks, 5 ms", "provisional 99..<120",
            ])
    }

    @Test("a gap that is open reaches to the end, and further")
    func open() throws {
        let events = [NewEvent.confirmed(Self.target, 0, 10), .opened(Self.target, 10)]
        #expect(
            try Self.intervals(events, from: 0, until: 50) == ["covered 0..<10 1 looks, 5 ms", "gap refused 10..<50"])
        #expect(try Self.intervals(events, from: 60, until: 70) == ["gap refused 60..<70"])
    }

    @Test("a gap without a look before begins with its event")
    func neverComplete() throws {
        #expect(
            try Self.intervals([.opened(Self.target, nil)], from: -5, until: 5)
                == ["gap before-archive -5..<0", "gap refused 0..<5"])
    }

    @Test(
        "where a clock was set back, a gap counts more than what is vouched for, and the later gap more than the earlier"
    )
    func overlaps() throws {
        let told = try Self.intervals(
            [
                .confirmed(Self.target, 0, 100, looks: 20), .opened(Self.target, 20), .closed(Self.target, 20, 50),
                .opened(Self.target, 40, cause: "paused"), .closed(Self.target, 40, 60),
            ], from: 0, until: 100)
        #expect(
            told == [
                "covered 0..<20 ? looks, 5 ms", "gap refused 20..<40", "paused paused 40..<60",
                "covered 60..<100 ? looks, 5 ms",
            ])
    }

    @Test("looks of a stretch that the period cuts are not claimed for the part")
    func cutStretch() throws {
        let events = [NewEvent.confirmed(Self.target, 0, 100, looks: 20)]
        #expect(try Self.intervals(events, from: 0, until: 100) == ["covered 0..<100 20 looks, 5 ms"])
        #expect(try Self.intervals(events, from: 10, until: 100) == ["covered 10..<100 ? looks, 5 ms"])
    }

    @Test("a gap whose data was erased is told all the same")
    func erased() throws {
        var log = MemoryLog()
        try log.append([.opened(Self.target, 5)], at: moment(8))
        try log.append([.closed(Self.target, 5, 20)], at: moment(20))
        try log.erase(0)
        #expect(try Self.intervals(log.events(), from: 5, until: 20) == ["gap unknown 5..<20"])
        try log.erase(1)
        #expect(
            try Self.intervals(log.events(), from: 5, until: 20) == ["gap before-archive 5..<8", "gap unknown 8..<20"])
    }

    @Test("each target has a track of its own; single alerts have none")
    func targets() throws {
        let zone = LookTarget("hq", .zoneLog, id: "z/1")
        var log = MemoryLog()
        let alert = NewEvent(type: .recordSeen, subject: "hq/alerts/a", endpoint: "alert")
        try log.append([.shown(zone), .confirmed(Self.target, 0, 5), alert, .opened(zone, 3)], at: moment(2))
        let ledger = try log.events().reduce(into: CoverageLedger()) { $0.apply($1) }
        #expect(Set(ledger.tracks.keys) == [zone, Self.target])
        #expect(ledger.deployments == ["hq"])
        #expect(ledger.tracks[zone]?.openGap?.from == moment(3))
        #expect(ledger.tracks[zone]?.firstLook == moment(2))
    }

    @Test(
        "intervals cover any period exactly, and say what a naive reading of each millisecond says", arguments: 0..<300)
    func property(seed: UInt64) throws {
        let events = try CoverageStory(seed: seed).log.events()
        let ledger = events.reduce(into: CoverageLedger()) { $0.apply($1) }
        let naive = try NaiveCoverage(events)
        var generator = SeededGenerator(seed: ~seed)
        let begin = Int64(generator.number(below: 300)) - 50
        let period = moment(begin)..<moment(begin + Int64(generator.number(below: 250)))
        let intervals = (ledger.tracks[Self.target] ?? CoverageTrack()).intervals(in: period)
        var position = period.lowerBound
        for (interval, next) in zip(intervals, intervals.dropFirst().map(Optional.some) + [nil]) {
            #expect(interval.range.lowerBound == position && !interval.range.isEmpty, "seed \(seed)")
            #expect(next.map { $0.state != interval.state || $0.cause != interval.cause } ?? true, "seed \(seed)")
            position = interval.range.upperBound
            let said = interval.state.rawValue + (interval.cause.map { " \($0)" } ?? "")
            for offset in 0..<interval.milliseconds {
                let time = interval.range.lowerBound.advanced(byMilliseconds: offset)
                let expected = naive.state(at: time)
                if said != expected { Issue.record("seed \(seed), \(time): \(said), not \(expected)") }
            }
        }
        #expect(position == period.upperBound, "seed \(seed)")
        #expect(CoverageTotals(intervals).whole == period.upperBound.milliseconds(since: period.lowerBound))
    }

    @Test("taken up again from what was stored, it goes on as if never stopped", arguments: 0..<50)
    func split(seed: UInt64) throws {
        let events = try CoverageStory(seed: seed).log.events()
        let whole = events.reduce(into: CoverageLedger()) { $0.apply($1) }
        for cut in 0...events.count {
            let first = events.prefix(cut).reduce(into: CoverageLedger()) { $0.apply($1) }
            let stored = first.tracks.mapValues {
                CoverageTrack(firstLook: $0.firstLook, confirmed: $0.confirmed, gaps: $0.gaps)
            }
            let second = events.dropFirst(cut).reduce(into: CoverageLedger(tracks: stored)) { $0.apply($1) }
            #expect(second == whole, "seed \(seed), cut \(cut)")
        }
    }

    @Test("of several targets, the least that can be said at each time", arguments: 0..<50)
    func worst(seed: UInt64) throws {
        let period = moment(-20)..<moment(220)
        let lists = try (UInt64(0)..<3).map { number in
            let events = try CoverageStory(seed: 3 * seed + number).log.events()
            let ledger = events.reduce(into: CoverageLedger()) { $0.apply($1) }
            return (ledger.tracks[Self.target] ?? CoverageTrack()).intervals(in: period)
        }
        let worst = CoverageInterval.worst(of: lists)
        func state(_ list: [CoverageInterval], _ time: Instant) -> CoverageState? {
            list.first { $0.range.contains(time) }?.state
        }
        for offset in Int64(-20)..<220 {
            let expected = lists.compactMap { state($0, moment(offset)) }.max()
            #expect(state(worst, moment(offset)) == expected, "seed \(seed), \(offset)")
        }
        #expect(CoverageTotals(worst).whole == 240)
    }

    private static func intervals(_ events: [NewEvent], from: Int64, until: Int64) throws -> [String] {
        var log = MemoryLog()
        try log.append(events, at: moment(0))
        return try intervals(log.events(), from: from, until: until)
    }

    private static func intervals(_ events: [RecordedEvent], from: Int64, until: Int64) throws -> [String] {
        let ledger = events.reduce(into: CoverageLedger()) { $0.apply($1) }
        let track = try #require(ledger.tracks[target])
        return track.intervals(in: moment(from)..<moment(until)).map(describe)
    }

    private static func describe(_ interval: CoverageInterval) -> String {
        let begin = interval.range.lowerBound.milliseconds(since: moment(0))
        let end = interval.range.upperBound.milliseconds(since: moment(0))
        let cause = interval.cause.map { " \($0)" } ?? ""
        let looks = interval.looks.map(String.init) ?? "?"
        let detail = interval.longestInterval.map { " \(looks) looks, \($0) ms" } ?? ""
        return "\(interval.state.rawValue)\(cause) \(begin)..<\(end)\(detail)"
    }
}
