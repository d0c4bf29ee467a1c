import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import TestSupport
import Testing

@Suite("What is printed")
struct WordingTests {
    private static let forbidden = ["compliant", "compliance", "certified", "meets", "fails", "failed", "user error"]

    @Test("never claims that a standard is kept or broken, and calls no 202 a nuisance")
    func words() throws {
        for text in try Self.printedTexts() {
            for word in Self.forbidden {
                #expect(!text.lowercased().contains(word), "\(word) in: \(text)")
            }
            #expect(!text.lowercased().contains("nuisance") || text.hasPrefix("valid.nuisance-rate"), "\(text)")
        }
    }

    @Test("names no level above two of threats")
    func levels() throws {
        for text in try Self.printedTexts() {
            #expect(!text.lowercased().contains("level 3") && !text.lowercased().contains("level 4"), "\(text)")
        }
    }

    @Test("every indicator has a definition, and every definition an indicator")
    func definitions() throws {
        let defined = IndicatorDefinition.all.map(\.id)
        #expect(defined == Indicators.ids + ["sla"])
        #expect(Set(defined).count == defined.count)
        for indicator in Indicators.all(try Self.busy().tally()) {
            #expect(IndicatorDefinition.of(indicator.id) != nil, "\(indicator.id)")
        }
        for definition in IndicatorDefinition.all {
            #expect(definition.definition.count > 40 && !definition.inputs.isEmpty, "\(definition.id)")
        }
        #expect(IndicatorDefinition.of("none") == nil)
        #expect(Indicators.one("none", try TestInput().tally()) == nil)
    }

    @Test("published targets of the process industry say so, and whose they are")
    func marks() throws {
        for indicator in Indicators.all(try Self.busy().tally()) {
            guard let preset = indicator.preset, preset.hasPrefix("isa") || preset.hasPrefix("eemua"),
                indicator.attainment != .notAssessable
            else { continue }
            #expect(indicator.says("process industry"), "\(indicator.id)")
            #expect(indicator.mark == .published, "\(indicator.id)")
            #expect(indicator.target?.contains("target from \(preset)") == true, "\(indicator.id)")
        }
    }

    @Test("the same input gives the same indicators")
    func determinism() throws {
        let input = try Self.busy()
        #expect(Indicators.all(try input.tally()) == Indicators.all(try input.tally()))
        #expect(Set(Indicators.all(try input.tally()).map(\.id)).count == Indicators.all(try input.tally()).count)
    }

    /// An input in which nearly everything has something to say.
    private static func busy() throws -> TestInput {
        var random = SeededGenerator(seed: 11)
        var input = TestInput(sources: (0..<25).map { source($0, importance: ["low", "high", "odd"][$0 % 3]) })
        input.alarms = random.starts(900).map { start in
            let isVerified = random.number(below: 3) > 0
            return alarm(
                start, source: Int32(random.number(below: 25)), verdict: isVerified ? .false : .none,
                verified: isVerified ? second(start + 5)...second(start + 35) : nil,
                end: random.number(below: 9) > 0 ? second(start + 40)...second(start + 90) : nil)
        }
        input.observed = [seconds(0..<9 * day), seconds(10 * day..<30 * day)]
        input.armed = [
            ArmedZone(deployment: "hq", zoneID: "zone-1", armed: [seconds(0..<2 * day)], disarmed: [])
        ]
        input.settings = PerformanceSettings(operators: 2, adding: Presets.ids.compactMap { Presets.named($0) })
        input.settings.systems = 5
        input.dispatches = [Dispatch(time: second(5), site: "a", wasReal: false)]
        return input
    }

    private static func printedTexts() throws -> [String] {
        var texts = IndicatorDefinition.all.flatMap { [$0.id, $0.title, $0.definition, $0.inputs, $0.source] }
        texts += Presets.ids.compactMap { Presets.named($0) }.flatMap {
            [$0.id, $0.edition, String(decoding: $0.content, as: UTF8.self)]
        }
        var inputs = [TestInput(), try busy(), try busy(), try busy()]
        inputs[2].dispatches = nil
        inputs[2].observed = []
        inputs[3].settings.operators = nil
        inputs[3].observed = nil
        for input in inputs { texts += Indicators.all(try input.tally()).flatMap(\.printed) }
        return texts
    }
}

extension Indicator {
    /// All texts of it.
    fileprivate var printed: [String] {
        [id, unit.rawValue, target, preset, mark.rawValue, grade?.rawValue, ungradedBecause, attainment?.rawValue]
            .compactMap { $0 } + parameters.flatMap { [$0.name, $0.value] } + excluded.map(\.reason) + notes
            + parts.flatMap { [$0.name, $0.shown ?? ""] }
    }
}
