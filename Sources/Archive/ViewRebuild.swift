package import ArchiveEvents
import EventStorage
import Foundation
package import Projections
import TransparencyLog

/// Folds the views anew from the log, which is not locked meanwhile.
package struct ViewRebuild {
    private let archive: ArchiveReader

    package init(_ archive: ArchiveReader) {
        self.archive = archive
    }

    /// Replaces the live rows in one transaction under whoever reads; how many events were folded. `note` is told what was
    /// moved out of the way.
    package func perform(report: (Position) -> Void, note: (String) -> Void = { _ in }) throws -> Int {
        try withFreshFile(report) { fresh, count in
            // So that readers of the live rows are not taken back behind what those knew already.
            try fresh.catchUp(with: archive.log)
            let live = try ViewStore.open(at: archive.directory.viewsPath, origin: archive.origin, patience: .rebuild)
            if let remark = live.remark { note(remark) }
            try live.replace(with: fresh)
            // What the live rows took in meanwhile was replaced, too.
            try live.catchUp(with: archive.log)
            return count
        }
    }

    /// The same views twice: as they were kept up, and made anew.
    package struct Comparison: Sendable {
        package let live: ViewDigest
        package let rebuilt: ViewDigest
        /// What is wrong with the live file besides its rows: each object that is not as this program makes it, and what
        /// SQLite finds, such as an index that does not show its table's rows.
        package let findings: [String]
        /// Why nothing follows from a comparison with the log: it is not sound. Nil where it is.
        package fileprivate(set) var logProblem: String?

        package var isSame: Bool { live == rebuilt && findings.isEmpty }
        /// Whether the views are what a sound log makes of them.
        package var isProven: Bool { isSame && logProblem == nil }
    }

    /// Compares the live file with views made anew, which are thrown away, and verifies the log that both were made from:
    /// views of a log from which data was taken away are no less alike. `report` and `verifying` are told how far each is.
    package func compare(
        report: (Position) -> Void, verifying: (UInt64, UInt64) -> Void = { _, _ in }
    ) throws -> Comparison {
        var comparison = try compared(report)
        let log = Verifier(archive).verify(progress: verifying)
        if log.findings.isEmpty, let failure = log.failure { throw failure }
        if let first = log.findings.first {
            let count = log.findings.count + log.unlisted
            comparison.logProblem =
                "the log is not sound (\(count) findings; \(first.place): \(first.message)); `alarm-history verify` lists them"
        }
        return comparison
    }

    /// The live file is brought up to the log before, where that can be, unless objects were changed: nothing is mended
    /// here before it was seen.
    private func compared(_ report: (Position) -> Void) throws -> Comparison {
        let asItIs = try? ViewStore.openAsItIs(at: archive.directory.viewsPath)
        if let asItIs, (try? asItIs.isOf(archive.origin)) == true, try !asItIs.objectFindings().isEmpty {
            return try compare(asItIs, report)
        }
        return try compare(archive.currentViews().requireFile(), report)
    }

    /// Compares open views with what the log makes of the events that are in them.
    private func compare(_ live: ViewStore, _ report: (Position) -> Void) throws -> Comparison {
        let findings = try live.objectFindings() + live.integrityFindings()
        let found = try live.digest()
        guard try found.position <= archive.log.size() else {
            throw ViewError.unusable(archive.directory.viewsPath)
        }
        let rebuilt = try withFreshViews(until: found.position, report) { try $0.digest() }
        return Comparison(live: found, rebuilt: rebuilt, findings: findings)
    }

    /// Calls `body` with the rows that the events before `end` make: in a file beside the live one, or in memory where
    /// there is no room for one.
    private func withFreshViews<Value>(
        until end: Position, _ report: (Position) -> Void, _ body: (ViewStore) throws -> Value
    ) throws -> Value {
        do {
            return try withFreshFile(until: end, report) { fresh, _ in
                try fresh.catchUp(with: archive.log, until: end)
                return try body(fresh)
            }
        } catch ViewError.unwritable, ViewError.unavailable(_, .full, _) {
            return try body(
                ViewStore.inMemory(foldedFrom: archive.log, origin: archive.origin, until: end, report: report))
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

    private func withFreshFile<Value>(
        until end: Position? = nil, _ report: (Position) -> Void, _ body: (ViewStore, Int) throws -> Value
    ) throws -> Value {
        guard DurableFile.canMakeFiles(besides: archive.directory.viewsPath) else {
            throw ViewError.unwritable(archive.directory.path)
        }
        removeAbandoned()
        let path = archive.directory.viewsPath + "\(Self.mark)\(getpid())-\(EventLog.secureRandom(4).hex)"
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let count = try ViewFold(archive.log, origin: archive.origin, until: end).write(to: path, report: report)
        return try body(try ViewStore.open(at: path, origin: archive.origin), count)
    }
}
