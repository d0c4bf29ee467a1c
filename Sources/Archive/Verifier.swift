import ArchiveEvents
import EventStorage
package import TransparencyLog

/// Checks everything that an archive says of itself: the rows of the log, every line, and the tree over them.
///
/// It trusts nothing that is stored: each leaf is computed from its line, each tile and each root from the leaves, and
/// compared. One pass over the blocks, whatever is found on the way.
package struct Verifier {
    private let archive: ArchiveReader

    package init(_ archive: ArchiveReader) {
        self.archive = archive
    }

    /// What was found.
    package struct Report: Sendable {
        /// Events read.
        package fileprivate(set) var size: UInt64 = 0
        /// The root over them; nil where it could not be computed.
        package fileprivate(set) var root: TreeHash?
        /// What is wrong, in the order in which it was found.
        package fileprivate(set) var findings: [Finding] = []

        package var isSound: Bool { findings.isEmpty }
    }

    /// Verifies the archive; `progress` is told how many events of how many were read.
    package func verify(progress: (UInt64, UInt64) -> Void = { _, _ in }) -> Report {
        var report = Report()
        do {
            report.findings += try archive.store.integrityFindings().prefix(Self.integrityLimit).map {
                Finding(.sqlite, "log.sqlite", $0)
            }
            let head = HeadCheck(archive.directory)
            try archive.store.read { try verify($0, head, &report, progress) }
        } catch {
            report.findings.append(Finding(.unreadable, "log.sqlite", "\(error)"))
        }
        return report
    }

    private func verify(
        _ log: any StoredLog, _ head: HeadCheck, _ report: inout Report, _ progress: (UInt64, UInt64) -> Void
    ) throws {
        let total = try log.size().number
        var pass = try VerifierPass(log: log, origin: archive.origin)
        var next = Position.first
        while let block = try log.blocks(from: next, limit: 1).first {
            try pass.read(block, expected: next)
            next = max(block.end, next)
            progress(next.number, total)
        }
        try pass.finish()
        report.size = pass.size.number
        report.root = pass.root
        report.findings += pass.findings + head.findings(log)
    }

    /// SQLite lists up to a hundred faults of a broken file; a few say it all.
    private static let integrityLimit = 10
}

/// Something that is not as it should be.
package struct Finding: Sendable, Hashable {
    /// What kind of fault it is; stable, for scripts.
    package enum Code: String, Sendable {
        case sqlite, unreadable, block, position, line, time
        case streamVersion = "stream-version"
        case salt, tile, root, checkpoint, head
    }

    /// What kind of fault it is.
    package let code: Code
    /// Where: positions, or a row.
    package let place: String
    /// One sentence.
    package let message: String

    package init(_ code: Code, _ place: String, _ message: String) {
        self.code = code
        self.place = place
        self.message = message
    }
}
