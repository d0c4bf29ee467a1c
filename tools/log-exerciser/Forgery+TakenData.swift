import TestSupport

extension Forgery {
    /// Data whose hash is put in its place, as an erasure does it, though nothing authorises that: no key is needed,
    /// no leaf changes, and all else is made right, the packing of the blocks too. And salts that do not stand as they
    /// must.
    static func takenData(of log: RewrittenLog) -> [Forgery] {
        let all = log.lines.indices
        let last = all.upperBound - 1
        return [
            taken("one event's data", log) { $0.takeData(at: [3]) },
            taken("one event's data and its salt", log) { $0.erase([3]) },
            taken("the newest event's data", log) { $0.takeData(at: [last]) },
            taken("the newest event's data and its salt", log) { $0.erase([last]) },
            taken("every other event's data", log) { $0.takeData(at: all.filter { $0 % 2 == 1 }) },
            taken("all data but the first event's", log) { $0.takeData(at: all.dropFirst()) },
            taken("all data but the first event's, and all salts", log) { $0.erase(all.dropFirst()) },
            taken("the first event's data", log) { $0.takeData(at: [0]) },
            taken("the first event's data and its salt", log) { $0.erase([0]) },
            taken("a salt, and not the data", log) { $0.forgetSalts(at: [3]) },
            taken("a seed, its salts put in its place", log) { log in
                let seed = log.salts[0]?.seed
                log.forgetSalts(at: [3])
                let kept = log.salts[0]?.salts
                log.salts[0] = RewrittenLog.Salts(seed: seed, salts: kept)
            },
        ]
    }

    private static func taken(
        _ name: String, _ log: RewrittenLog, _ change: @escaping @Sendable (inout RewrittenLog) -> Void
    ) -> Forgery {
        var forgery = Forgery(name) { database in
            var log = log
            change(&log)
            try log.write(to: database)
        }
        forgery.kind = "taken data"
        return forgery
    }
}
