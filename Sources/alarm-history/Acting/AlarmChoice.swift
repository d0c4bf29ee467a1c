import AlarmHistory
import AltaOperator

/// The alarms that the command line means, as they are served now.
struct AlarmChoice {
    let client: OperatorClient
    let targets: AlarmTargets

    /// Guid of each, and for people what each of them is where that had to be looked up.
    func guids() async throws -> [(guid: String, description: String)] {
        guard let search = targets.search else { return try targets.namedGUIDs().map { ($0, $0) } }
        return try search.choose(from: await client.ongoingAlarms()).map { ($0.guid, $0.sentence) }
    }
}

extension [(guid: String, description: String)] {
    /// `alarm 7c1f...`, or how many.
    var sentence: String { count == 1 ? "alarm \(self[0].description)" : "\(count) alarms" }
}

extension ServedAlarm {
    /// `7c1f... (Loading bay, Dock camera 2, began ...)`.
    var sentence: String {
        let facts = [record.zoneName, record.device, record.occurredAt.map { "began \(LocalTime.text($0))" }]
        return "\(guid) (\(facts.compactMap { $0 }.joined(separator: ", ")))".printable
    }
}
