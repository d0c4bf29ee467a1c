import GRDBSQLite

/// The version of the SQLite library that the program runs with.
package struct SQLiteVersion: Comparable, Sendable, CustomStringConvertible {
    /// As SQLite counts: 3037000 for 3.37.0.
    private let number: Int

    /// The library that is loaded.
    package static var current: SQLiteVersion { SQLiteVersion(number: Int(sqlite3_libversion_number())) }

    /// The tables are STRICT, which 3.37.0 brought.
    package static let minimum = SQLiteVersion(number: 3_037_000)

    package static func < (one: SQLiteVersion, other: SQLiteVersion) -> Bool { one.number < other.number }

    package var description: String { "\(number / 1_000_000).\(number / 1000 % 1000).\(number % 1000)" }
}
