import Foundation
import TransparencyLog

/// `head.note`: the highest checkpoint ever signed here, outside the database. It is replaced after the commit that it
/// describes, so a crash leaves it behind the log, never ahead: a log shorter than it was rolled back.
package struct HeadNote: Sendable {
    private let file: NoteFile

    /// The note at `path`.
    package init(path: String) {
        file = NoteFile(path: path)
    }

    /// The note in an archive that is held: it is written there, or nowhere.
    package init(in folder: HeldFolder) {
        file = NoteFile("head.note", in: folder)
    }

    /// The note, if there is one.
    package func read() throws -> String? {
        do {
            return try file.read(limit: SignedNote.sizeLimit).map { String(decoding: $0, as: UTF8.self) }
        } catch {
            // No writer of ours leaves such a thing there.
            if [EFBIG, EISDIR, ELOOP, EINVAL].contains(error.number) {
                throw EventLogError.damaged("head.note is no file that a checkpoint could be in (\(error))")
            }
            throw EventLogError.storage("\(error); \(error.advice)")
        }
    }

    /// Puts `note` in the place of the old one: whoever looks finds the one or the other, whole.
    package func replace(with note: String) throws {
        do {
            try file.replace(with: Array(note.utf8))
        } catch let error as EventLogError {
            throw error
        } catch {
            throw EventLogError.failing("head.note could not be replaced (\(error))")
        }
    }

    /// Which file has its name now.
    var identity: FileIdentity? { file.identity }
}
