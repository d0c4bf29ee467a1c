import Foundation
import Testing

@testable import Reports

@Suite("The colours")
struct PaletteTests {
    private static let surroundings = [\Palette.light, \Palette.dark]

    @Test("words stand out from what they stand on, as WCAG AA asks: 4.5 to 1", arguments: [true, false])
    func words(_ isLight: Bool) throws {
        func colour(_ palette: Palette) -> String { isLight ? palette.light : palette.dark }
        for word in [Palette.ink, .muted, .link] {
            for ground in [Palette.paper, .panel] {
                #expect(try contrast(colour(word), colour(ground)) >= 4.5, "\(word) on \(ground)")
            }
        }
        for step in 0...4 {
            let ink = isLight ? Palette.ink(onHeat: step).light : Palette.ink(onHeat: step).dark
            let ground = try #require(Palette(rawValue: "heat\(step)"))
            #expect(try contrast(ink, colour(ground)) >= 4.5, "words on \(ground)")
        }
    }

    @Test("marks stand out from the page: 3 to 1", arguments: [true, false])
    func marks(_ isLight: Bool) throws {
        func colour(_ palette: Palette) -> String { isLight ? palette.light : palette.dark }
        for mark in [Palette.valid, .false, .unknown, .unverified, .plain, .target, .hatching, .covered] {
            #expect(try contrast(colour(mark), colour(.paper)) >= 3, "\(mark)")
        }
        #expect(try contrast(colour(.hatching), colour(.blind)) >= 3)
        #expect(try contrast(colour(.covered), colour(.provisional)) >= 1.5)
    }

    @Test("the heat map's steps get darker one by one, or lighter where the page is dark")
    func steps() throws {
        let steps = [Palette.heat0, .heat1, .heat2, .heat3, .heat4]
        let (light, dark) = (try steps.map { try luminance($0.light) }, try steps.map { try luminance($0.dark) })
        #expect(light == light.sorted(by: >) && Set(light).count == 5)
        #expect(dark == dark.sorted() && Set(dark).count == 5)
    }

    @Test("every colour that the rules use is declared")
    func declared() {
        let rules = StyleSheet.report.rules
        let used = Set(rules.matches(of: /var\(--([a-z0-9-]+)\)/).map { String($0.1) })
        let declared = Set(rules.matches(of: /--([a-z0-9-]+):/).map { String($0.1) })
        #expect(used.subtracting(declared).isEmpty)
        #expect(declared.subtracting(used).isEmpty)
    }

    private func contrast(_ one: String, _ other: String) throws -> Double {
        let values = [try luminance(one), try luminance(other)].sorted()
        return (values[1] + 0.05) / (values[0] + 0.05)
    }

    /// Relative luminance as WCAG 2.2 defines it.
    private func luminance(_ colour: String) throws -> Double {
        let number = try #require(Int(colour.dropFirst(), radix: 16))
        let parts = [16, 8, 0].map { shift -> Double in
            let value = Double(number >> shift & 255) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
