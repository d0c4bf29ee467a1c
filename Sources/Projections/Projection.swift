import ArchiveEvents
import GRDB

/// A fold over the log into rows: the same code whether it catches up or rebuilds.
protocol Projection {
    init()
    /// Takes in the next event. Rows may be held back until ``save(to:)``.
    mutating func apply(_ event: RecordedEvent, in database: Database) throws
    /// Writes what was held back, in the transaction that also saves the progress.
    mutating func save(to database: Database) throws
}
