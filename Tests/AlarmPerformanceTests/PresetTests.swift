import AlarmPerformance
import Testing

@Suite("Presets")
struct PresetTests {
    private static func text(_ id: String) throws -> String {
        String(decoding: try #require(Presets.named(id)).content, as: UTF8.self)
    }

    private static func read(_ text: String) throws -> Preset { try Preset(Array(text.utf8)) }

    @Test("all that come with the program can be read, and have the numbers that their tables have")
    func shipped() throws {
        #expect(
            Presets.ids == [
                "arc-80-98.5", "bands-default", "eemua-191", "isa-18.2", "nfpa-72", "npcc", "patterns-default",
                "ul-827-runner",
            ])
        for id in Presets.ids {
            let preset = try #require(Presets.named(id))
            #expect(preset.printedName == id)
            #expect(!preset.edition.isEmpty)
        }
        let lines = try #require(Presets.named("arc-80-98.5")).lines
        #expect(lines.map(\.percentile) == [80, 98.5, 80, 98.5])
        #expect(lines.map(\.seconds) == [30, 60, 90, 180])
        #expect(
            lines.map { "\($0.filter)" } == ["kind in (hold-up, fire)", "kind in (hold-up, fire)", "other", "other"])
        #expect(try #require(Presets.named("arc-80-98.5")).mark == .unconfirmed)
        #expect(Presets.named("none") == nil)
    }

    @Test("another content under the same id is printed as edited; another spelling is not")
    func edited() throws {
        let text = try Self.text("bands-default")
        let edited = try Self.read(text.replacing("\"rate.hour.amber\": 6", with: "\"rate.hour.amber\": 7"))
        #expect(edited.printedName == "bands-default (edited)")
        let respelled = try Self.read(text.replacing("\n", with: " ").replacing(": 6,", with: ": 6.0,"))
        #expect(respelled.printedName == "bands-default")
        var input = TestInput(alarms: (0..<720 * 6).map { alarm(Double($0) * 600) })
        input.settings = PerformanceSettings(operators: 1, adding: [edited])
        #expect(try input.indicator("rate.hour").grade == .green)
        #expect(
            try input.indicator("rate.hour").parameters.contains(
                .init("bands", "bands-default (edited): amber 7 to 12")))
    }

    @Test("an edited target is held against, and named")
    func editedTarget() throws {
        let text = try Self.text("isa-18.2").replacing(
            "\"rate.hour.manageable\": 12", with: "\"rate.hour.manageable\": 3")
        var input = TestInput(alarms: (0..<720 * 6).map { alarm(Double($0) * 600) })
        input.settings = PerformanceSettings(operators: 1, adding: [try Self.read(text)])
        let indicator = try input.indicator("rate.hour")
        #expect(indicator.preset == "isa-18.2 (edited)")
        #expect(indicator.attainment == .notReached)
        #expect(indicator.target?.contains("about 3 maximum manageable") == true)
    }

    @Test("thresholds of patterns can be told: ten or more, closed minutes")
    func patterns() throws {
        let text = try Self.text("patterns-default").replacing("inclusive\": 0", with: "inclusive\": 1")
            .replacing("closed\": 0", with: "closed\": 1")
        var input = TestInput()
        input.fill(bins: [10, 0])
        input.settings = PerformanceSettings(adding: [try Self.read(text)])
        #expect(try input.indicator("flood.time").value == 0.5)
        #expect(try input.indicator("flood.time").parameters.contains(.init("start", "count >= 10")))
        input.alarms = [0, 30, 60].map { alarm($0) }
        #expect(try input.indicator("chatter.count").value == 1)
        #expect(try input.indicator("chatter.count").parameters.contains(.init("window", "closed")))
    }

    @Test(
        "what is wrong in a file is told by key and value",
        arguments: [
            ("x", "it is not JSON"), ("[]", "it is no object"),
            (#"{"id":""}"#, #"id is "": a text"#), (#"{"edition":"1"}"#, "id is missing"),
            (#"{"id":"a","edition":"1","mark":"good"}"#, #"mark is "good": published, common practice"#),
            (#"{"id":"a","edition":"1","mark":"ours","confirmed":1}"#, "confirmed is 1: true or false"),
            (#"{"id":"a","colour":1}"#, "colour is unknown"),
            (#"{"id":"a","parameters":{"b":"7"}}"#, #"parameters.b is "7": a number"#),
            (#"{"id":"a","parameters":{"b":-1}}"#, "parameters.b is -1: a number"),
            (#"{"id":"a","clock":"c","lines":[1]}"#, "lines[0] is 1: an object"),
            (#"{"id":"a","clock":"c","lines":[{"percentile":101}]}"#, "lines[0].percentile is 101: above 0 up to 100"),
            (#"{"id":"a","clock":"c","lines":[{"percentile":80.0001}]}"#, "lines[0].percentile is 80.0001"),
            (#"{"id":"a","clock":"c","lines":[{"percentile":80,"seconds":0}]}"#, "lines[0].seconds is 0"),
            (#"{"id":"a","lines":[{"percentile":80,"seconds":1,"filter":"some"}]}"#, #"lines[0].filter is "some""#),
            (#"{"id":"a","lines":[{"percentile":80,"seconds":1,"filter":"kind in ()"}]}"#, "lines[0].filter"),
            (#"{"id":"a","lines":[{"percentile":80,"seconds":1,"filter":"all"}]}"#, "lines[0].clock is missing"),
            (#"{"id":"a","lines":[{"percent":80}]}"#, "lines[0].percent is unknown"),
            (#"{"id":"a","priorities":{"urgent":["x"]}}"#, "priorities.urgent is unknown"),
            (#"{"id":"a","kinds":{"fire":"x"}}"#, #"kinds.fire is "x": a list of texts"#),
            (#"{"id":"npcc","parameters":{"window":1}}"#, "parameters.window is unknown to npcc"),
            (#"{"id":"npcc","parameters":{"window-days":1}}"#, "parameters.hold-up.warning is missing: npcc has it"),
        ])
    func wrong(text: String, words: String) {
        let error = #expect(throws: PresetError.self) { try Self.read(text) }
        #expect(error?.description.hasPrefix(words) == true, "\(error?.description ?? "no error")")
    }

    @Test("of several with one id the last counts")
    func last() throws {
        let text = try Self.text("isa-18.2").replacing("\"stale.day.alarms\": 5", with: "\"stale.day.alarms\": 9")
        let settings = PerformanceSettings(
            adding: [try Self.read(text), try #require(Presets.named("isa-18.2"))])
        #expect(settings.presets.filter { $0.id == "isa-18.2" }.map(\.printedName) == ["isa-18.2"])
    }
}
