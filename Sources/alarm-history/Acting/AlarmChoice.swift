import AlarmHistory
import AltaOperator

/// The alarms that the command line means, as they are served now.
struct AlarmChoice {
    let client: OperatorClient
    let targets: AlarmTargets

    /// Guid of each, and for people what each of them is where that had to be looked up.
    func guids() async throws -> [(guid: String, description: String)] {
        guard let search = targets.search else { return try targets.namedGUIDs().map { ($0, $0) } }
        return try await client.choose(search).map { ($0.guid, $0.sentence) }
    }

    /// The same; of a single guid, too, what it is.
    func described() async throws -> [(guid: String, description: String)] {
        let guids = try await guids()
        guard targets.search == nil, guids.count == 1 else { return guids }
        let alarm = try await client.alarm(guids[0].guid).alarm
        return [(alarm.guid, alarm.sentence)]
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
