import AlarmPerformance
import Testing

@testable import Reports

@Suite("Numbers in words")
struct NumeralTests {
    @Test(
        "whole numbers are grouped",
        arguments: [
            (0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "−1,234,567"),
            (Int.min, "−9,223,372,036,854,775,808"),
        ])
    func whole(_ number: Int, _ text: String) {
        #expect(Numeral.whole(number) == text)
    }

    @Test(
        "decimals are rounded, also where that carries",
        arguments: [
            (0.05, 1, "0.1"), (0.999, 2, "1.00"), (-0.004, 2, "0.00"), (1234.5, 0, "1,235"), (.infinity, 1, "∞"),
            (.nan, 1, "undefined"), (1e20, 1, "1e+20"),
        ] as [(Double, Int, String)])
    func fixed(_ number: Double, _ decimals: Int, _ text: String) {
        #expect(Numeral.fixed(number, decimals) == text)
    }

    @Test(
        "a share is rounded neither up to all nor down to nothing",
        arguments: [
            (0, "0.0 %"), (1, "100.0 %"), (0.99999, "99.9 %"), (0.00001, "<0.1 %"), (0.1234, "12.3 %"),
        ] as [(Double, String)])
    func percent(_ share: Double, _ text: String) {
        #expect(Numeral.percent(share) == text)
    }

    @Test(
        "lengths of time have their two largest units",
        arguments: [
            (0, "0 s"), (4.26, "4.30 s"), (59.9, "59.9 s"), (60, "1 min"), (90, "1 min 30 s"), (3600, "1 h"),
            (3661, "1 h 1 min"), (90_061, "1 d 1 h"), (-90, "−1 min 30 s"),
        ] as [(Double, String)])
    func durations(_ seconds: Double, _ text: String) {
        #expect(Numeral.duration(seconds) == text)
    }

    @Test("what is undefined is never a number")
    func undefined() {
        for unit in [Indicator.Unit.ratio, .alarms, .seconds, .number] {
            #expect(
                unit.words(nil) == "undefined" && unit.words(.nan) == "undefined"
                    && unit.words(.infinity) == "undefined")
        }
        #expect(Indicator.Unit.alarms.words(1) == "1 alarm" && Indicator.Unit.sources.words(2) == "2 sources")
        #expect(Indicator.Unit.ratio.words(0.5) == "50.0 %" && Indicator.Unit.seconds.words(90) == "1 min 30 s")
    }
}
