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
                element(.dl, .kind("glossary")) { used.flatMap(entry) }
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

    @NodeBuilder private func entry(_ indicator: Indicator) -> [Node] {
        let definition = content.definitions.first { $0.id == indicator.id }
        element(.dt, .id(indicator.definitionID)) {
            "\(definition?.title ?? indicator.id) ("
            element(.code) { indicator.id }
            ")"
        }
        element(.dd) {
            if let definition { Self.paragraphs(definition) } else { element(.p) { "No definition is at hand." } }
            element(.p) {
                element(.a, .link(to: indicator.cardID)) { "Back to \(definition?.title ?? indicator.id)" }
            }
        }
    }

    @NodeBuilder private static func paragraphs(_ definition: IndicatorDefinition) -> [Node] {
        element(.p) { definition.definition }
        element(.p) { "Inputs: \(definition.inputs)" }
        element(.p) { "Source: \(definition.source)" }
    }
}
