package import ArchiveEvents
import EventStorage
import Foundation
package import Projections
import TransparencyLog

/// Folds the views anew into a file beside the live one. The log is not locked meanwhile.
package struct ViewRebuild {
    private let archive: ArchiveReader

    package init(_ archive: ArchiveReader) {
        self.archive = archive
    }

    /// Replaces the live rows in one transaction under whoever reads; how many events were folded.
    package func perform(report: (Position) -> Void) throws -> Int {
        try withFreshViews(report) { fresh, count in
            // So that readers of the live rows are not taken back behind what those knew already.
            try fresh.catchUp(with: archive.log)
            try ViewStore.open(at: archive.directory.viewsPath, origin: archive.origin).replace(with: fresh)
            return count
        }
    }

    /// The same rows twice: as they were kept up, and made anew.
    package struct Comparison: Sendable {
        package let live: ViewDigest
        package let rebuilt: ViewDigest

        package var isSame: Bool { live == rebuilt }
    }

    /// Brings the live rows up to the log and compares them with new ones, which are thrown away.
    package func compare(report: (Position) -> Void) throws -> Comparison {
        try withFreshViews(report) { fresh, _ in
            let live = try archive.currentViews().digest()
            // The log may have gone on meanwhile, and the live rows with it.
            try fresh.catchUp(with: archive.log, until: live.position)
            return Comparison(live: live, rebuilt: try fresh.digest())
        }
    }

    private static let mark = ".rebuild-"

    /// Files of rebuilds that were killed: their names hold the process.
    private func removeAbandoned() {
        let views = archive.directory.viewsPath as NSString
        let folder = views.deletingLastPathComponent
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where name.hasPrefix(views.lastPathComponent + Self.mark) {
            let process = name.dropFirst(views.lastPathComponent.count + Self.mark.count).prefix { $0.isNumber }
            guard let process = pid_t(process), kill(process, 0) != 0, errno == ESRCH else { continue }
            try? FileManager.default.removeItem(atPath: (folder as NSString).appendingPathComponent(name))
        }
    }

    private func withFreshViews<Value>(
        _ report: (Position) -> Void, _ body: (ViewStore, Int) throws -> Value
    ) throws -> Value {
        guard FileManager.default.isWritableFile(atPath: archive.directory.path) else {
            throw ViewError.unwritable(archive.directory.path)
        }
        removeAbandoned()
        let path = archive.directory.viewsPath + "\(Self.mark)\(getpid())-\(EventLog.secureRandom(4).hex)"
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let count = try ViewFold(archive.log, origin: archive.origin).write(to: path, report: report)
        return try body(try ViewStore.open(at: path, origin: archive.origin), count)
    }
}
