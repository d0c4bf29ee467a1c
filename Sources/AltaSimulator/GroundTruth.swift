/// Everything a simulated deployment ever showed, each content once, in the order in which it was first shown.
public struct GroundTruth: Sendable {
    /// One entry for each content of each record at each endpoint; for log entries, one for each occurrence. All of it
    /// was shown in an answer that every client can read.
    public private(set) var entries: [TruthEntry] = []
    /// What was shown in an answer that a fault of its delivery has spoiled: an archive may hold it or not. Part of it
    /// may stand among the entries, too, if it was shown again.
    public private(set) var doubtful: [TruthEntry] = []

    private var known: [RecordName: [Int]] = [:]
    private var knownDoubtful: [RecordName: [Int]] = [:]

    private struct RecordName: Hashable {
        let endpoint: String
        let name: String
    }

    /// Adds `entry`, unless the record had the same content there before. `place` tells records without an id apart.
    mutating func note(_ entry: TruthEntry, as place: String, isDoubtful: Bool) {
        let name = RecordName(endpoint: entry.endpoint, name: entry.id ?? place)
        if isDoubtful {
            guard !(knownDoubtful[name] ?? []).contains(where: { doubtful[$0].content == entry.content }) else {
                return
            }
            knownDoubtful[name, default: []].append(doubtful.count)
            doubtful.append(entry)
        } else {
            guard !(known[name] ?? []).contains(where: { entries[$0].content == entry.content }) else { return }
            known[name, default: []].append(entries.count)
            entries.append(entry)
        }
    }
}
