package import ArchiveEvents
import Cryptography
import Foundation
import GRDB

/// One hash of all that a log makes of its views: whoever folds the same events gets the same, live or from zero, on any
/// machine.
///
/// SHA-256 over first each object of the file in the order of kinds and names: kind, a space, name, a tab, its table and its
/// SQL as SQLite's `quote` writes them with a space between, and a line feed. Then, for each table in the order of the names
/// but `progress`: its name and a line feed, then each row in the order of its primary key, its values separated by tabs and
/// closed by a line feed. An integer is written in decimal; a text as `t`, the number of its bytes in UTF-8, a colon and the
/// bytes; a blob in the same way with `b`; NULL as `n`.
package struct ViewDigest: Sendable, Hashable {
    /// 64 hexadecimal digits.
    package let hex: String
    /// The position of the next event: those before it are in the rows.
    package let position: Position

    init(_ database: Database) throws {
        position = try ViewStore.progress(database)
        var hasher = SHA256()
        let objects = try ViewObjects(database)
        for (name, definition) in objects.texts { hasher.update(Array("\(name)\t\(definition)\n".utf8)) }
        // What does not belong to the views is told by its name; its rows are nobody's.
        for table in try objects.ownTables where table != "progress" {
            hasher.update(Array("\(table)\n".utf8))
            try Self.hash(table, database, &hasher)
        }
        hex = hasher.finalize().bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }

    private static func hash(_ table: String, _ database: Database, _ hasher: inout SHA256) throws {
        let key = try database.primaryKey(table).columns.map { "\"\($0)\"" }.joined(separator: ", ")
        let rows = try Row.fetchCursor(database, sql: "SELECT * FROM \"\(table)\" ORDER BY \(key)")
        var line: [UInt8] = []
        while let row = try rows.next() {
            line.removeAll(keepingCapacity: true)
            for index in 0..<row.count { append(row[index] as DatabaseValue, to: &line) }
            line.append(UInt8(ascii: "\n"))
            hasher.update(line)
        }
    }

    private static func append(_ value: DatabaseValue, to line: inout [UInt8]) {
        if !line.isEmpty { line.append(UInt8(ascii: "\t")) }
        switch value.storage {
        case .null: line.append(UInt8(ascii: "n"))
        case .int64(let number): line.append(contentsOf: String(number).utf8)
        // No table has one.
        case .double(let number): line.append(contentsOf: "d\(number)".utf8)
        case .string(let text): append("t", Array(text.utf8), to: &line)
        case .blob(let bytes): append("b", [UInt8](bytes), to: &line)
        }
    }

    private static func append(_ mark: String, _ bytes: [UInt8], to line: inout [UInt8]) {
        line.append(contentsOf: "\(mark)\(bytes.count):".utf8)
        line.append(contentsOf: bytes)
    }
}
