import Foundation
import TransparencyLog

/// `head.note`: the highest checkpoint ever signed here, outside the database. It is replaced after the commit that it
/// describes, so a crash leaves it behind the log, never ahead: a log shorter than it was rolled back.
package struct HeadNote: Sendable {
    private let path: String

    package init(path: String) {
        self.path = path
    }

    /// The note, if there is one.
    package func read() throws -> String? {
        do {
            return try DurableFile.read(path, limit: SignedNote.sizeLimit).map { String(decoding: $0, as: UTF8.self) }
        } catch {
            // No writer of ours leaves such a thing there.
            if [EFBIG, EISDIR, ELOOP].contains(error.number) {
                throw EventLogError.damaged("head.note is no file that a checkpoint could be in (\(error))")
            }
            throw EventLogError.storage("\(error); \(error.advice)")
        }
    }

    /// Puts `note` in the place of the old one: whoever looks finds the one or the other, whole.
    package func replace(with note: String) throws {
        do {
            try DurableFile.replace(path, with: Array(note.utf8))
        } catch {
            throw EventLogError.storage("head.note could not be replaced (\(error))")
        }
    }
}
