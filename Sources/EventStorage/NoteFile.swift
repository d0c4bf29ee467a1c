import Foundation

/// A small file beside a log, replaced whole: `head.note`, watermarks, what a backfill has left.
package struct NoteFile: Sendable {
    private let location: Location
    private let name: String

    private enum Location: Sendable {
        case folder(String)
        case held(HeldFolder)
    }

    /// The file of that name in an archive that is held: it is written there, or nowhere.
    package init(_ name: String, in folder: HeldFolder) {
        location = .held(folder)
        self.name = name
    }

    /// The file at `path`.
    package init(path: String) {
        location = .folder(DurableFile.folder(of: path))
        name = (path as NSString).lastPathComponent
    }

    /// Its bytes; nil where there is nothing. What is no regular file, or has more than `limit` bytes, is an error.
    package func read(limit: Int) throws(SystemError) -> [UInt8]? {
        do {
            return try folder().read(name, limit: limit)
        } catch let error where error.number == ENOENT {
            return nil
        }
    }

    /// Puts `bytes` in its place. Throws ``EventLogError/misplaced(_:)`` where the archive is not in its place, else a
    /// ``SystemError``.
    package func replace(with bytes: [UInt8]) throws {
        if case .held(let folder) = location { try folder.check() }
        try folder().replace(name, with: bytes)
    }

    /// Removes it, if it is there.
    package func remove() throws {
        if case .held(let folder) = location { try folder.check() }
        try folder().remove(name)
    }

    /// Which file has its name now; nil where there is none, or where that cannot be told.
    var identity: FileIdentity? { try? folder().identity(of: name) }

    private func folder() throws(SystemError) -> HeldFolder {
        switch location {
        case .folder(let path): try HeldFolder(path)
        case .held(let folder): folder
        }
    }
}
