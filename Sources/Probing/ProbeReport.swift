public import ExactJSON

/// What was seen, with every value redacted: it can be posted in public.
public struct ProbeReport: Sendable {
    /// One open question and what was seen of its answer.
    struct Section: Sendable {
        let letter: String
        let question: String
        var lines: [String] = []
        var shapes: [Shape] = []
    }

    let requests: Int
    let sections: [Section]

    /// Text for people, in Markdown.
    public var text: String {
        let head = [
            "# What this deployment shows of the Alta Video API", "",
            "\(requests) requests. Every value is replaced by its type and form; no name, id, address or token is here.",
        ]
        let parts = sections.map { section in
            ["", "## \(section.letter)) \(section.question)", ""] + section.lines.map { "- \($0)" }
                + section.shapes.flatMap { [""] + $0.lines }
        }
        return (head + parts.joined()).joined(separator: "\n") + "\n"
    }

    /// The same for programs.
    public var json: JSONValue {
        [
            "schema_version": 1, "requests": .whole(requests),
            "questions": .array(
                sections.map { section in
                    [
                        "id": .string(section.letter), "question": .string(section.question),
                        "seen": .array(section.lines.map(JSONValue.string)),
                        "shapes": .array(section.shapes.map(\.json)),
                    ]
                }),
        ]
    }
}
