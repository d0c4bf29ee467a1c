package import ArchiveEvents
import Foundation
import GRDBSQLite

extension SQLiteBlockStore {
    /// Time of the last event in the log at `path`; nil where there is none, or where it cannot be read without leaving
    /// files beside the log.
    ///
    /// Where a writer runs, its write-ahead log is read along. Else the file alone is read, as one that nobody changes.
    package static func lastTime(at path: String) -> Instant? {
        if ["-wal", "-shm"].allSatisfy({ FileManager.default.fileExists(atPath: path + $0) }) {
            guard let store = try? open(at: path, access: .reading) else { return nil }
            defer { try? store.close() }
            return (try? LogReader(store).lastTime()) ?? nil
        }
        return unchangingLastTime(path)
    }

    /// SQLite makes no `-shm` file for a database that is declared never to change.
    private static func unchangingLastTime(_ path: String) -> Instant? {
        let name = path.utf8.map { Self.plain.contains($0) ? String(UnicodeScalar($0)) : "%" + Self.hex($0) }.joined()
        var connection: OpaquePointer?
        defer { sqlite3_close(connection) }
        let flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
        guard sqlite3_open_v2("file:\(name)?immutable=1", &connection, flags, nil) == SQLITE_OK else { return nil }
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        let sql = "SELECT last_time FROM block ORDER BY first_position DESC LIMIT 1"
        guard sqlite3_prepare_v2(connection, sql, -1, &statement, nil) == SQLITE_OK,
            sqlite3_step(statement) == SQLITE_ROW
        else { return nil }
        return Instant(milliseconds: sqlite3_column_int64(statement, 0)).writable
    }

    /// Bytes that mean nothing in a URI.
    private static let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)

    private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}
