import Archive
import ArchiveEvents
import EventStorage
import Foundation
import TestSupport
import Testing

@Suite("Opening an archive to write")
struct ArchiveWriterTests {
    @Test("makes one where there is nothing, with keys that only the owner can read")
    func creation() async throws {
        let folder = try TemporaryFolder()
        let directory = ArchiveDirectory(folder.file("deep/archive"))
        let archive = try await ArchiveWriter.open(directory, origin: nil, at: .testStart)
        #expect(archive.log.origin.hasPrefix("alarm-archive/"))
        try await archive.close()
        for name in ["keys/log.key", "keys/export.key", "keys/redaction.key", "head.note"] {
            #expect(try permissions(directory.path + "/" + name) == 0o600, "\(name)")
        }
        #expect(try permissions(directory.path + "/keys") == 0o700)
        #expect(try Verifier(ArchiveReader(directory)).verify().isSound)
    }

    @Test(
        "makes one that belongs to the folder's owner, whoever makes it",
        .enabled(if: geteuid() == 0, "only root can give files away"))
    func owner() async throws {
        let folder = try TemporaryFolder()
        let directory = ArchiveDirectory(folder.path)
        try #require(chown(directory.path, 65534, 65534) == 0)
        let archive = try await ArchiveWriter.open(directory, origin: nil, at: .testStart)
        let names = try FileManager.default.subpathsOfDirectory(atPath: directory.path)
        #expect(Set(names).isSuperset(of: ["log.sqlite", "log.sqlite-wal", "lock", "keys", "keys/log.key"]))
        try await archive.close()
        for name in try names + FileManager.default.subpathsOfDirectory(atPath: directory.path) {
            guard let status = try? FileManager.default.attributesOfItem(atPath: directory.path + "/" + name) else {
                continue
            }
            #expect(
                status[.ownerAccountID] as? Int == 65534 && status[.groupOwnerAccountID] as? Int == 65534, "\(name)")
        }
        #expect(FileManager.default.fileExists(atPath: directory.viewsPath))
    }

    @Test("refuses a second writer at once, and a reader never")
    func secondWriter() async throws {
        let folder = try TemporaryFolder()
        let directory = ArchiveDirectory(folder.file("archive"))
        let first = try await ArchiveWriter.open(directory, origin: nil, at: .testStart)
        await #expect { try await ArchiveWriter.open(directory, origin: nil, at: .testStart) } throws: { error in
            ExitStatus(of: error) == .locked
        }
        #expect(try ArchiveReader(directory).log.size().number == 1)
        try await first.close()
    }

    @Test(
        "finishes a creation that was cut short", arguments: [["lock"], ["lock", "keys/log.key"], ["log.sqlite.new"]])
    func leftovers(files: [String]) async throws {
        let folder = try TemporaryFolder()
        let directory = ArchiveDirectory(folder.file("archive"))
        for file in files {
            let path = directory.path + "/" + file
            try FileManager.default.createDirectory(
                atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            let key = String(repeating: "ab", count: 32) + "\n"
            try (file.hasSuffix("key") ? key : "").write(toFile: path, atomically: false, encoding: .utf8)
        }
        let archive = try await ArchiveWriter.open(directory, origin: nil, at: .testStart)
        #expect(await archive.log.size.number == 1)
        try await archive.close()
        #expect(try !FileManager.default.contentsOfDirectory(atPath: directory.path).contains { $0.contains(".new") })
    }

    @Test("refuses an archive whose log was taken away")
    func missingLog() async throws {
        let folder = try TemporaryFolder()
        let directory = ArchiveDirectory(folder.file("archive"))
        try await ArchiveWriter.open(directory, origin: nil, at: .testStart).close()
        try FileManager.default.removeItem(atPath: directory.logPath)
        await #expect { try await ArchiveWriter.open(directory, origin: nil, at: .testStart) } throws: { error in
            ExitStatus(of: error) == .noArchive
        }
    }

    @Test("refuses a name that cannot serve as key name", arguments: ["", "UPPER", "two words", "a+b", "a:b", "a//b"])
    func origins(origin: String) async throws {
        let folder = try TemporaryFolder()
        let directory = ArchiveDirectory(folder.file("archive"))
        await #expect(throws: ArchiveError.self) {
            try await ArchiveWriter.open(directory, origin: origin, at: .testStart)
        }
    }

    private func permissions(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0
    }
}
