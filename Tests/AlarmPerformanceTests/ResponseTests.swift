import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import TestSupport
import Testing

@Suite("Response times")
struct ResponseTests {
    @Test("count what is open as right-censored: the naive mean is 15 s, half are never reached")
    func kaplanMeier() throws {
        var input = TestInput()
        input.alarms = [
            alarm(0, verified: exactly(10)), alarm(0, verified: exactly(20)), alarm(0), alarm(0), alarm(0),
        ]
        input.now = second(60)
        let indicator = try input.indicator("response.tta")
        #expect(indicator.count == 2)
        #expect(indicator.part("unanswered") == 3)
        #expect(indicator.part("mean") == 15)
        #expect(indicator.value == 10)
        #expect(indicator.shown("Kaplan-Meier median") == "not reached")
        // At 10 s four of five are unanswered, at 20 s three of five.
        input.alarms.removeLast(2)
        #expect(try input.indicator("response.tta").part("Kaplan-Meier median") == 20)
    }

    @Test("of what was seen by polling are told for both ends of the bracket")
    func bracket() throws {
        let indicator = try TestInput(alarms: [alarm(0, verified: second(30)...second(60))]).indicator("response.tta")
        #expect(indicator.bounds == .init(low: 30, high: 60, kind: .bracket))
        #expect(indicator.value == 60)
        #expect(indicator.part("p95, earlier ends") == 30)
        #expect(indicator.parameters.contains(.init("clock", "start to first verification")))
    }

    @Test("leave verifications after the end out, and tell how many; the settings may count them")
    func retrospective() throws {
        var input = TestInput()
        input.alarms = [
            alarm(0, verified: exactly(10), end: exactly(100)),
            alarm(0, verified: exactly(500), end: exactly(100), isRetrospective: true),
        ]
        var indicator = try input.indicator("response.tta")
        #expect(indicator.value == 10)
        #expect(indicator.count == 1)
        #expect(indicator.left("retrospective") == 1)
        input.settings.countsRetrospective = true
        indicator = try input.indicator("response.tta")
        #expect(indicator.part("max") == 500)
        #expect(indicator.left("retrospective") == 0)
    }

    @Test("never show the mean alone, and are undefined without an answer")
    func noAnswer() throws {
        let indicator = try TestInput(alarms: [alarm(0)]).indicator("response.tta")
        #expect(indicator.value == nil)
        #expect(indicator.part("mean") == nil)
        #expect(indicator.part("unanswered") == 1)
        #expect(Set(["median", "p90", "p95", "max"]).isSubset(of: indicator.parts.map(\.name)))
    }

    @Test("to the end: open alarms are censored, those lost from sight are left out")
    func toEnd() throws {
        var input = TestInput(alarms: [alarm(0, end: exactly(40)), alarm(0)])
        input.alarms.append(AnnunciatedAlarm(start: second(0), source: 0))
        let indicator = try input.indicator("response.ttr")
        #expect(indicator.value == 40)
        #expect(indicator.part("unanswered") == 1)
        #expect(indicator.left("no longer listed") == 1)
    }

    @Test("below zero, which clocks that differ give, are zero")
    func clocks() throws {
        let indicator = try TestInput(alarms: [alarm(10, verified: exactly(8))]).indicator("response.tta")
        #expect(indicator.value == 0)
    }

    @Test(
        "percentiles are the nearest rank of the sorted times, and half of a Kaplan-Meier curve is that of a textbook")
    func properties() throws {
        for seed in UInt64(0)..<60 {
            var random = SeededGenerator(seed: seed)
            // Beyond 256 another way of sorting is used.
            let count = 1 + random.number(below: 600)
            let times = (0..<count).map { _ in
                (seconds: Double(random.number(below: 40)) * 7, isAnswered: random.number(below: 3) > 0)
            }
            let alarms = times.map { time in
                time.isAnswered
                    ? alarm(0, verified: exactly(time.seconds), end: exactly(9999))
                    : alarm(0, end: exactly(time.seconds))
            }
            let indicator = try TestInput(alarms: alarms).indicator("response.tta")
            let answers = times.filter(\.isAnswered).map(\.seconds).sorted()
            for (name, percent) in [("median", 50), ("p90", 90), ("p95", 95), ("max", 100)] {
                let rank = max(1, (percent * answers.count + 99) / 100)
                #expect(indicator.part(name) == (answers.isEmpty ? nil : answers[rank - 1]), "seed \(seed)")
            }
            #expect(indicator.part("Kaplan-Meier median") == Self.textbookMedian(times), "seed \(seed)")
        }
    }

    /// At each time of an answer, (1 - answers / at risk) of what was left.
    private static func textbookMedian(_ times: [(seconds: Double, isAnswered: Bool)]) -> Double? {
        var share = 1.0
        for time in Set(times.filter(\.isAnswered).map(\.seconds)).sorted() {
            let atRisk = times.filter { $0.seconds >= time }.count
            let answers = times.filter { $0.isAnswered && $0.seconds == time }.count
            share *= 1 - Double(answers) / Double(atRisk)
            if share <= 0.5 + 1e-9 { return time }
        }
        return nil
    }

    @Test("reversals are summed up, and undefined without alarms")
    func reversals() throws {
        let indicator = try TestInput(alarms: [alarm(0, reversals: 2), alarm(1), alarm(2, reversals: 1)])
            .indicator("response.reversals")
        #expect(indicator.value == 3)
        #expect(indicator.part("alarms with any") == 2)
        #expect(try TestInput().indicator("response.reversals").value == nil)
    }

    @Test("the operator's view: what cleared unverified, what was verified in time, the priorities")
    func operatorView() throws {
        var input = TestInput(sources: [source(0, importance: "high"), source(1, importance: "LOW")])
        input.alarms = [
            alarm(0, end: exactly(50)), alarm(1, source: 1, verified: exactly(31), end: exactly(60)),
            alarm(2, source: 1, verified: exactly(90), end: exactly(60), isRetrospective: true), alarm(3),
        ]
        input.settings.allowedSeconds = 30
        let indicator = try input.indicator("operator.view")
        #expect(indicator.value?.isNear(2.0 / 3) == true)
        #expect(indicator.bounds?.kind == .wilson95)
        #expect(indicator.part("of them verified afterwards") == 1)
        #expect(indicator.part("verified within the allowed time")?.isNear(1.0 / 3) == true)
        #expect(indicator.part("priority low") == 0.5)
    }
}
