/// What a mark in a picture means.
struct LegendItem {
    /// Class of the mark: `valid`.
    let mark: String
    let title: String

    static func list(_ items: [LegendItem]) -> Node {
        element(.ul, .kind("legend")) {
            for item in items {
                element(.li) {
                    element(.span, .kind("swatch \(item.mark)"), Attribute("aria-hidden", "true"))
                    " \(item.title)"
                }
            }
        }
    }

    /// The verdicts, each with its colour and its pattern.
    static func verdicts(_ counts: VerdictCounts) -> [LegendItem] {
        VerdictKind.allCases.filter { $0 != .unknown || counts.unknown > 0 }.map { kind in
            LegendItem(mark: kind.rawValue, title: "\(kind.title), \(kind.pattern)")
        }
    }

    static let dimHours = LegendItem(mark: "unobserved", title: "less than 90 % observed: hatched")

    static let unobserved = LegendItem(mark: "unobserved", title: "not observed, or in part: hatched")
}
