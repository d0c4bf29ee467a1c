import ArchiveEvents
import EventStorage
package import TransparencyLog

/// Checks everything that an archive says of itself: the file, the rows of the log, every line, and the tree over them.
///
/// It trusts nothing that is stored: each leaf is computed from its line, each tile and each root from the leaves, and
/// compared. One pass over the blocks on all cores, whatever is found on the way, in memory that does not grow with the
/// archive. No transaction stays open for long, so the archiver may go on meanwhile.
package struct Verifier {
    private let store: SQLiteBlockStore
    private let headNotePath: String?

    /// The log of an archive, held against its `head.note`.
    package init(_ archive: ArchiveReader) {
        store = archive.store
        headNotePath = archive.directory.headNotePath
    }

    /// A log's file by itself: a snapshot.
    package init(logAt path: String) throws {
        store = try SQLiteBlockStore.open(at: path, access: .reading)
        headNotePath = nil
    }

    /// What was found.
    package struct Report: Sendable {
        /// Events read.
        package fileprivate(set) var size: UInt64 = 0
        /// The root over them; nil where it could not be computed.
        package fileprivate(set) var root: TreeHash?
        /// What is wrong, in the order in which it was found.
        package fileprivate(set) var findings: [Finding] = []
        /// How much more is wrong than is listed.
        package fileprivate(set) var unlisted = 0

        package var isSound: Bool { findings.isEmpty }
    }

    /// Verifies everything; `progress` is told how many events of how many were read.
    ///
    /// `checkpoints` are notes that were kept elsewhere, with the names by which findings call them: the log must hold
    /// the events that they sign.
    package func verify(
        against checkpoints: [(name: String, note: String)] = [], streamLimit: Int? = nil,
        progress: (UInt64, UInt64) -> Void = { _, _ in }
    ) -> Report {
        report { report in
            report.findings += try store.integrityFindings().prefix(Self.integrityLimit).map {
                Finding(.sqlite, "log.sqlite", $0)
            }
            let head = HeadCheck(headNotePath)
            var pass = try begin(checkpoints, streamLimit, &report)
            defer {
                report.findings += pass.findings
                report.unlisted = pass.unlisted
            }
            let total = try store.read { try $0.size() }
            while pass.next < total {
                let start = pass.next
                try advance(&pass)
                guard pass.next > start else { break }
                progress(pass.next.number, total.number)
            }
            try store.read { log in
                try readRest(&pass, log)
                try pass.finish(log)
                report.findings += head.findings(log)
            }
            report.size = pass.next.number
            report.root = pass.root
        }
    }

    /// Checks the structure, every checkpoint against the tiles, and the lines of the log's end: seconds, whatever the
    /// size. It does not find a changed line in an older block.
    package func verifyQuickly(against checkpoints: [(name: String, note: String)] = []) -> Report {
        report { report in
            let head = HeadCheck(headNotePath)
            let origin = try LogReader(store).origin()
            try store.read { log in
                var structure = StructureCheck()
                report.findings += try structure.findings(log)
                var quick = try QuickCheck(log, origin: origin)
                try quick.checkCheckpoints(checkpoints)
                try quick.checkTail()
                report.findings += quick.findings + head.findings(log)
                report.size = quick.size
                report.root = quick.root
            }
        }
    }

    private func report(_ body: (inout Report) throws -> Void) -> Report {
        var report = Report()
        do {
            try body(&report)
        } catch {
            report.findings.append(Finding(.unreadable, "log.sqlite", "\(error)"))
        }
        return report
    }

    private func begin(
        _ checkpoints: [(name: String, note: String)], _ streamLimit: Int?, _ report: inout Report
    ) throws -> VerifierPass {
        var others: [UInt64: [VerifierPass.SignedHead]] = [:]
        for (name, note) in checkpoints {
            guard let size = Self.size(of: note) else {
                report.findings.append(Finding(.checkpoint, name, "it is not a signed checkpoint"))
                continue
            }
            others[size, default: []].append(.init(note: note, place: name, isStored: false))
        }
        let streams = streamLimit.map { StreamCheck(limit: $0) } ?? StreamCheck()
        let origin = try LogReader(store).origin()
        return try store.read { try VerifierPass($0, origin: origin, alsoSigned: others, streams: streams) }
    }

    static func size(of note: String) -> UInt64? {
        (try? SignedNote(note)).flatMap { try? Checkpoint(text: $0.text) }?.size
    }

    /// Reads the next blocks in a transaction of their own and joins them.
    private func advance(_ pass: inout VerifierPass) throws {
        let (blocks, context) = try store.read { log in
            let blocks = try log.blocks(from: pass.next, limit: Self.batch)
            return (blocks, try pass.context(log, blocks))
        }
        let tiles = try take(blocks, context, &pass)
        try store.read { try pass.check(tiles, $0) }
    }

    /// Reads what came meanwhile.
    private func readRest(_ pass: inout VerifierPass, _ log: any StoredLog) throws {
        while case let blocks = try log.blocks(from: pass.next, limit: Self.batch), !blocks.isEmpty {
            let start = pass.next
            let tiles = try take(blocks, try pass.context(log, blocks), &pass)
            try pass.check(tiles, log)
            guard pass.next > start else { return }
        }
    }

    private func take(
        _ blocks: [Block], _ context: BlockCheck.Context, _ pass: inout VerifierPass
    ) throws -> [(subtree: Subtree, hash: TreeHash)] {
        let start = pass.next
        return try concurrentMap(blocks) { BlockCheck($0, from: start, context) }.flatMap { try pass.take($0) }
    }

    /// SQLite lists up to a hundred faults of a broken file; a few say it all.
    private static let integrityLimit = 10
    /// Blocks that are held at a time: some two megabytes of lines.
    private static let batch = 32
}
