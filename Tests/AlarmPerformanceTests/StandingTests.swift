import AlarmPerformance
import ArchiveEvents
import TestSupport
import Testing

@Suite("Stale and standing alarms")
struct StandingTests {
    @Test("stale is older than 24 h at an instant of the day, by the local day")
    func stale() throws {
        var input = TestInput(period: seconds(0..<5 * day))
        // From 06:00 of the first day to 07:00 of the third: stale from 06:00 of the second on.
        input.alarms = [alarm(6 * 3600, end: exactly(2 * day + 7 * 3600))]
        #expect(try input.tally().staleDays.map(\.high) == [0, 1, 1, 0, 0])
        #expect(try input.indicator("stale.day").value == 1)
        #expect(try input.indicator("stale.day").part("mean of all days") == 0.4)
        // Two hours to the east its end is at 09:00 of the same day; 18 hours, and it is the next day.
        input.calendar = LocalCalendar(name: "far", secondsAhead: 18 * 3600)
        #expect(try input.tally().staleDays.map(\.high) == [0, 0, 1, 1, 0, 0])
    }

    @Test(
        "stale begins after 24 h, not at them",
        arguments: [(day, 0.0), (day + 0.001, 0), (day + 0.002, 1)] as [(Double, Double)])
    func edge(end: Double, most: Double) throws {
        // Half-open: until the end, and older than 24 h at a millisecond of it.
        #expect(try TestInput(alarms: [alarm(0, end: exactly(end))]).indicator("stale.day").value == most)
    }

    @Test("stale counts what began before the period, and what is open until now")
    func carried() throws {
        var input = TestInput(period: seconds(2 * day..<4 * day))
        input.alarms = [alarm(0)]
        #expect(try input.tally().staleDays.map(\.high) == [1, 1])
        #expect(try input.indicator("rate.day").value == 0)
        // Asked in the middle: of what comes after, nothing is known.
        input.now = second(2.5 * day)
        #expect(try input.tally().staleDays.map(\.high) == [1])
    }

    @Test("stale within a bracket is told for both ends; what was lost from sight is left out")
    func bracket() throws {
        var input = TestInput(alarms: [alarm(0, end: second(day / 2)...second(2 * day))])
        input.alarms.append(AnnunciatedAlarm(start: second(1), source: 0))
        let indicator = try input.indicator("stale.day")
        #expect(indicator.bounds == .init(low: 0, high: 1, kind: .bracket))
        #expect(indicator.left("no longer listed") == 1)
    }

    @Test("standing is active at the last instant, and the most at any")
    func standing() throws {
        var input = TestInput(period: seconds(100..<1000))
        input.alarms = [
            alarm(0, end: exactly(150)), alarm(110, end: exactly(140)), alarm(120, end: exactly(130)),
            // One ends in the instant in which another begins: they are never active together.
            alarm(150, end: exactly(1000)), alarm(990),
        ]
        let indicator = try input.indicator("standing")
        #expect(indicator.value == 2)
        #expect(indicator.part("most at any instant") == 3)
        #expect(indicator.grade == nil)
    }

    @Test("the most at any instant is that of looking at every instant")
    func sweep() throws {
        for seed in UInt64(0)..<40 {
            var random = SeededGenerator(seed: seed)
            let starts = random.starts(120).map { Int($0) }
            let ends = starts.map { $0 + random.number(below: 400) }
            let input = TestInput(alarms: zip(starts, ends).map { alarm(Double($0), end: exactly(Double($1))) })
            let naive = starts.map { now in zip(starts, ends).filter { $0 <= now && $1 > now }.count }.max()
            let most = try input.indicator("standing").part("most at any instant")
            #expect(most == naive.map { Double($0) }, "seed \(seed)")
        }
    }

    @Test("the priority mix maps importance; what has none is left out and told")
    func priorities() throws {
        var input = TestInput(
            sources: [
                source(0, importance: "low"), source(1, importance: "Critical"), source(2, importance: "odd"),
                source(3),
                source(4, importance: "high"),
            ])
        input.alarms = [0, 0, 1, 2, 3, 4].enumerated().map { alarm(Double($0), source: $1) }
        let three = try input.indicator("priority.3")
        #expect(three.value == 0.5)
        #expect(three.part("low") == 0.5)
        #expect(three.bounds?.kind == .wilson95)
        #expect(three.left("not known") == 2)
        let four = try input.indicator("priority.4")
        #expect(four.value == 0.25)
        #expect(four.part("high") == 0.25)
        #expect(four.target?.contains("80 % low, 15 % medium, 5 % high, 1 % highest") == true)
        #expect(try TestInput().indicator("priority.3").value == nil)
        #expect(try TestInput().indicator("suppress.unauth").attainment == .notAssessable)
    }
}
