import AlarmPerformance
import ArchiveEvents
import Testing

@Suite("Response time lines")
struct ServiceLevelTests {
    private static func input(_ answers: [ClosedRange<Instant>?]) throws -> TestInput {
        var input = TestInput(alarms: answers.map { alarm(0, verified: $0) })
        input.settings = PerformanceSettings(adding: [try #require(Presets.named("arc-80-98.5"))])
        return input
    }

    @Test("ten answers: 80 % within 90 s are reached, 98.5 % within 180 s are not")
    func stations() throws {
        let input = try Self.input([10, 20, 30, 40, 50, 60, 70, 80, 95, 200].map { exactly($0) })
        let first = try input.indicator("sla.arc-80-98.5.3")
        #expect(first.value == 0.8)
        #expect(first.attainment == .reached)
        #expect(first.mark == .unconfirmed)
        #expect(first.grade == nil)
        #expect(first.says("every alarm counts as other"))
        let second = try input.indicator("sla.arc-80-98.5.4")
        #expect(second.value == 0.9)
        #expect(second.attainment == .notReached)
        #expect(second.part("average") == 65.5)
        // No alarm is a hold-up or a fire: undefined, not missed.
        let third = try input.indicator("sla.arc-80-98.5.1")
        #expect(third.value == nil)
        #expect(third.attainment == nil)
    }

    @Test("is undecided where the ends of a bracket disagree")
    func undecided() throws {
        var input = try Self.input([second(60)...second(120)])
        let indicator = try input.indicator("sla.arc-80-98.5.3")
        #expect(indicator.attainment == .undecided)
        #expect(indicator.bounds == .init(low: 0, high: 1, kind: .bracket))
        input.alarms = [alarm(0, verified: second(60)...second(90))]
        #expect(try input.indicator("sla.arc-80-98.5.3").attainment == .reached)
    }

    @Test("an unanswered alarm is open until it is older than the line, and not within it from then on")
    func unanswered() throws {
        var input = try Self.input([exactly(10), nil])
        input.now = second(90)
        var indicator = try input.indicator("sla.arc-80-98.5.3")
        #expect(indicator.value == 1)
        #expect(indicator.left("younger than the line") == 1)
        #expect(indicator.shown("average") == "***")
        input.now = second(90.001)
        indicator = try input.indicator("sla.arc-80-98.5.3")
        #expect(indicator.value == 0.5)
        #expect(indicator.attainment == .notReached)
        #expect(indicator.part("average") == nil)
        #expect(indicator.shown("average") == "***")
    }

    @Test("says nothing of reaching over partly observed time")
    func partly() throws {
        var input = try Self.input([exactly(10)])
        input.observed = [seconds(0..<day)]
        let indicator = try input.indicator("sla.arc-80-98.5.3")
        #expect(indicator.value == 1)
        #expect(indicator.attainment == nil)
        #expect(indicator.coverage?.isNear(1 / 30) == true)
    }

    @Test("a line is for the kinds that it names, the other one for the rest")
    func kinds() throws {
        let text = """
            {"id":"mine","edition":"ours","mark":"ours","confirmed":true,"clock":"start to end","lines":[
             {"percentile":80,"seconds":30,"filter":"kind in (hold-up, fire)"},
             {"percentile":80,"seconds":30,"filter":"other"},{"percentile":80,"seconds":30,"filter":"all"}],
             "kinds":{"hold-up":["panic"],"fire":["Zone 1"]}}
            """
        var input = TestInput(sources: [source(0), source(1), source(2)])
        input.sources[0].detection = "panic"
        input.alarms = [
            alarm(0, source: 0, end: exactly(10)), alarm(0, source: 1, end: exactly(40)),
            alarm(0, source: 2, end: exactly(40)),
        ]
        input.settings = PerformanceSettings(adding: [try Preset(Array(text.utf8))])
        #expect(try input.indicator("sla.mine.1").value == 0.5)
        #expect(try input.indicator("sla.mine.2").value == 0)
        #expect(try input.indicator("sla.mine.3").value?.isNear(1 / 3.0) == true)
        #expect(try input.indicator("sla.mine.1").parameters.contains(.init("clock", "start to end")))
    }

    @Test("a clock that needs annotations is not assessable")
    func annotated() throws {
        var input = TestInput()
        input.settings = PerformanceSettings(
            adding: [try #require(Presets.named("nfpa-72")), try #require(Presets.named("ul-827-runner"))])
        let indicator = try input.indicator("sla.nfpa-72.1")
        #expect(indicator.attainment == .notAssessable)
        #expect(indicator.says("panel to station"))
        #expect(try input.indicator("sla.ul-827-runner.2").value == nil)
    }
}
