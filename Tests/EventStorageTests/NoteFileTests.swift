import EventStorage
import Foundation
import TestSupport
import Testing

@Suite("A note beside the log")
struct NoteFileTests {
    @Test("is replaced whole, and read back; there is none at first")
    func replaced() throws {
        let folder = try TemporaryFolder()
        let note = NoteFile(path: folder.file("note"))
        #expect(try note.read(limit: 10) == nil)
        #expect(try NoteFile(path: folder.file("nothing/note")).read(limit: 10) == nil)
        for bytes in [[1, 2], [3]] as [[UInt8]] {
            try note.replace(with: bytes)
            #expect(try note.read(limit: 10) == bytes)
        }
        try note.remove()
        try note.remove()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test("stays readable for whom the one before was, and is its owner's alone where there was none")
    func readers() throws {
        let folder = try TemporaryFolder()
        let note = NoteFile(path: folder.file("note"))
        for (mode, kept) in [(nil, 0o600), (0o640, 0o640), (0o666, 0o644), (0o600, 0o600)] as [(mode_t?, Int)] {
            if let mode { try #require(chmod(folder.file("note"), mode) == 0) }
            try note.replace(with: [1])
            let found = try FileManager.default.attributesOfItem(atPath: folder.file("note"))[.posixPermissions]
            #expect(found as? Int == kept)
        }
    }

    @Test(
        "stays readable for the group that might read the one before",
        .enabled(if: geteuid() == 0, "only root has groups"))
    func group() throws {
        let folder = try TemporaryFolder()
        let note = NoteFile(path: folder.file("note"))
        try note.replace(with: [1])
        try #require(chown(folder.file("note"), 0, 65_534) == 0 && chmod(folder.file("note"), 0o640) == 0)
        try note.replace(with: [2])
        let found = try FileManager.default.attributesOfItem(atPath: folder.file("note"))
        #expect(found[.posixPermissions] as? Int == 0o640)
        #expect(found[.groupOwnerAccountID] as? Int == 65_534)
    }

    @Test("of another kind is an error, and keeps nobody waiting", arguments: ["folder", "pipe", "link", "large"])
    func otherKinds(kind: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("note")
        switch kind {
        case "folder": try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        case "pipe": try #require(mkfifo(path, 0o600) == 0)
        case "link": try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/zero")
        default: try Data(count: 2_000_000).write(to: URL(fileURLWithPath: path))
        }
        #expect(throws: SystemError.self) { try NoteFile(path: path).read(limit: 1_000_000) }
    }

    @Test("is written over what a crash, or a link, left under its unfinished name, and never through it")
    func leftovers() throws {
        let folder = try TemporaryFolder()
        let victim = folder.file("victim")
        try "precious".write(toFile: victim, atomically: false, encoding: .utf8)
        try FileManager.default.createSymbolicLink(atPath: folder.file("note.new"), withDestinationPath: victim)
        let note = NoteFile(path: folder.file("note"))
        try note.replace(with: [7])
        try "half".write(toFile: folder.file("note.new"), atomically: false, encoding: .utf8)
        try note.replace(with: [8])
        #expect(try note.read(limit: 10) == [8])
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
    }
}
