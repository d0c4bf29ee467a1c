package import ArchiveEvents
package import TransparencyLog

/// Salts in the order of the positions, each run's row read once.
package struct SaltReader {
    private let log: any StoredLog
    private var current: (run: UInt64, salts: RunSalts)?

    package init(_ log: any StoredLog) {
        self.log = log
    }

    /// The leaf of an event; nil where its salt is gone.
    package mutating func leaf(of event: RecordedEvent) throws -> TreeHash? {
        try salts(at: event.position)?.leaf(of: event)
    }

    mutating func salt(of position: Position) throws -> [UInt8] {
        guard let salt = try salts(at: position)?.salt(of: position) else {
            throw EventLogError.damaged("the salt of event \(position) is missing")
        }
        return salt
    }

    private mutating func salts(at position: Position) throws -> RunSalts? {
        let run = RunSalts.run(of: position)
        if let current, current.run == run { return current.salts }
        guard let salts = try log.salts(ofRun: run) else { return nil }
        current = (run, salts)
        return salts
    }
}
