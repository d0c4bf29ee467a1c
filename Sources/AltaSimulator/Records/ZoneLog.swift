/// The log of one zone, oldest entry first.
struct ZoneLog: Sendable {
    private(set) var entries: [ZoneLogEntry] = []

    /// The latest time of an entry; not always that of the last one, since the server's clock may be set back.
    private var latest = Milliseconds.min

    /// Appends `entry`, and counts how often the same is there already.
    mutating func append(_ entry: ZoneLogEntry) {
        var entry = entry
        if entry.time <= latest {
            entry.occurrence = entries.count { $0.time == entry.time && $0.says(sameAs: entry) } + 1
        }
        latest = max(latest, entry.time)
        entries.append(entry)
    }

    /// The positions of the entries from `cutoff` on, newest first.
    func newest(since cutoff: Milliseconds) -> some Sequence<Int> {
        entries.indices.reversed().prefix { entries[$0].time >= cutoff }
    }
}
