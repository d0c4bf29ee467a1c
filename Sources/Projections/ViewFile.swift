import ArchiveEvents
import EventStorage
import Foundation
import GRDBSQLite

/// What lies where the views belong, before it is opened as what it should be: opening would block on a FIFO, follow a
/// link, or make tables in another program's database.
struct ViewFile {
    let path: String

    /// What lies there.
    enum Content: Equatable {
        /// No file, or one without anything in it.
        case nothing
        /// A file of views, of any version and of any log, damaged or not.
        case own
        /// Something else; what it is, in words.
        case foreign(String)
    }

    /// What lies there, as far as it can be told. Throws ``ViewError/obstructed(_:_:)`` where nothing of ours can lie, since
    /// one of the names is taken by something that is no file.
    func content() throws -> Content {
        guard try exists(), let stamp = try FileStamp(path) else { return .nothing }
        guard DurableFile.allows(R_OK | W_OK, at: path) else {
            return .foreign("a file that may not be read and written")
        }
        return stamp.size == 0 ? .nothing : try ViewIdentity.content(of: path)
    }

    /// Whether a file lies there. Throws ``ViewError/obstructed(_:_:)`` like ``content()``.
    func exists() throws -> Bool {
        for name in Self.names(path) {
            guard let stamp = try FileStamp(name), !stamp.isRegular else { continue }
            throw ViewError.obstructed(name, stamp.kind)
        }
        return try FileStamp(path) != nil
    }

    /// Makes the empty file that SQLite then fills, for the folder's owner.
    func make() throws {
        if try FileStamp(path) == nil {
            do {
                try DurableFile.makeEmpty(path)
            } catch  where error.number == EEXIST {
                // Another process was faster.
            }
        }
    }

    /// Gives what lies there another name, so that it is neither changed nor lost, and returns that name.
    func setAside() throws -> String {
        for number in 1...Self.mostSetAside {
            let other = "\(path).set-aside-\(number)"
            guard try FileStamp(other) == nil else { continue }
            try move(to: other)
            return other
        }
        throw ViewError.obstructed(path, "a file to be set aside, besides \(Self.mostSetAside) that were")
    }

    /// Removes a file of ours. The main file first: without it, what lies beside it is nothing to SQLite.
    func remove() {
        for name in Self.names(path) { unlink(name) }
    }

    /// The companions first: a database without them is not whole.
    private func move(to other: String) throws {
        var moved: [(from: String, to: String)] = []
        do {
            for (from, to) in zip(Self.names(path), Self.names(other)).reversed() where try FileStamp(from) != nil {
                try DurableFile.rename(from, to: to)
                moved.append((from, to))
            }
        } catch {
            for names in moved { try? DurableFile.rename(names.to, to: names.from) }
            throw ViewError.unavailable(path, .unwritable, "\(error)")
        }
    }

    /// The file and all that SQLite may keep beside it.
    static func names(_ path: String) -> [String] { ["", "-wal", "-shm", "-journal"].map { path + $0 } }

    /// So many that what happens again and again does not fill the disk.
    private static let mostSetAside = 16
}

/// Tells our files of views from those of other programs, without writing anything.
enum ViewIdentity {
    /// "ALVW": which program's file this is (SQLite's header, offset 68).
    static let applicationID: Int64 = 0x414C_5657

    /// What the file at `path` is, which has some bytes.
    static func content(of path: String) throws -> ViewFile.Content {
        // Immutable: no lock is waited for, and nothing made beside the file. What it says of itself does not change.
        let content = try content(of: path, "immutable=1")
        let hasMore = try FileStamp(path + "-wal").map { $0.size > 0 } ?? false
        // The first tables of a file of an older version may stand in its write-ahead log alone.
        return content == .nothing && hasMore ? try self.content(of: path, "mode=ro") : content
    }

    private static func content(of path: String, _ parameter: String) throws -> ViewFile.Content {
        var opened: OpaquePointer?
        let location = "file:\(DetachedFile.escaped(path))?\(parameter)"
        let code = sqlite3_open_v2(location, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nil)
        defer { sqlite3_close_v2(opened) }
        guard code == SQLITE_OK, let opened else { return try foreign(code, path) }
        do {
            switch try number("PRAGMA application_id", opened) {
            case applicationID: return .own
            case 0: break
            default: return .foreign("an SQLite file of another program")
            }
            if try number("SELECT count(*) FROM sqlite_schema", opened) == 0 { return .nothing }
            // Before version 6 the files had no application_id.
            return try number(ownProgress, opened) == 3 ? .own : .foreign("an SQLite file of another program")
        } catch {
            return try foreign(error.code, path)
        }
    }

    private static let ownProgress = """
        SELECT count(*) FROM pragma_table_info('progress') WHERE name IN ('origin', 'version', 'position')
          AND EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'v1_alarms' OR name = 'alarm_source')
        """

    private static func foreign(_ code: Int32, _ path: String) throws -> ViewFile.Content {
        switch code & 0xFF {
        case SQLITE_NOTADB: return .foreign("no SQLite file")
        case SQLITE_CORRUPT: return .foreign("a damaged SQLite file that does not say whose it is")
        default: throw ViewError.unavailable(path, .init(code), String(cString: sqlite3_errstr(code)))
        }
    }

    private struct Failure: Error {
        let code: Int32
    }

    private static func number(_ sql: String, _ connection: OpaquePointer) throws(Failure) -> Int64 {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        let code = sqlite3_prepare_v2(connection, sql, -1, &statement, nil)
        guard code == SQLITE_OK else { throw Failure(code: code) }
        let step = sqlite3_step(statement)
        guard step == SQLITE_ROW else { throw Failure(code: step) }
        return sqlite3_column_int64(statement, 0)
    }
}
