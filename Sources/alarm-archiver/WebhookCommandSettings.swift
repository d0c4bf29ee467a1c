import AccessSettings
import ArchiveEvents
import WebhookCommands

/// The commands that webhooks start, as the settings file lists them.
enum WebhookCommandSettings {
    /// Reads and checks all entries.
    static func rules(_ source: SettingSource) throws -> [CommandRule] {
        guard let file = source.file, let first = file.webhookCommands.first else { return [] }
        guard source.value("webhookListen") != nil else {
            throw SettingsError(
                "\(first.name.place): webhookCommands start for webhooks, and none are taken: set webhookListen, too")
        }
        var names: [String: String] = [:]
        return try file.webhookCommands.map { entry in
            let rule = try rule(entry, deployments: file.deployments.map(\.name.text))
            if let other = names.updateValue(entry.name.place, forKey: rule.name) {
                throw SettingsError("\(entry.name.place): \(rule.name) is the name at \(other), too")
            }
            return rule
        }
    }

    private static func rule(_ entry: SettingsFile.Entry, deployments: [String]) throws -> CommandRule {
        let name = try entry.name.parsed("lower-case letters, digits and hyphens") { text in
            text.wholeMatch(of: /[a-z0-9][a-z0-9\-]*/) == nil ? nil : text
        }
        let command = try entry.value("command")?.parsed("a line for the shell") { text in
            text.allSatisfy(\.isWhitespace) || text.utf8.contains(0) ? nil : text
        }
        var rule = CommandRule(name: name, command: command ?? "")
        rule.timeLimit = try entry.value("timeLimit")?.parsed("a span from 1s to 1h", timeLimit) ?? rule.timeLimit
        rule.deployment = try entry.value("deployment")?.parsed("the name of a deployment of the file") { text in
            deployments.isEmpty || deployments.contains(text) ? text : nil
        }
        rule.zone = try condition("zone", entry)
        rule.device = try condition("device", entry)
        rule.phase = try condition("phase", entry)
        rule.detection = try condition("detection", entry)
        return rule
    }

    private static func timeLimit(_ text: String) -> Int64? {
        TimeSpan(text).map(\.milliseconds).flatMap { (1000...CommandRule.longestTimeLimit).contains($0) ? $0 : nil }
    }

    /// An empty text would never be met, and is meant for "any" more likely than not.
    private static func condition(_ key: String, _ entry: SettingsFile.Entry) throws -> String? {
        try entry.value(key)?.parsed("a text; leave it out for any") { $0.isEmpty ? nil : $0 }
    }
}
