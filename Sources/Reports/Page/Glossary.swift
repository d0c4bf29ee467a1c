import AlarmPerformance

/// What every word and every indicator of the report means.
struct Glossary {
    let content: ReportContent

    var section: PageSection {
        PageSection(id: "glossary", title: "Definitions") {
            element(.h3) { "Words" }
            element(.dl, .kind("glossary")) { terms.flatMap(Self.entry) }
            if !used.isEmpty {
                element(.h3) { "Indicators" }
                element(.dl, .kind("glossary")) { used.flatMap(Self.entry) }
            }
        }
    }

    private var terms: [Term] { Term.allCases.filter { $0 != .comparison || content.before != nil } }

    @NodeBuilder private static func entry(_ term: Term) -> [Node] {
        element(.dt, .id(term.id)) { term.title }
        element(.dd) { term.definition }
    }

    /// The indicators that the report shows, each once.
    private var used: [Indicator] {
        var ids: Set<String> = []
        return content.figures.indicators.filter { ids.insert($0.id).inserted }
    }

    @NodeBuilder private static func entry(_ indicator: Indicator) -> [Node] {
        let definition = IndicatorDefinition.of(indicator.id)
        element(.dt, .id(indicator.definitionID)) {
            "\(indicator.title) ("
            element(.code) { indicator.id }
            ")"
        }
        element(.dd) {
            if let definition { paragraphs(definition) } else { element(.p) { "No definition is at hand." } }
            element(.p) {
                element(.a, .link(to: indicator.cardID)) { "Back to \(indicator.title)" }
            }
        }
    }

    @NodeBuilder private static func paragraphs(_ definition: IndicatorDefinition) -> [Node] {
        element(.p) { definition.definition }
        element(.p) { "Inputs: \(definition.inputs)" }
        element(.p) { "Source: \(definition.source)" }
    }
}
