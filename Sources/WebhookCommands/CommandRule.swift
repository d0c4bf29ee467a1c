package import AlarmHistory

/// Which webhooks start which command.
package struct CommandRule: Hashable, Sendable {
    /// Lower-case letters, digits and hyphens.
    package let name: String
    /// A line for `/bin/sh -c`. What a webhook tells stands in the command's environment, never in the line.
    package let command: String
    /// Milliseconds that the command may take.
    package var timeLimit = usualTimeLimit
    /// The deployment that sends; nil stands for all of them, here and below.
    package var deployment: String?
    /// The zone's id, or its name.
    package var zone: String?
    /// The device's id, or its name.
    package var device: String?
    /// The phase that fired.
    package var phase: String?
    /// What was detected.
    package var detection: String?

    /// A rule for every webhook, until it is narrowed.
    package init(name: String, command: String) {
        self.name = name
        self.command = command
    }

    /// Whether a webhook of that deployment starts the command. Letters count the same in both cases; what a webhook does
    /// not tell meets no condition.
    package func matches(_ facts: WebhookFacts, deployment sender: String) -> Bool {
        deployment ?? sender == sender
            && Self.meets(zone, [facts.zoneID, facts.zoneName])
            && Self.meets(device, [facts.deviceID, facts.deviceName])
            && Self.meets(phase, [facts.phase]) && Self.meets(detection, [facts.detection])
    }

    private static func meets(_ wanted: String?, _ told: [String?]) -> Bool {
        guard let wanted = wanted?.lowercased() else { return true }
        return told.contains { $0?.lowercased() == wanted }
    }

    /// Milliseconds: time for a question, an answer and a second try.
    package static let usualTimeLimit: Int64 = 60_000
    /// Milliseconds: an hour. What takes longer is a service of its own.
    package static let longestTimeLimit: Int64 = 3_600_000
}
