package import AlarmHistory
import ArchiveEvents
package import EventStorage
import Foundation
package import Projections

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

    /// The views, brought up to the log where they can be written; `report` is told how far that is.
    package func currentViews(report: (UInt64) -> Void = { _ in }) throws -> ViewStore {
        let isWritable = [directory.path, directory.viewsPath].allSatisfy { path in
            !FileManager.default.fileExists(atPath: path) || FileManager.default.isWritableFile(atPath: path)
        }
        guard isWritable else { return try ViewStore.openReadOnly(at: directory.viewsPath, origin: origin) }
        let views = try ViewStore.open(at: directory.viewsPath, origin: origin)
        let behind = try log.size().number - min(try log.size().number, try views.progress().number)
        if behind > Self.rebuildsBeyond, try views.progress() == .first {
            _ = try ViewRebuild(self).perform { report($0.number) }
        }
        try views.catchUp(with: log) { report($0.number) }
        return views
    }

    /// Events of a log that views begin anew with, from which on they are made at once, on all cores.
    private static let rebuildsBeyond: UInt64 = 20_000
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

    private func note(of deployment: String, _ size: Position) -> Watermarks {
        let name = ArchiveDirectory.watermarksName(of: deployment)
        guard let bytes = try? NoteFile(path: directory.file(name)).read(limit: Watermarks.sizeLimit) else {
            return Watermarks()
        }
        return Watermarks(encoded: bytes, logSize: size)
    }
}
