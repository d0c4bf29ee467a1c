import Foundation
import WebhookCommands

/// Checks the commands that webhooks start, as far as that can be done without starting them.
struct CommandCheck {
    let rules: [CommandRule]
    /// Folders of the `PATH` that the commands will have.
    let folders: [String]

    init(_ settings: Settings) {
        rules = settings.webhookCommands
        folders = CommandSurroundings(settings).path.split(separator: ":").map(String.init)
    }

    /// Nothing where there are none.
    var findings: [CheckFinding] {
        guard !rules.isEmpty else { return [] }
        let missing = rules.filter { !isFound($0) }.map(\.name)
        let count = "\(rules.count) \(rules.count == 1 ? "command is" : "commands are") tied to webhooks"
        guard missing.isEmpty else {
            return [
                .warning(
                    .commands, "\(count); the program of \(missing.joined(separator: ", ")) is not found",
                    advice: "write its whole path, or put it into a folder of PATH")
            ]
        }
        return [.ok(.commands, count)]
    }

    /// Whether a line's first word is a program. A line that begins with anything else is the shell's own affair.
    private func isFound(_ rule: CommandRule) -> Bool {
        let word = String(rule.command.drop(while: \.isWhitespace).prefix { !$0.isWhitespace && $0 != ";" })
        guard word.wholeMatch(of: /[A-Za-z0-9_.\/+\-]+/) != nil, !Self.shellWords.contains(word) else { return true }
        let candidates = word.contains("/") ? [word] : folders.map { $0 + "/" + word }
        return candidates.contains { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private static let shellWords: Set<String> = [
        ".", ":", "alias", "break", "case", "cd", "command", "eval", "exec", "exit", "export", "for", "if", "read",
        "return", "set", "shift", "test", "times", "trap", "ulimit", "umask", "unset", "until", "wait", "while",
    ]
}
