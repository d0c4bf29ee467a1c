/// A report as one self-contained page.
package struct Report: Sendable {
    let content: ReportContent

    package init(_ content: ReportContent) {
        self.content = content
    }

    /// The page: HTML that is XML as well, without scripts and without a reference to anything outside it. The same
    /// content gives the same bytes.
    package var page: [UInt8] { PageWriter.document(root) }

    private var root: Node {
        element(.html, .lang("en")) {
            element(.head) {
                element(.meta, Attribute("charset", "utf-8"))
                element(.meta, Attribute("http-equiv", "Content-Security-Policy"), Attribute("content", Self.policy))
                element(
                    .meta, Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1"))
                element(.meta, Attribute("name", "referrer"), Attribute("content", "no-referrer"))
                element(.title) { content.title }
                Node.style(.report)
            }
            element(.body) {
                element(.a, .kind("skip"), .link(to: "main")) { "Skip to the report" }
                ReportHeader(content: content).node
                contents
                element(.main, .id("main")) { sections.map(\.node) }
                footer
            }
        }
    }

    /// Even if something found its way into the page, nothing could run or be fetched.
    private static let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

    private var sections: [PageSection] {
        [Summary(content: content).section]
            + Figures(content).all.map { PageSection(id: $0.id, title: $0.heading, node: $0.node) }
            + [
                IndicatorSection(content: content).section, ComparisonSection(content: content)?.section,
                CoverageSection(content: content).section, ArchiveSection(content: content).section,
                PresetSection(presets: content.presets)?.section, Glossary(content: content).section,
            ].compactMap(\.self)
    }

    private var contents: Node {
        element(.nav, .label("Contents")) {
            element(.div) {
                element(.ol) {
                    for section in sections {
                        element(.li) { element(.a, .link(to: section.id)) { section.title } }
                    }
                }
            }
        }
    }

    private var footer: Node {
        element(.footer) {
            element(.p, .kind("note")) {
                "Made by \(content.madeBy) at \(content.madeAt). This page is "
                "complete in itself: it loads nothing and runs no script."
            }
        }
    }
}

/// A part of a page that the table of contents leads to.
struct PageSection {
    let id: String
    let title: String
    let node: Node

    /// A section that is ready.
    init(id: String, title: String, node: Node) {
        self.id = id
        self.title = title
        self.node = node
    }

    /// A section under a heading of its own.
    init(id: String, title: String, @NodeBuilder content: () -> [Node]) {
        self.id = id
        self.title = title
        node = element(.section, .labelledBy(id)) {
            element(.h2, .id(id)) { title }
            content()
        }
    }
}
