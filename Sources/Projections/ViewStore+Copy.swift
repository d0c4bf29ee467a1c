package import ArchiveEvents
import GRDB

extension ViewStore {
    /// Writes a copy of all rows to `path`, an empty file or none: one file, as small as can be, that needs no write-ahead log
    /// beside it. Returns the position that it stands at.
    package func copy(to path: String) throws -> Position {
        do {
            return try ViewError.naming(path) {
                try queue.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) }
                return try ViewStore.openReadOnly(at: path).progress()
            }
        } catch let error as DatabaseError {
            throw ViewCopyFailure(message: error.message ?? "\(error.resultCode)")
        }
    }
}

/// Why the views could not be copied.
package struct ViewCopyFailure: Error, CustomStringConvertible {
    let message: String

    package var description: String {
        "the views could not be copied: \(message); make room, check the disk, or name a file on another one"
    }
}
