import Archive
import ArgumentParser
import Foundation
import Manual

/// `manual`: the pages that come with the program.
struct ManualCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "List the topics of the manual, or print the page on one of them.",
        discussion: """
            The pages are part of the program: they need neither an archive nor a network, and are those of this version. \
            They are Markdown.

            EXAMPLES
              alarm-history manual
              alarm-history manual coverage-and-gaps
              alarm-history manual evidence | less
            """)

    @Argument(help: "The topic; without it, all topics are listed.") var topic: String?

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            guard let topic else {
                try Console.answer(Self.list)
                return .done
            }
            guard let page = Manual.page(on: topic) else {
                throw UsageError(description: Self.refusal(topic))
            }
            let isBold = TerminalStyle.isWanted(
                isTerminal: Console.isTerminal, environment: ProcessInfo.processInfo.environment)
            try Console.answer(drawn: Self.text(of: page, isBold: isBold))
            return .done
        }
    }

    /// The page for people: headings in bold without their marks, or everything as it stands in the file.
    static func text(of page: ManualPage, isBold: Bool) -> String {
        let lines = page.markedLines.map { line in
            let text = line.text.printable
            guard isBold, line.isHeading else { return text }
            return "\u{1B}[1m\(text.drop { $0 == "#" }.drop { $0 == " " })\u{1B}[0m"
        }
        // The answer ends with a line end of its own.
        return (lines.last == "" ? lines.dropLast() : lines[...]).joined(separator: "\n")
    }

    /// A line for each topic.
    static var list: String {
        let width = Manual.pages.map(\.topic.count).max() ?? 0
        let lines = Manual.pages.map { page in
            page.topic + String(repeating: " ", count: width + 2 - page.topic.count) + page.summary
        }
        return (lines + ["", "alarm-history manual TOPIC prints a page."]).joined(separator: "\n")
    }

    private static func refusal(_ topic: String) -> String {
        let near = Manual.topics(near: topic).prefix(nearLimit).joined(separator: ", ")
        let hint = near.isEmpty ? "" : "; near it are \(near)"
        return "the manual has no topic \(topic)\(hint); `alarm-history manual` lists all topics"
    }

    /// What a person reads in an error.
    private static let nearLimit = 5
}
