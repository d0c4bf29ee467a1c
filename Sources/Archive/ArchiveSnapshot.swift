import EventStorage
package import TransparencyLog

/// A copy of the log in one file, made while its writer goes on, which has its name only once it is verified.
package struct ArchiveSnapshot {
    private let archive: ArchiveReader

    package init(_ archive: ArchiveReader) {
        self.archive = archive
    }

    /// What was copied.
    package struct Summary: Sendable {
        /// Events in the copy.
        package let size: UInt64
        /// The root over them.
        package let root: TreeHash
        /// Bytes of the file.
        package let bytes: Int
    }

    /// Makes the copy at `path`, where there must be nothing.
    package func write(to path: String, progress: CopyProgress = { _, _, _ in }) throws -> Summary {
        let file = try StagedFile(path: path)
        let report = try LogCopy(of: archive.store, in: file).perform(progress)
        let bytes = file.size
        try file.finish()
        return Summary(size: report.size, root: report.root, bytes: bytes)
    }
}

/// What a copy is at, and how far: pages copied, then events verified, of how many.
package typealias CopyProgress = (CopyStep, UInt64, UInt64) -> Void

/// The two halves of making a copy.
package enum CopyStep: Sendable {
    case copying, verifying
}

/// A log that is copied into a staged file, made durable there, and verified: the copy, not what it was made from.
struct LogCopy {
    private let source: SQLiteBlockStore
    private let file: StagedFile

    init(of source: SQLiteBlockStore, in file: StagedFile) {
        self.source = source
        self.file = file
    }

    /// Throws where the copy is not sound.
    func perform(_ progress: CopyProgress) throws -> (size: UInt64, root: TreeHash) {
        do {
            try source.copy(to: file.stagedPath) { progress(.copying, $0, $1) }
        } catch EventLogError.diskFull {
            throw ArchiveError.unusable("there is no room for \(file.path); make room, or name a file on another disk")
        } catch EventLogError.storage(let what), EventLogError.failing(let what), EventLogError.inaccessible(let what) {
            throw ArchiveError.unusable("the log could not be copied to \(file.path): \(what); check the disks")
        }
        try file.sync()
        let report = try Verifier(copyAt: file.stagedPath).verify { progress(.verifying, $0, $1) }
        if report.findings.isEmpty, let failure = report.failure { throw failure }
        guard report.isSound, let root = report.root else { throw UnsoundCopy(path: file.path, report: report) }
        return (report.size, root)
    }
}

/// A copy of a log that does not verify, and was not kept.
package struct UnsoundCopy: Error, CustomStringConvertible {
    let path: String
    let report: Verifier.Report

    /// What happened and what to do.
    package var description: String {
        let first = report.findings.first.map { "\($0.place): \($0.message)" } ?? "its root is unknown"
        return
            "\(path) was not written, for the log does not verify (\(report.findings.count + report.unlisted) findings; \(first)); "
            + "`alarm-history verify` lists them; use another copy of the log"
    }
}
