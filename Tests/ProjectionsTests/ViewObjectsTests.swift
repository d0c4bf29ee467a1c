import ArchiveEvents
import Cryptography
import EventStorage
import Foundation
import GRDB
import Schema
import TestSupport
import Testing

@testable import Projections

@Suite("The tables, indexes, triggers and views of the file")
struct ViewObjectsTests {
    private static let origin = "test.example/log"

    private func views() async throws -> (TestLog, String) {
        let test = try TestLog()
        _ = try await test.create().append([.sample("a", 1), .sample("b", 2)], at: .testStart)
        let path = test.folder.file("views.sqlite")
        try ViewStore.open(at: path, origin: Self.origin).catchUp(with: test.reader())
        return (test, path)
    }

    private func change(_ path: String, _ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// A change, and the object that it is about.
    static let changes = [
        ("DROP VIEW v1_alarms; CREATE VIEW v1_alarms AS SELECT * FROM alarm WHERE verdict <> 2", "view v1_alarms"),
        ("DROP VIEW v1_daily", "view v1_daily"),
        (
            "CREATE TRIGGER quiet AFTER INSERT ON alarm BEGIN DELETE FROM alarm WHERE position = new.position; END",
            "trigger quiet"
        ),
        ("CREATE TRIGGER seen INSTEAD OF INSERT ON v1_zones BEGIN SELECT 1; END", "trigger seen"),
        (
            "DROP INDEX alarm_ongoing; CREATE INDEX alarm_ongoing ON alarm (position) WHERE state = 7",
            "index alarm_ongoing"
        ),
        ("CREATE TABLE \"a\"\"b\" (x)", "table a\"b"), ("CREATE VIEW more AS SELECT 1", "view more"),
        ("DROP TABLE drift; CREATE TABLE drift (position, at)", "table drift"),
    ]

    @Test(
        "are compared by a question that opens it: a changed file is moved aside, told by name, and made anew",
        arguments: changes)
    func changed(sql: String, object: String) async throws {
        let (test, path) = try await views()
        try change(path, sql)
        #expect(throws: ViewError.self) { try ViewStore.openReadOnly(at: path, origin: Self.origin) }
        let findings = try ViewStore.openAsItIs(at: path).objectFindings()
        #expect(findings.contains { $0.hasPrefix(object + " ") }, "\(findings)")
        let again = try ViewStore.open(at: path, origin: Self.origin)
        #expect(again.remark?.contains(object) == true && again.remark?.contains(".set-aside-1") == true)
        try again.catchUp(with: test.reader())
        #expect(try AlarmQuery().answer(from: again).total == 2)
        #expect(try again.objectFindings().isEmpty && again.integrityFindings().isEmpty)
    }

    /// Somebody else's: the tables that a virtual one brings along cannot even be dropped by themselves.
    private static let foreign = """
        CREATE TABLE notes (text TEXT); INSERT INTO notes VALUES ('precious'); CREATE VIRTUAL TABLE found USING fts5 (text);
        """

    private func expectNotes(at path: String) async throws {
        let queue = try DatabaseQueue(path: path)
        let text = try await queue.read { try String.fetchOne($0, sql: "SELECT text FROM notes") }
        #expect(text == "precious")
        try queue.close()
    }

    @Test(
        "of somebody else are moved aside with the file, and that is told once, whatever the rows are",
        arguments: [
            "", "UPDATE progress SET version = 5", "UPDATE progress SET origin = 'another/log'", "DELETE FROM progress",
            "DROP TABLE progress", "UPDATE progress SET position = 100000", "PRAGMA application_id = 0",
        ])
    func foreign(sql: String) async throws {
        let (test, path) = try await views()
        try change(path, Self.foreign + sql)
        let again = try ViewStore.open(at: path, origin: Self.origin)
        let other = path + ".set-aside-1"
        #expect(again.remark?.contains("table notes") == true && again.remark?.contains(other) == true, "\(sql)")
        try again.catchUp(with: test.reader())
        #expect(try AlarmQuery().answer(from: again).total == 2)
        #expect(try ViewStore.open(at: path, origin: Self.origin).remark == nil)
        try await expectNotes(at: other)
    }

    @Test("of somebody else are moved aside with damaged views")
    func foreignInDamage() async throws {
        let (test, path) = try await views()
        try change(path, Self.foreign)
        let queue = try DatabaseQueue(path: path)
        let page = try await queue.read {
            try Int.fetchOne($0, sql: "SELECT rootpage FROM sqlite_schema WHERE name = 'progress'")
        }
        try queue.close()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        try file.seek(toOffset: UInt64((try #require(page) - 1) * 4096))
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
        try file.close()
        let again = try ViewStore.open(at: path, origin: Self.origin)
        #expect(again.remark?.contains("table notes") == true, "\(again.remark ?? "-")")
        #expect(try again.catchUp(with: test.reader()) == 3)
        try await expectNotes(at: path + ".set-aside-1")
    }

    @Test("of somebody else are moved aside where damage hides whether there are any", arguments: [true, false])
    func hiddenInDamage(isForeign: Bool) async throws {
        let (test, path) = try await views()
        if isForeign { try change(path, Self.foreign) }
        let queue = try DatabaseQueue(path: path)
        try await queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
        try queue.close()
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        // The first page behind SQLite's header: the objects.
        try file.seek(toOffset: 100)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 3996))
        try file.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let again = try ViewStore.open(at: path, origin: Self.origin)
        #expect(again.remark?.contains(".set-aside-1") == true, "\(again.remark ?? "-")")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path + ".set-aside-1")) == before)
        #expect(try again.catchUp(with: test.reader()) == 3)
    }

    @Test("of somebody else stay where they are while open views begin anew")
    func foreignBesideOpenViews() async throws {
        let (test, path) = try await views()
        let live = try ViewStore.open(at: path, origin: Self.origin)
        try change(path, Self.foreign + "UPDATE progress SET position = 100000")
        #expect(try live.catchUp(with: test.reader()) == 3)
        try await expectNotes(at: path)
    }

    @Test("stand under the hash", arguments: changes)
    func hashed(sql: String, object: String) async throws {
        let (test, path) = try await views()
        defer { withExtendedLifetime(test) {} }
        let before = try ViewStore.openAsItIs(at: path).digest()
        try change(path, sql)
        #expect(try ViewStore.openAsItIs(at: path).digest().hex != before.hex)
    }

    @Test("may have statistics beside them, which change no result: only a comparison names these")
    func statistics() async throws {
        let (test, path) = try await views()
        defer { withExtendedLifetime(test) {} }
        try change(path, "ANALYZE")
        #expect(try ViewStore.open(at: path, origin: Self.origin).remark == nil)
        let findings = try ViewStore.openReadOnly(at: path, origin: Self.origin).objectFindings()
        #expect(!findings.isEmpty && findings.allSatisfy { $0.contains("sqlite_stat") && $0.contains("ANALYZE") })
    }

    @Test("an index that does not show its table's rows is found by a comparison")
    func emptyIndex() async throws {
        let (test, path) = try await views()
        defer { withExtendedLifetime(test) {} }
        try change(
            path,
            """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, 'alarm (guid, position)', 'alarm (guid, position) WHERE position < 2')
              WHERE name = 'alarm_by_guid';
            """)
        try change(path, "REINDEX alarm_by_guid")
        try change(
            path,
            """
            PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(sql, ' WHERE position < 2', '') WHERE name = 'alarm_by_guid';
            """)
        let views = try ViewStore.openAsItIs(at: path)
        #expect(try views.objectFindings().isEmpty)
        #expect(try views.integrityFindings().contains { $0.contains("alarm_by_guid") })
    }

    @Test("have texts that belong to a version: whoever changes one raises `ViewStore.version`, and this hash with it")
    func version() throws {
        let hash = SHA256.hash(Array((Schema.views + Schema.viewIndexes).utf8)).bytes
        #expect(ViewStore.version == 6)
        #expect(
            hash.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
                == "c66d2ba1a51cd79dfb148720c87715200f4d6792fb8b9a01c7ac610372c031ae")
    }

    @Test("take no time that a question would notice to be compared")
    func quick() async throws {
        let (test, path) = try await views()
        defer { withExtendedLifetime(test) {} }
        _ = try ViewObjects.expected()
        let views = try ViewStore.openReadOnly(at: path, origin: Self.origin)
        let clock = ContinuousClock()
        let times = try (0..<9).map { _ in
            try clock.measure { _ = try views.read { try ViewObjects($0).findingsThatMatter() } }
        }
        #expect(try #require(times.min()) < .milliseconds(20), "\(times)")
    }
}
