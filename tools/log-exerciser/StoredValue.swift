import Foundation
import GRDB

/// One value of one row of the log's tables, which a bit of can be turned over.
struct StoredValue {
    let table: Table
    let column: String
    private let key: [DatabaseValue]
    private let value: DatabaseValue

    /// A table with the columns that name a row of it.
    struct Table {
        let name: String
        let key: [String]

        /// All tables of the log.
        static let all = [
            Table(name: "block", key: ["first_position"]), Table(name: "salt", key: ["run"]),
            Table(name: "tile", key: ["level", "number"]), Table(name: "checkpoint", key: ["size"]),
            Table(name: "stream", key: ["subject_hash"]),
        ]
    }

    /// Every value of every row.
    static func all(_ database: Database) throws -> [StoredValue] {
        try Table.all.flatMap { table in
            try Row.fetchAll(database, sql: "SELECT * FROM \(table.name)").flatMap { row in
                row.columnNames.map { column in
                    StoredValue(table: table, column: column, key: table.key.map { row[$0] }, value: row[column])
                }
            }
        }
    }

    /// How many bits there are to be turned over; a value that is missing counts as one, which puts something there.
    var bitCount: Int {
        switch value.storage {
        case .null: 1
        case .int64, .double: 64
        case .string(let text): 8 * text.utf8.count
        case .blob(let bytes): 8 * bytes.count
        }
    }

    /// `block.body of 12`.
    var name: String { "\(table.name).\(column) of \(key.map { $0.description.lowercased() }.joined(separator: "/"))" }

    /// Stores the value with one bit turned over. A row that has the same key by then is replaced.
    func flip(_ bit: Int, in database: Database) throws {
        let place = table.key.map { "\($0) = ?" }.joined(separator: " AND ")
        let (expression, changed) = flipped(bit)
        try database.execute(
            sql: "UPDATE OR REPLACE \(table.name) SET \(column) = \(expression) WHERE \(place)",
            arguments: StatementArguments([changed] + key))
    }

    /// As an expression of SQL and its argument: text goes in as bytes, since a flipped bit may leave no UTF-8.
    private func flipped(_ bit: Int) -> (String, DatabaseValue) {
        switch value.storage {
        case .null: ("?", Data([1]).databaseValue)
        case .int64(let number): ("?", (number ^ (1 << Int64(bit))).databaseValue)
        case .double(let number): ("?", (-number).databaseValue)
        case .string(let text): ("CAST(? AS TEXT)", Data(text.utf8).flipped(bit).databaseValue)
        case .blob(let bytes): ("?", bytes.flipped(bit).databaseValue)
        }
    }
}
