import AlarmHistory
import ArchiveEvents

/// One command that one webhook is worth.
struct CommandJob: Sendable {
    let rule: CommandRule
    let deployment: String
    let webhook: Position
    let facts: WebhookFacts

    /// The commands that recorded events are worth, in the order of the events, then of the rules.
    static func jobs(for events: [RecordedEvent], _ rules: [CommandRule]) -> [CommandJob] {
        events.flatMap { event -> [CommandJob] in
            guard let facts = WebhookFacts(event), let sender = RecordStream(subject: event.subject)?.deployment else {
                return []
            }
            return rules.filter { $0.matches(facts, deployment: sender) }.map {
                CommandJob(rule: $0, deployment: sender, webhook: event.position, facts: facts)
            }
        }
    }
}
