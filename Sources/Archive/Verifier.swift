import ArchiveEvents
import EventStorage
package import TransparencyLog

/// Checks everything that an archive says of itself: the file, the rows of the log, every line, and the tree over them.
///
/// It trusts nothing that is stored: each leaf is computed from its line, each tile and each root from the leaves, and
/// compared. One pass over the blocks on all cores, whatever is found on the way, in memory that does not grow with the
/// archive. The archiver may go on meanwhile: only SQLite's own check of the file holds one state of it for a while.
package struct Verifier {
    private let opened: Result<SQLiteBlockStore, any Error>
    private let headNotePath: String?

    /// The log of an archive, held against its `head.note`.
    package init(_ archive: ArchiveReader) {
        opened = .success(archive.store)
        headNotePath = archive.directory.headNotePath
    }

    /// The archive in `directory`. One whose log cannot even be opened is not sound; where nothing else tells that there
    /// was an archive, there is none.
    package init(_ directory: ArchiveDirectory) throws {
        try directory.requireArchive()
        opened = Result { try SQLiteBlockStore.open(at: directory.logPath, access: .reading) }
        if case .failure(let error) = opened, try !DurableFile.exists(directory.headNotePath) { throw error }
        headNotePath = directory.headNotePath
    }

    /// A log's file by itself: a snapshot.
    package init(logAt path: String) throws {
        opened = .success(try SQLiteBlockStore.open(at: path, access: .reading))
        headNotePath = nil
    }

    /// What was found.
    package struct Report: Sendable {
        /// Events read.
        package let size: UInt64
        /// The root over them; nil where it could not be computed.
        package let root: TreeHash?
        /// What is wrong, in the order in which it was found.
        package let findings: [Finding]
        /// How much more is wrong than is listed.
        package let unlisted: Int

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
        report { findings, size in
            let store = try opened.get()
            try checkFile(store, &findings)
            let head = HeadCheck(headNotePath)
            var pass = try begin(store, checkpoints, streamLimit, &findings)
            defer {
                findings.add(pass.findings)
                size = pass.next.number
            }
            let total = try store.read { try $0.size() }
            while pass.next < total {
                let start = pass.next
                try advance(&pass, store)
                guard pass.next > start else { break }
                progress(pass.next.number, total.number)
            }
            try store.read { log in
                try readRest(&pass, log)
                try pass.finish(log)
                findings.add(head.findings(log))
            }
            return pass.root
        }
    }

    /// Checks the structure, every checkpoint against the tiles, and the lines of the log's end: seconds, whatever the
    /// size. It does not find a changed line in an older block.
    package func verifyQuickly(against checkpoints: [(name: String, note: String)] = []) -> Report {
        report { findings, size in
            let store = try opened.get()
            let head = HeadCheck(headNotePath)
            let origin = try LogReader(store).origin()
            return try store.read { log in
                var structure = StructureCheck()
                findings.add(try structure.findings(log))
                var quick = try QuickCheck(log, origin: origin)
                defer {
                    findings.add(quick.findings)
                    size = quick.size
                }
                try quick.checkCheckpoints(checkpoints)
                try quick.checkTail()
                findings.add(head.findings(log))
                return quick.root
            }
        }
    }

    /// `body` gives the root, what it finds, and how many events it read.
    private func report(_ body: (inout FindingList, inout UInt64) throws -> TreeHash?) -> Report {
        var findings = FindingList()
        var size: UInt64 = 0
        var root: TreeHash?
        do {
            root = try body(&findings, &size)
        } catch {
            findings.add(.unreadable, "log.sqlite", Self.words(error))
        }
        return Report(size: size, root: root, findings: findings.listed, unlisted: findings.unlisted)
    }

    /// Without the advice to run what is running.
    private static func words(_ error: any Error) -> String {
        guard case EventLogError.damaged(let what) = error else { return "\(error)" }
        return what
    }

    private func checkFile(_ store: SQLiteBlockStore, _ findings: inout FindingList) throws {
        let faults = try store.integrityFindings().map { Finding(.sqlite, "log.sqlite", $0) }
        findings.add(Array(faults.prefix(Self.integrityLimit)), andUnlisted: max(0, faults.count - Self.integrityLimit))
        findings.add(try store.schemaFindings().map { Finding(.sqlite, "log.sqlite", $0) })
    }

    private func begin(
        _ store: SQLiteBlockStore, _ checkpoints: [(name: String, note: String)], _ streamLimit: Int?,
        _ findings: inout FindingList
    ) throws -> VerifierPass {
        var others: [UInt64: [VerifierPass.SignedHead]] = [:]
        for (name, note) in checkpoints {
            guard let size = Self.size(of: note) else {
                findings.add(.checkpoint, name, "it is not a signed checkpoint")
                continue
            }
            others[size, default: []].append(.init(note: note, place: name))
        }
        let streams = streamLimit.map { StreamCheck(limit: $0) } ?? StreamCheck()
        let origin = try LogReader(store).origin()
        return try store.read { try VerifierPass($0, origin: origin, alsoSigned: others, streams: streams) }
    }

    static func size(of note: String) -> UInt64? {
        (try? SignedNote(note)).flatMap { try? Checkpoint(text: $0.text) }?.size
    }

    /// Reads the next blocks in a transaction of their own and joins them.
    private func advance(_ pass: inout VerifierPass, _ store: SQLiteBlockStore) throws {
        let (blocks, context) = try store.read { log in
            let blocks = try Self.batch(of: log, from: pass.next)
            return (blocks, try pass.context(log, blocks))
        }
        let tiles = try take(blocks, context, &pass)
        try store.read { try pass.check(tiles, $0) }
    }

    /// Reads what came meanwhile.
    private func readRest(_ pass: inout VerifierPass, _ log: any StoredLog) throws {
        while case let blocks = try Self.batch(of: log, from: pass.next), !blocks.isEmpty {
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

    /// The next blocks, as many as may be held inflated at a time; one at least.
    private static func batch(of log: any StoredLog, from position: Position) throws -> [Block] {
        var bytes = 0
        return try log.blocks(from: position, limit: batchBlocks).prefix { block in
            defer { bytes += min(block.plainSize, batchBytes) }
            return bytes < batchBytes
        }.map { $0 }
    }

    /// SQLite lists up to a hundred faults of a broken file; a few say it all.
    private static let integrityLimit = 10
    /// Blocks that are held at a time: some two megabytes of lines ...
    private static let batchBlocks = 32
    /// ... and a few times that where lines are long.
    private static let batchBytes = 8 << 20
}
