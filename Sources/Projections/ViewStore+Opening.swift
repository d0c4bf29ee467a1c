package import ArchiveEvents
package import EventStorage
import Foundation
import GRDB
import Schema

extension ViewStore {
    /// How long another program's lock on the file is waited for.
    package enum Patience: Sendable {
        /// By what runs on and tries again.
        case service
        /// By a question, which then answers from what there is.
        case question
        /// By whoever asked for the rows to be written.
        case rebuild

        /// A transaction of ours takes a fraction of a second; a rebuild that replaces the rows of years takes some.
        var seconds: Double {
            switch self {
            case .service: 0.25
            case .question: 2
            case .rebuild: 10
            }
        }
    }

    /// Opens the file and makes it where it is missing.
    ///
    /// Rows of another log, or of other projections, are discarded; damage is, too. Whatever else lies there, or in there, is
    /// given another name, and ``remark`` says so: nothing that is not ours is changed, nor removed, nor reached through a
    /// link.
    /// Throws ``ViewError``.
    package static func open(
        at path: String, origin: String, patience: Patience = .question
    ) throws -> ViewStore {
        guard DurableFile.canMakeFiles(besides: path) else { throw ViewError.unwritable(path) }
        let file = ViewFile(path: path)
        return try ViewError.naming(path) {
            switch try file.content() {
            case .foreign(let what): return try anew(file, origin, patience, setAside(file, what))
            case .nothing: return try anew(file, origin, patience, nil)
            case .own: break
            }
            do {
                return try openOwn(file, origin, patience, nil)
            } catch let error as DatabaseError where ViewError.isDamage(error) {
                return try anew(file, origin, patience, retire(file) ?? "\(path) was damaged, and is made anew")
            } catch let changed as ChangedObjects {
                let what =
                    "views that were changed by hand or by another program (\(changed.findings.joined(separator: "; ")))"
                return try anew(file, origin, patience, setAside(file, what))
            }
        }
    }

    /// Opens an existing file of that log, or of any, for reading; what is no file, and no views of this version, is
    /// ``ViewError/unusable(_:)`` or another ``ViewError``.
    package static func openReadOnly(at path: String, origin: String? = nil) throws -> ViewStore {
        let views = try openAsItIs(at: path)
        let isUsable = try views.read { try Self.isUsable($0, origin) && ViewObjects($0).findingsThatMatter().isEmpty }
        guard isUsable else { throw ViewError.unusable(path) }
        return views
    }

    /// Opens an existing file for reading, whatever objects it has.
    package static func openAsItIs(at path: String) throws -> ViewStore {
        try ViewError.naming(path) {
            guard try ViewFile(path: path).exists() else { throw ViewError.unusable(path) }
            var configuration = Self.configuration()
            configuration.readonly = true
            let (queue, detached) = try DetachedFile.open(path, configuration)
            return ViewStore(queue, at: path, detached: detached)
        }
    }

    /// The rows that the events before `end` make, else all of them, which no file holds. They take ``memoryLimit`` at most.
    package static func inMemory(
        foldedFrom reader: LogReader, origin: String, until end: Position? = nil, report: (Position) -> Void = { _ in }
    ) throws -> ViewStore {
        let views = try emptyMemory()
        do {
            try ViewError.folding(views.path) {
                _ = try ViewFold(reader, origin: origin, until: end).write(into: views, report: report)
                try views.catchUp(with: reader, until: end, report: report)
            }
        } catch ViewError.unavailable(_, .full, _) {
            throw ViewError.tooLargeForMemory(memoryLimit)
        }
        return views
    }

    /// A database in memory, whose other connections find it by its name.
    private static func emptyMemory() throws -> ViewStore {
        var configuration = Self.configuration()
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA max_page_count = \(memoryLimit / 4096); PRAGMA journal_mode = MEMORY")
        }
        let location = "file:/views-\(UUID().uuidString)?vfs=memdb"
        return ViewStore(inMemory: try DatabaseQueue(path: location, configuration: configuration))
    }

    /// Bytes of views in memory: those of a million alarms. Half of what a question in SQL may take in all.
    private static let memoryLimit = 512 << 20

    /// Whether the rows are of that log, and of this version.
    package func isOf(_ origin: String) throws -> Bool { try read { try Self.isUsable($0, origin) } }

    /// Each object that is not as this program makes it, one sentence each.
    package func objectFindings() throws -> [String] { try read { try ViewObjects($0).findings() } }

    /// What SQLite itself finds wrong with the file, one sentence each; it lists a hundred at most.
    package func integrityFindings() throws -> [String] {
        try read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }.filter { $0 != "ok" }
    }

    /// Takes a file of ours away whose rows are no use; what to say where it is kept.
    static func discard(_ path: String) throws -> String? {
        let file = ViewFile(path: path)
        return try file.content() == .own ? retire(file) : nil
    }

    /// Made from the log again sooner than repaired. What else can be seen in it is kept with it, under another name, and so
    /// is all of it where nobody can see what is in it.
    private static func retire(_ file: ViewFile) throws -> String? {
        guard let foreign = try? openAsItIs(at: file.path).read({ try ViewObjects($0).foreignFindings() }) else {
            return try setAside(file, "views of no use, in which nobody can see whether there is something else")
        }
        guard foreign.isEmpty else {
            return try setAside(file, "views of no use, with something else (\(foreign.joined(separator: "; ")))")
        }
        file.remove()
        return nil
    }

    private static func setAside(_ file: ViewFile, _ what: String) throws -> String {
        "\(file.path) was \(what): it is \(try file.setAside()) now, and the views are made anew; remove it once you know "
            + "what it is"
    }

    private static func anew(
        _ file: ViewFile, _ origin: String, _ patience: Patience, _ remark: String?
    ) throws -> ViewStore {
        try file.make()
        return try openOwn(file, origin, patience, remark)
    }

    private static func openOwn(
        _ file: ViewFile, _ origin: String, _ patience: Patience, _ remark: String?
    ) throws -> ViewStore {
        // Not GRDB's own way to a write-ahead log, which writes a table and takes it away whenever a file is opened: a
        // question that finds all rows up to date writes nothing.
        let queue = try DatabaseQueue(path: file.path, configuration: configuration(patience))
        try queue.inDatabase { database in
            // First of all, so that the file is known as ours whatever becomes of it.
            if try Int64.fetchOne(database, sql: "PRAGMA application_id") != ViewIdentity.applicationID {
                try database.execute(sql: "PRAGMA application_id = \(ViewIdentity.applicationID)")
            }
            try setUp(database, file.path)
            guard try !isOurs(database, origin) else { return }
            try database.inTransaction(.immediate) {
                if try !isOurs(database, origin) { try reset(database, origin) }
                return .commit
            }
        }
        return ViewStore(queue, at: file.path, remark: remark)
    }

    private static func setUp(_ database: Database, _ path: String) throws {
        if try String.fetchOne(database, sql: "PRAGMA journal_mode") != "wal",
            try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL") != "wal"
        {
            throw DatabaseError(resultCode: .SQLITE_CANTOPEN, message: "\(path) cannot have a write-ahead log")
        }
        // A lost transaction is folded again.
        try database.execute(sql: "PRAGMA synchronous = NORMAL")
    }

    /// Whether the rows are of that log and of this version; throws ``ChangedObjects`` where any object is one that the
    /// version which made the file does not make.
    private static func isOurs(_ database: Database, _ origin: String) throws -> Bool {
        guard database.isInsideTransaction else {
            // In one state, for another process may be making them.
            var isOurs = false
            try database.inTransaction(.deferred) {
                isOurs = try Self.isOurs(database, origin)
                return .commit
            }
            return isOurs
        }
        let objects = try ViewObjects(database)
        guard !objects.isEmpty else { return false }
        // What other versions made is known by its name alone.
        let isOfAnotherVersion = try progressSays("version <> ?", [version], database)
        let findings = try isOfAnotherVersion ? objects.foreignFindings() : objects.findingsThatMatter()
        guard findings.isEmpty else { throw ChangedObjects(findings: findings) }
        return try isUsable(database, origin)
    }

    private struct ChangedObjects: Error {
        let findings: [String]
    }

    static func isUsable(_ database: Database, _ origin: String?) throws -> Bool {
        try progressSays("origin = coalesce(?, origin) AND version = ? AND position >= 0", [origin, version], database)
    }

    private static func progressSays(
        _ condition: String, _ arguments: StatementArguments, _ database: Database
    ) throws -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM progress WHERE \(condition))"
        do {
            return try Bool.fetchOne(database, sql: sql, arguments: arguments) ?? false
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            // No such table or column: programs of other versions may have others, and a new file has none.
            return false
        }
    }

    /// Drops what is ours, and nothing that somebody else put beside it.
    static func reset(_ database: Database, _ origin: String) throws {
        for kind in ["view", "table"] {
            let sql = "SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            for name in try String.fetchAll(database, sql: sql, arguments: [kind])
            where try ViewObjects.isOurs("\(kind) \(name)") {
                try database.execute(sql: "DROP \(kind) \(name.quotedDatabaseIdentifier)")
            }
        }
        try make(database, origin)
        try database.execute(sql: Schema.viewIndexes)
    }
}
