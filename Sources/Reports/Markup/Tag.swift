/// The elements that a page is made of; there is none that could run, load or send anything.
enum Tag: String, Sendable {
    // The page.
    case html, head, meta, title, body, header, main, nav, section, article, footer
    // Text.
    case h1, h2, h3, h4, p, ul, ol, li, dl, dt, dd, a, span, div, strong, code, pre, time, bdi
    // Data.
    case figure, figcaption, details, summary, table, caption, thead, tbody, tr, th, td
    // Pictures.
    case svg, g, desc, rect, line, path, circle, text

    /// Whether HTML knows no closing tag of it.
    var isVoid: Bool { self == .meta }

    /// Whether it is a shape, which SVG lets close itself.
    var isShape: Bool {
        switch self {
        case .rect, .line, .path, .circle: true
        default: false
        }
    }

    /// Whether a line of the source ends behind it; no reader sees that.
    var endsLine: Bool {
        switch self {
        case .html, .head, .meta, .title, .body, .header, .main, .nav, .section, .article, .footer, .h1, .h2, .h3, .h4,
            .p, .ul, .ol, .li, .dl, .dd, .div, .pre, .figure, .figcaption, .details, .summary, .table, .caption, .thead,
            .tbody, .tr, .svg, .g:
            true
        default: false
        }
    }
}
