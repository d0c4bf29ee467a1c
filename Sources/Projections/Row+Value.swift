import ArchiveEvents
import GRDB

/// Values of a file that anyone may have changed: what is of another kind than its table allows is an error, never a trap.
extension Row {
    /// The value of a column; throws where it is of another kind.
    func value<Value: DatabaseValueConvertible>(_ column: String) throws -> Value {
        try decode(Value.self, forColumn: column)
    }

    /// The value of a column, by its index.
    func value<Value: DatabaseValueConvertible>(_ index: Int) throws -> Value {
        try decode(Value.self, atIndex: index)
    }

    /// A time; throws where no calendar has it.
    func time(_ column: String) throws -> Instant { try Self.checked(Instant(milliseconds: value(column))) }

    /// A time, or none.
    func optionalTime(_ column: String) throws -> Instant? {
        try (value(column) as Int64?).map { try Self.checked(Instant(milliseconds: $0)) }
    }

    /// A time, by the column's index.
    func time(_ index: Int) throws -> Instant { try Self.checked(Instant(milliseconds: value(index))) }

    /// A time, or none, by the column's index.
    func optionalTime(_ index: Int) throws -> Instant? {
        try (value(index) as Int64?).map { try Self.checked(Instant(milliseconds: $0)) }
    }

    /// A position, or none, by the column's index.
    func optionalPosition(_ index: Int) throws -> Position? { try (value(index) as UInt64?).map { Position($0) } }

    /// A position; throws where it is below zero.
    func position(_ column: String) throws -> Position { Position(try value(column)) }

    /// A count; throws where no archive can have so many, so that sums of counts cannot overflow.
    func count(_ column: String) throws -> Int { try Self.checkedCount(value(column)) }

    /// A count, by the column's index.
    func count(_ index: Int) throws -> Int { try Self.checkedCount(value(index)) }

    private static func checked(_ time: Instant) throws -> Instant {
        guard time.isWritable else { throw ViewError.damaged("a time that no calendar has") }
        return time
    }

    private static func checkedCount(_ count: Int64) throws -> Int {
        guard (0...ViewStore.mostOfAnything).contains(count) else { throw ViewError.damaged("a count that cannot be") }
        return Int(count)
    }
}
