/// The log of one zone, oldest entry first.
struct ZoneLog: Sendable {
    private(set) var entries: [ZoneLogEntry] = []

    /// Appends `entry`. Its time is not before that of the last entry.
    mutating func append(_ entry: ZoneLogEntry) {
        var entry = entry
        if entries.last?.time == entry.time {
            let neighbours = entries.reversed().prefix { $0.time == entry.time }
            entry.occurrence = neighbours.count { $0.says(sameAs: entry) } + 1
        }
        entries.append(entry)
    }

    /// The positions of the entries from `cutoff` on, newest first.
    func newest(since cutoff: Milliseconds) -> some Sequence<Int> {
        entries.indices.reversed().prefix { entries[$0].time >= cutoff }
    }
}
