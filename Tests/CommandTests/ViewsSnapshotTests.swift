import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Copying the views")
struct ViewsSnapshotTests {
    @Test("gives one SQLite file with a rollback journal that holds what the views hold, and does not change with them")
    func copy() async throws {
        let archive = try await MadeArchive([
            (1, [.alarm("a", zone: "z1", began: 0), .alarm("b", zone: "z1", began: 1)])
        ])
        let file = archive.file("copy.sqlite")
        let made = try archive.ask("snapshot", "--views", "--output", file, "--json")
        #expect(made.status == 0, "\(made.errors)")
        let size = try #require(FileManager.default.attributesOfItem(atPath: file)[.size] as? Int)
        #expect(try document(made)["bytes"]?.integer == Int64(size) && document(made)["size"]?.integer == 3)
        let checked = try run([
            "/usr/bin/env", "sqlite3", "-readonly", file,
            "PRAGMA integrity_check; PRAGMA journal_mode; SELECT group_concat(guid) FROM v1_alarms; SELECT position FROM progress",
        ])
        #expect(checked.text == "ok\ndelete\na,b\n3\n", "\(checked.errors)")
        let names = try FileManager.default.contentsOfDirectory(atPath: archive.path)
        #expect(!names.contains { $0.hasPrefix("copy.sqlite") && $0 != "copy.sqlite" }, "\(names)")
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("is refused where there is a file, or no folder, and leaves nothing behind")
    func refused() async throws {
        let archive = try await MadeArchive()
        let file = archive.file("copy.sqlite")
        try #require(try archive.ask("snapshot", "--views", "--output", file).status == 0)
        let before = try Data(contentsOf: URL(fileURLWithPath: file))
        let again = try archive.ask("snapshot", "--views", "--output", file)
        #expect(again.status == 1 && again.errors.contains("exists and is not replaced"), "\(again.errors)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
        let nowhere = try archive.ask("snapshot", "--views", "--output", archive.file("no/such/file"))
        #expect(nowhere.status == 1 && nowhere.errors.contains("check the name"), "\(nowhere.errors)")
        #expect(try run(["alarm-history", "snapshot", "--views", "--output", file, "--archive", file]).status == 10)
    }
}
