package import ArchiveEvents
package import TransparencyLog

/// The salts of one run, kept while the positions go through it: each row is read once.
package struct SaltCache: Sendable {
    private var current: (run: UInt64, salts: RunSalts)?

    package init() {}

    /// The leaf of an event; nil where its salt is gone.
    package mutating func leaf(of event: RecordedEvent, _ log: any StoredLog) throws -> TreeHash? {
        try salts(at: event.position, log)?.leaf(of: event)
    }

    /// Makes a run's seed, and stores it.
    mutating func begin(_ run: UInt64, _ random: (Int) -> [UInt8], _ log: any WritableLog) throws {
        let seed = random(Leaf.seedSize)
        try log.insertSeed(seed, forRun: run)
        current = (run, .seed(seed))
    }

    /// The salts of the run of `position`.
    mutating func salts(ofEventsAt position: Position, _ log: any StoredLog) throws -> RunSalts {
        guard let salts = try salts(at: position, log) else {
            throw EventLogError.damaged("the salts of the run of event \(position) are missing")
        }
        return salts
    }

    private mutating func salts(at position: Position, _ log: any StoredLog) throws -> RunSalts? {
        let run = RunSalts.run(of: position)
        if let current, current.run == run { return current.salts }
        guard let salts = try log.salts(ofRun: run) else { return nil }
        current = (run, salts)
        return salts
    }
}
