/// Everything a simulated deployment ever showed, each content once, in the order in which it was first shown.
public struct GroundTruth: Sendable {
    /// One entry for each content of each record at each endpoint; for log entries, one for each occurrence.
    public private(set) var entries: [TruthEntry] = []

    private var known: [RecordName: [Int]] = [:]

    private struct RecordName: Hashable {
        let endpoint: String
        let id: String
    }

    /// Adds `entry`, unless the record had the same content there before. Entries without an id are never the same.
    mutating func note(_ entry: TruthEntry) {
        if let id = entry.id {
            let name = RecordName(endpoint: entry.endpoint, id: id)
            let isKnown = known[name, default: []].contains { entries[$0].content == entry.content }
            guard !isKnown else { return }
            known[name, default: []].append(entries.count)
        }
        entries.append(entry)
    }
}
