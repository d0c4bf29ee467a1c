/// One page of the manual, in Markdown.
///
/// Its first line is the title, its third says in one line what the page is about.
public struct ManualPage: Sendable {
    /// What the page is called: the name of its file without `.md`.
    public let topic: String
    /// The page as it stands in its file.
    public let text: String

    /// A page called `topic`.
    public init(topic: String, text: String) {
        self.topic = topic
        self.text = text
    }

    /// What the page is about, in one line of plain text.
    public var summary: String {
        let line = lines.dropFirst(2).first ?? ""
        return line.filter { $0 != "`" && $0 != "*" }
    }

    /// The page line by line, each with whether it is a heading.
    public var markedLines: [(text: String, isHeading: Bool)] {
        var isCode = false
        return lines.map { line in
            let isFence = line.hasPrefix("```")
            defer { if isFence { isCode.toggle() } }
            return (line, !isCode && !isFence && line.hasPrefix("#"))
        }
    }

    private var lines: [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
