import Foundation

extension SQLiteBlockStore {
    /// Throws unless the file at `path` begins like a log of this program. Nothing is opened as a database, so that no
    /// file comes to lie beside it.
    package static func checkHeader(_ path: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else { throw SystemError(path) }
        defer { try? file.close() }
        let header = [UInt8](try file.read(upToCount: headerSize) ?? Data())
        guard header.count == headerSize, header.starts(with: Array("SQLite format 3\0".utf8)) else {
            throw EventLogError.notALog("\(path) is no alarm archive")
        }
        func number(at offset: Int) -> Int {
            header[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
        }
        try checkIdentity(application: number(at: 68), version: number(at: 60), path)
    }

    /// Whether the file at `path` says that it has a write-ahead log, and none with anything in it lies beside it. That is
    /// so of an archive that was closed in order, and of a file that was copied alone while the archiver ran: what had
    /// not been flushed by then is missing from that one. Ask before the file is opened, for SQLite makes an empty one.
    package static func lacksWriteAheadLog(_ path: String) -> Bool {
        let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard let file = FileHandle(forReadingAtPath: path) else { return false }
        defer { try? file.close() }
        let header = [UInt8]((try? file.read(upToCount: headerSize)) ?? Data())
        // Offset 18, the file format's write version: 1 is a rollback journal, 2 a write-ahead log.
        guard header.count == headerSize, header[18] == 2 else { return false }
        let size = try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int
        return (size ?? 0) == 0
    }

    /// Bytes, as SQLite's file format has it.
    private static let headerSize = 100
}
