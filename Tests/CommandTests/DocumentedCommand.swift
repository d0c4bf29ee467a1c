import ArgumentParser
import Foundation
import Manual

@testable import alarm_archiver
@testable import alarm_history

/// A command line of a program of ours that stands in a document, in a block marked `sh` or `console`.
///
/// In a block marked `console` commands stand behind `$ `, and all else is what they print.
struct DocumentedCommand: CustomStringConvertible, Sendable {
    /// How a command line is held to the programs.
    enum Check {
        /// It runs on an archive that the test makes.
        case onArchive
        /// It runs on a simulated deployment.
        case onDeployment
        /// It is parsed and validated, and not run: it acts on an alarm of the reader's own deployment, or does not end.
        case parsing
    }

    /// The document that it stands in.
    let document: String
    /// The line as a shell gets it, continuation lines joined.
    let line: String

    var description: String { "\(document): \(line)" }

    /// The words of the first program on the line, which comes first.
    var words: [String] {
        var (words, word, quote): ([String], String?, Character?) = ([], nil, nil)
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
                continue
            }
            if "|<>;&".contains(character) || character == "#" && word == nil { break }
            switch character {
            case "'", "\"": (quote, word) = (character, word ?? "")
            case " ":
                if let word { words.append(word) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }

    /// The words before the first option: the program, the command, and what it is about.
    private var leadingWords: [String] { Array(words.prefix { !$0.hasPrefix("-") }) }

    var check: Check {
        let leading = leadingWords
        guard leading.count > 1 else { return .onArchive }
        let isEndless = words.contains("--follow") || words.contains("--url")
        if words.contains("--help") { return .onArchive }
        switch (leading[0], leading[1]) {
        case _ where isEndless: return .parsing
        case ("alarm-archiver", "check"): return .onDeployment
        case ("alarm-archiver", "run") where words.contains("--once"): return .onDeployment
        case ("alarm-archiver", _): return .parsing
        case (_, "zone-alerts"), (_, "muted"), (_, "contacts"), (_, "webhooks"):
            return leading.count == 2 ? .onDeployment : .parsing
        case (_, "api"): return leading.contains("GET") ? .onDeployment : .parsing
        case (_, "respond"): return .parsing
        case (_, "zones"), (_, "zone"):
            let acts = ["arm", "disarm", "comment", "mute", "unmute"]
            return leading.count > 2 && acts.contains(leading[2]) ? .parsing : .onArchive
        default: return .onArchive
        }
    }

    /// The exit status that a comment on the line states: `# exit 13: breached`.
    private var statedStatus: Int32? { line.firstMatch(of: /# exit (\d+)/).flatMap { Int32($0.1) } }

    /// Whether the line may end with `status`. What answers about a period may say so of one that was not observed.
    func allows(_ status: Int32) -> Bool {
        if let statedStatus { return status == statedStatus }
        return status == 0 || status == 3 && Self.answersAboutTime.contains(leadingWords.dropFirst().first ?? "")
    }

    private static let answersAboutTime = ["alarms", "coverage", "kpi", "report", "stats", "zone"]

    /// Parses and validates it as the program itself does.
    func parse() throws {
        let arguments = Array(words.dropFirst())
        if words.first == "alarm-archiver" {
            _ = try AlarmArchiver.parseAsRoot(arguments)
        } else {
            _ = try AlarmHistoryProgram.parseAsRoot(arguments)
        }
    }
}

extension DocumentedCommand {
    /// What is written for users: the README, and each page of the manual.
    static let documents: [(name: String, text: String)] =
        [("README.md", (try? String(contentsOfFile: repositoryFile("README.md"), encoding: .utf8)) ?? "")]
        + Manual.pages.map { ($0.topic, $0.text) }

    /// The commands of a document that are held to the programs in one way, in their order.
    static func all(in document: String, _ check: Check) -> [DocumentedCommand] {
        all(in: document).filter { $0.check == check }
    }

    /// The commands of a document, in their order.
    static func all(in document: String) -> [DocumentedCommand] {
        let text = documents.first { $0.name == document }?.text ?? ""
        return blocks(text).flatMap { $0 }.filter { $0.hasPrefix("alarm-history ") || $0.hasPrefix("alarm-archiver ") }
            .map { DocumentedCommand(document: document, line: $0) }
    }

    /// The command lines of each block.
    private static func blocks(_ text: String) -> [[String]] {
        text.matches(of: /(?ms)^```(sh|console)\n(.*?)^```/).map { match in
            let isConsole = match.1 == "console"
            let lines = match.2.replacing(/\\\n\s*/, with: "").split(separator: "\n")
            return lines.compactMap { line in
                guard isConsole else { return String(line) }
                return line.hasPrefix("$ ") ? String(line.dropFirst(2)) : nil
            }
        }
    }
}
