import AlarmPerformance
import Foundation

/// One indicator.
struct IndicatorCard {
    let indicator: Indicator

    var node: Node {
        element(.article, .kind("card"), .id(indicator.cardID)) {
            element(.h3) { indicator.title }
            element(.p, .kind("value")) {
                element(.a, .link(to: indicator.definitionID)) { indicator.valueText }
            }
            element(.dl) { facts }
            notes
            element(.details) {
                element(.summary) { "How \(indicator.id) came out" }
                element(.dl, .kind("more")) { more }
            }
        }
    }

    /// What the figure must not be read without.
    @NodeBuilder private var facts: [Node] {
        fact("n") { Numeral.whole(indicator.count) }
        if let bounds = indicator.boundsText { fact("Between") { bounds } }
        if let coverage = indicator.coverage { fact("Coverage") { "\(Numeral.percent(coverage)) observed" } }
        if let clock = indicator.parameters.first(where: { $0.name == "clock" }) {
            fact("Clock") { words(clock.value) }
        }
        if let target = indicator.target { fact("Target") { words(target) } }
        if let attainment = indicator.attainment { fact("Target is") { attainment.rawValue } }
        if let grade { fact("Grade") { grade } }
    }

    @NodeBuilder private var more: [Node] {
        fact("id") { element(.code) { indicator.id } }
        for part in indicator.parts { fact(part.name) { words(part.shown ?? part.unit.words(part.value)) } }
        if let preset = indicator.preset { fact("Preset") { words(preset) } }
        fact("Mark") { indicator.mark.rawValue }
        for parameter in indicator.parameters { fact(parameter.name) { words(parameter.value) } }
        fact("Counted") { Numeral.count(indicator.counted, "alarm") }
        for exclusion in indicator.excluded {
            fact("Left out") { "\(Numeral.count(exclusion.count, "alarm")): \(exclusion.reason)" }
        }
    }

    private var grade: String? {
        indicator.grade?.words ?? indicator.ungradedBecause.map { "none: \(VendorText($0).shown)" }
    }

    @NodeBuilder private var notes: [Node] {
        if !otherNotes.isEmpty {
            element(.ul) { otherNotes.map { note in element(.li) { VendorText(note).node(longest: 1000) } } }
        }
    }

    /// Those that do not stand beside the grade already, as the reason for there being none.
    private var otherNotes: [String] {
        let reasons = indicator.grade == nil ? indicator.ungradedBecause?.components(separatedBy: "; ") ?? [] : []
        return indicator.notes.filter { !reasons.contains($0) }
    }

    private func fact(_ name: String, @NodeBuilder _ value: () -> [Node]) -> [Node] {
        [element(.dt) { VendorText(name).shortened(to: 120) }, element(.dd, content: value)]
    }

    /// What can stem from a user's preset.
    private func words(_ text: String) -> Node { VendorText(text).node(longest: 1000) }
}
