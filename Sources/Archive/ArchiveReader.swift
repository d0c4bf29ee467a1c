package import AlarmHistory
import ArchiveEvents
package import EventStorage
import Foundation

/// An archive opened to be looked at, whether its writer runs or not.
package struct ArchiveReader: Sendable {
    package let directory: ArchiveDirectory
    package let store: SQLiteBlockStore
    package let log: LogReader
    /// The log's name.
    package let origin: String

    /// Opens the archive in `directory`.
    package init(_ directory: ArchiveDirectory) throws {
        try directory.requireArchive()
        self.directory = directory
        store = try SQLiteBlockStore.open(at: directory.logPath, access: .reading)
        log = LogReader(store)
        origin = try log.origin()
    }
}

extension ArchiveReader {
    /// When each target of those deployments was last looked at completely, as their pollers noted it.
    package func watermarks(of deployments: Set<String>) throws -> Watermarks {
        let size = try log.size()
        return deployments.reduce(into: Watermarks()) { $0.merge(note(of: $1, size)) }
    }

    /// How much of its request budget a deployment's polling used when that was noted last; nil where it never was.
    package func requestUse(of deployment: String) throws -> RequestUse? {
        note(of: deployment, try log.size()).requests
    }

    /// The look whose answer a deployment's polling awaited for too long when that was noted last; nil where there was none.
    package func pendingLook(of deployment: String) throws -> PendingLook? {
        note(of: deployment, try log.size()).pending
    }

    private func note(of deployment: String, _ size: Position) -> Watermarks {
        let name = ArchiveDirectory.watermarksName(of: deployment)
        guard let bytes = try? NoteFile(path: directory.file(name)).read(limit: Watermarks.sizeLimit) else {
            return Watermarks()
        }
        return Watermarks(encoded: bytes, logSize: size)
    }
}
