import ArchiveEvents
import EventStorage
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Projections

@Suite("Whatever lies where the views belong", .timeLimit(.minutes(1)))
struct ViewPathTests {
    private func log() async throws -> TestLog {
        let test = try TestLog()
        _ = try await test.create().append([.sample("a", 1), .sample("b", 2)], at: .testStart)
        return test
    }

    /// What is no file, made at a path.
    enum Obstacle: String, CaseIterable {
        case folder, fifo, socket, danglingLink, linkToFile, linkToDevice

        func make(at path: String, _ elsewhere: String) throws {
            let made: Bool
            switch self {
            case .folder: made = mkdir(path, 0o700) == 0
            case .fifo: made = mkfifo(path, 0o600) == 0
            case .socket: made = mknod(path, S_IFSOCK | 0o600, 0) == 0
            case .danglingLink: made = symlink("\(elsewhere).missing", path) == 0
            case .linkToFile: made = symlink(elsewhere, path) == 0
            case .linkToDevice: made = symlink("/dev/null", path) == 0
            }
            try #require(made, "\(self): \(errno)")
        }

        func remove(_ path: String) { if self == .folder { rmdir(path) } else { unlink(path) } }
    }

    @Test(
        "is named where it is no file, neither opened nor changed, and in nobody's way once it is gone",
        arguments: Obstacle.allCases, ["", "-wal", "-shm", "-journal"])
    func noFile(obstacle: Obstacle, suffix: String) async throws {
        let test = try await log()
        let (path, elsewhere) = (test.folder.file("views.sqlite"), test.folder.file("elsewhere.sqlite"))
        try Self.foreignDatabase(elsewhere)
        let before = try Data(contentsOf: URL(fileURLWithPath: elsewhere))
        try obstacle.make(at: path + suffix, elsewhere)
        for open in [
            { try ViewStore.open(at: path, origin: "test.example/log") }, { try ViewStore.openReadOnly(at: path) },
        ] {
            let error = #expect(throws: ViewError.self) { _ = try open() }
            #expect(error?.description.contains(path + suffix + " is a") == true, "\(obstacle): \(error as Any)")
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: elsewhere)) == before)
        obstacle.remove(path + suffix)
        let views = try ViewStore.open(at: path, origin: "test.example/log")
        #expect(try views.catchUp(with: test.reader()) == 3 && views.remark == nil)
    }

    /// A file that is not ours.
    enum Foreign: String, CaseIterable {
        case database, numberedDatabase, databaseInItsWriteAheadLog, text, damagedDatabase

        /// Makes it at `path`; names of what there is of it.
        func make(at path: String) throws -> [String] {
            switch self {
            case .database: try ViewPathTests.foreignDatabase(path)
            case .numberedDatabase: try ViewPathTests.foreignDatabase(path, "PRAGMA application_id = 7")
            case .databaseInItsWriteAheadLog:
                let writer = try DatabaseQueue(path: path + ".made")
                try writer.inDatabase { database in
                    try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0")
                    try database.execute(sql: "CREATE TABLE users (name TEXT); INSERT INTO users VALUES ('root')")
                }
                for suffix in ["", "-wal"] {
                    try FileManager.default.copyItem(atPath: path + ".made" + suffix, toPath: path + suffix)
                }
                try writer.close()
                return ["", "-wal"]
            case .text: try Data("user=root\n".utf8).write(to: URL(fileURLWithPath: path))
            case .damagedDatabase:
                try ViewPathTests.foreignDatabase(path)
                var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
                bytes.replaceSubrange(100..<4096, with: Data(repeating: 0xA5, count: 3996))
                try bytes.write(to: URL(fileURLWithPath: path))
            }
            return [""]
        }
    }

    @Test("is moved out of the way whole where it is another program's, and that is told", arguments: Foreign.allCases)
    func foreign(kind: Foreign) async throws {
        let test = try await log()
        let path = test.folder.file("views.sqlite")
        func contents(_ path: String, _ suffixes: [String]) throws -> [Data] {
            try suffixes.map { try Data(contentsOf: URL(fileURLWithPath: path + $0)) }
        }
        for number in 1...2 {
            let suffixes = try kind.make(at: path)
            let before = try contents(path, suffixes)
            let views = try ViewStore.open(at: path, origin: "test.example/log")
            #expect(try views.catchUp(with: test.reader()) == 3)
            let other = "\(path).set-aside-\(number)"
            #expect(try contents(other, suffixes) == before, "\(kind)")
            #expect(views.remark?.contains("it is \(other) now") == true, "\(views.remark ?? "-")")
            #expect(try ViewStore.open(at: path, origin: "test.example/log").remark == nil)
            try views.queue.close()
            for suffix in ["", "-wal", "-shm", ".made"] { unlink(path + suffix) }
        }
    }

    @Test("is ours and kept, also from before the file said so itself")
    func older() async throws {
        let test = try await log()
        let path = test.folder.file("views.sqlite")
        let views = try ViewStore.open(at: path, origin: "test.example/log")
        try views.catchUp(with: test.reader())
        try views.queue.inDatabase { try $0.execute(sql: "PRAGMA application_id = 0") }
        let again = try ViewStore.open(at: path, origin: "test.example/log")
        #expect(try again.progress() == Position(3) && again.remark == nil)
        let id = try again.read { try Int64.fetchOne($0, sql: "PRAGMA application_id") }
        #expect(id == ViewIdentity.applicationID)
    }

    @Test("fills no disk: what comes back again and again is left there in the end, and named")
    func manySetAside() async throws {
        let test = try await log()
        let path = test.folder.file("views.sqlite")
        for number in 1...16 { try Data().write(to: URL(fileURLWithPath: "\(path).set-aside-\(number)")) }
        try Self.foreignDatabase(path)
        let error = #expect(throws: ViewError.self) { try ViewStore.open(at: path, origin: "test.example/log") }
        #expect(error?.description.contains(path) == true, "\(error as Any)")
        let left = try await DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "SELECT count(*) FROM users") }
        #expect(left == 1)
    }

    @Test("is not waited for longer than a moment where it is locked for ever")
    func locked() async throws {
        let test = try await log()
        let path = test.folder.file("views.sqlite")
        try ViewStore.open(at: path, origin: "test.example/log").catchUp(with: test.reader())
        let other = try DatabaseQueue(path: path)
        try other.inDatabase {
            try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; DELETE FROM drift")
        }
        let error = #expect(throws: ViewError.self) {
            try ViewStore.open(at: path, origin: "test.example/log", patience: .service).catchUp(with: test.reader())
        }
        try other.close()
        #expect(error?.description.contains("\(path) cannot be used") == true, "\(error as Any)")
        #expect(error?.description.contains("end the program that holds it") == true, "\(error as Any)")
    }

    @Test("can be folded into memory instead, with the same rows")
    func memory() async throws {
        let test = try await log()
        let file = try ViewStore.open(at: test.folder.file("views.sqlite"), origin: "test.example/log")
        try file.catchUp(with: test.reader())
        let memory = try ViewStore.inMemory(foldedFrom: test.reader(), origin: "test.example/log")
        #expect(try memory.digest() == file.digest() && !memory.isFile)
        let rows = try ReadQuery("SELECT count(*) FROM v1_alarms", of: memory)
        #expect(try rows.next() == [.integer(2)])
        let two = try ViewStore.inMemory(foldedFrom: test.reader(), origin: "test.example/log", until: Position(2))
        #expect(try two.progress() == Position(2) && AlarmQuery().answer(from: two).total == 1)
    }

    fileprivate static func foreignDatabase(_ path: String, _ more: String = "") throws {
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { database in
            try database.execute(sql: "CREATE TABLE users (name TEXT); INSERT INTO users VALUES ('root')")
            if !more.isEmpty { try database.execute(sql: more) }
        }
        try queue.close()
    }
}
