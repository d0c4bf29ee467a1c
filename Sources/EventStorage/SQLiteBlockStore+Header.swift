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

    /// Bytes, as SQLite's file format has it.
    private static let headerSize = 100
}
