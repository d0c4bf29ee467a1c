package import ArchiveEvents
import EventStorage
import Foundation
import Projections
import TransparencyLog

/// Folds the views anew into a file beside the live one, which is then replaced in one transaction under whoever reads.
/// The log is not locked meanwhile.
package struct ViewRebuild {
    private let archive: ArchiveReader

    package init(_ archive: ArchiveReader) {
        self.archive = archive
    }

    /// Rebuilds; how many events were folded.
    package func perform(report: (Position) -> Void) throws -> Int {
        let path = archive.directory.viewsPath + ".rebuild-\(EventLog.secureRandom(4).hex)"
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let count = try ViewFold(archive.log, origin: archive.origin).write(to: path, report: report)
        let fresh = try ViewStore.open(at: path, origin: archive.origin)
        try ViewStore.open(at: archive.directory.viewsPath, origin: archive.origin).replace(with: fresh)
        return count
    }
}
