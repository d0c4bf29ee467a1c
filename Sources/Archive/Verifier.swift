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
    private let path: String
    private let headNote: HeadCheck.Place
    private let lacksWriteAheadLog: Bool
    /// The log's key as it came from outside; checkpoints are checked with the log's own where that is another one.
    package var key: NoteVerifier?

    /// The log of an archive, held against its `head.note`.
    package init(_ archive: ArchiveReader) {
        self.init(.success(archive.store), archive.directory.logPath, .archive(archive.directory.headNotePath))
    }

    /// The archive in `directory`. One whose log cannot even be opened is not sound; where nothing else tells that there
    /// was an archive, there is none.
    package init(_ directory: ArchiveDirectory) throws {
        try directory.requireArchive()
        let lacksWriteAheadLog = SQLiteBlockStore.lacksWriteAheadLog(directory.logPath)
        let opened = Result { try SQLiteBlockStore.open(at: directory.logPath, access: .reading) }
        if case .failure(let error) = opened, try !DurableFile.exists(directory.headNotePath) { throw error }
        self.init(opened, directory.logPath, .archive(directory.headNotePath), lacksWriteAheadLog)
    }

    /// A log's file by itself: a snapshot, or a copy.
    package init(logAt path: String) throws {
        let lacksWriteAheadLog = SQLiteBlockStore.lacksWriteAheadLog(path)
        let store = try SQLiteBlockStore.open(at: path, access: .reading)
        let note = ArchiveDirectory(DurableFile.folder(of: path)).headNotePath
        self.init(.success(store), path, .besideCopy(note), lacksWriteAheadLog)
    }

    /// A copy that was just made; what lies beside it has nothing to do with it.
    init(copyAt path: String) throws {
        self.init(.success(try SQLiteBlockStore.open(at: path, access: .reading)), path, .nowhere)
    }

    private init(
        _ opened: Result<SQLiteBlockStore, any Error>, _ path: String, _ headNote: HeadCheck.Place,
        _ lacksWriteAheadLog: Bool = false
    ) {
        self.opened = opened
        self.path = path
        self.headNote = headNote
        self.lacksWriteAheadLog = lacksWriteAheadLog
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
            let store = try opened.get()
            try checkFile(store, &report)
            let head = HeadCheck(headNote, lacksWriteAheadLog: lacksWriteAheadLog)
            var pass = try begin(store, checkpoints, streamLimit, &report.list)
            defer {
                report.list.add(pass.findings)
                report.size = pass.next.number
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
                try identify(log, pass.origin, &report)
                try head.check(log, &report)
            }
            report.notices += Self.notices(pass.lostHeadNotes)
            report.root = pass.root
        }
    }

    /// Checks the structure, every checkpoint against the tiles, and the lines of the log's end: seconds, whatever the
    /// size. It does not find a changed or missing datum in an older block.
    package func verifyQuickly(against checkpoints: [(name: String, note: String)] = []) -> Report {
        report { report in
            let store = try opened.get()
            try checkTables(store, &report)
            let head = HeadCheck(headNote, lacksWriteAheadLog: lacksWriteAheadLog)
            let origin = try LogReader(store).origin()
            try store.read { log in
                var structure = StructureCheck()
                report.list.add(try structure.findings(log))
                var quick = try QuickCheck(log, origin: origin, key: key)
                defer {
                    report.list.add(quick.findings)
                    report.size = quick.size
                }
                try quick.checkCheckpoints(checkpoints)
                try quick.checkTail(of: structure.events)
                report.notices += Self.notices(unchecked: quick.checkErasures(forgotten: structure.forgotten))
                try identify(log, origin, &report)
                try head.check(log, &report)
                report.root = quick.root
            }
        }
    }

    private func report(_ body: (inout Report) throws -> Void) -> Report {
        var report = Report()
        do {
            try body(&report)
        } catch {
            if let failure = UnreadLog(error, path: path) {
                report.failure = failure
            } else {
                report.list.add(.unreadable, "log.sqlite", Self.words(error))
            }
        }
        return report
    }

    /// Without the advice to run what is running.
    private static func words(_ error: any Error) -> String {
        guard case EventLogError.damaged(let what) = error else { return "\(error)" }
        return what
    }

    /// Says whose log it is. One that another key signs than the one that was given is not the one that was meant.
    private func identify(_ log: any StoredLog, _ origin: String, _ report: inout Report) throws {
        let identity = try LogIdentity(log, origin: origin)
        report.identity = identity
        guard let key, let own = identity.key else { return }
        report.isKeyGiven = own.verifierKey == key.verifierKey
        guard !report.isKeyGiven else { return }
        report.list.add(
            .key, "0", "the log is signed by \(own.verifierKey), and not by the key that was given, \(key.verifierKey)")
    }

    private static func notices(_ lost: [Position]) -> [Notice] {
        guard let last = lost.last else { return [] }
        let events = lost.count > 1 ? "events \(lost[0]) to \(last)" : "event \(last)"
        return [
            Notice(
                .lostHeadNote,
                "head.note was missing when the archive was opened at \(events): nothing in it proves that no events "
                    + "were cut off before that; hold the log against a checkpoint that was kept elsewhere (--since)")
        ]
    }

    private static func notices(unchecked count: UInt64) -> [Notice] {
        guard count > 0 else { return [] }
        return [
            Notice(
                .uncheckedErasures,
                "the salts of \(count) events are gone; whether data-erased events name them, only a whole verification "
                    + "tells")
        ]
    }

    private func checkFile(_ store: SQLiteBlockStore, _ report: inout Report) throws {
        let faults = try store.integrityFindings().map { Finding(.sqlite, "log.sqlite", $0) }
        report.list.add(
            Array(faults.prefix(Self.integrityLimit)), andUnlisted: max(0, faults.count - Self.integrityLimit))
        try checkTables(store, &report)
    }

    /// Statistics of another program's `ANALYZE` are told, and no finding: they change nothing of what is stored, and a
    /// watch over the archive is not to be woken by them.
    private func checkTables(_ store: SQLiteBlockStore, _ report: inout Report) throws {
        report.list.add(try store.schemaFindings().map { Finding(.sqlite, "log.sqlite", $0) })
        for table in try store.statisticsTables() {
            report.notices.append(
                Notice(
                    .statistics,
                    "\(table) in log.sqlite is a table of statistics that another program made with ANALYZE: it holds "
                        + "no event and changes none, but nothing except alarm-archiver should write there; to remove it, "
                        + "stop alarm-archiver and run: sqlite3 log.sqlite 'DROP TABLE \(table)'"))
        }
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
        return try store.read {
            try VerifierPass($0, origin: origin, key: key, alsoSigned: others, streams: streams)
        }
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
