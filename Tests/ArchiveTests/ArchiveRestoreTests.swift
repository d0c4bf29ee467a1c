import Archive
import ArchiveEvents
import EventStorage
import Foundation
import TestSupport
import Testing

@Suite("Restoring a snapshot")
struct ArchiveRestoreTests {
    @Test("into the archive that lost its log gives a log that goes on as if nothing had happened")
    func intoArchive() async throws {
        let archive = try await SampleArchive(events: 600)
        let lines = try SampleArchive.lines(of: archive.directory.logPath)
        let snapshot = try archive.snapshot()
        try archive.loseLog()
        let summary = try ArchiveRestore(of: snapshot, into: archive.directory).perform()
        #expect(summary.size == 601)
        #expect(summary.keys == .present)
        #expect(try SampleArchive.lines(of: archive.directory.logPath) == lines)
        #expect(try Verifier(archive.reader()).verify().isSound)
        try await archive.append(600..<700)
        #expect(try Verifier(archive.reader()).verify().size == 701)
        #expect(FileManager.default.fileExists(atPath: snapshot), "it is copied, not moved")
    }

    @Test("is not hindered by what readers leave beside a log, and takes it away")
    func remainsOfReaders() async throws {
        let archive = try await SampleArchive(events: 5)
        let snapshot = try archive.snapshot()
        try archive.loseLog()
        for (suffix, content) in [("-wal", ""), ("-shm", "an index")] {
            try content.write(toFile: archive.directory.logPath + suffix, atomically: true, encoding: .utf8)
        }
        _ = try ArchiveRestore(of: snapshot, into: archive.directory).perform()
        #expect(try archive.files().filter { $0.hasPrefix("log") } == ["log.sqlite"])
    }

    @Test("gives a file that is read as it is, and that a writer takes back to a write-ahead log")
    func journalMode() async throws {
        let archive = try await SampleArchive(events: 50)
        let snapshot = try archive.snapshot()
        try archive.loseLog()
        _ = try ArchiveRestore(of: snapshot, into: archive.directory).perform()
        #expect(try fileVersion(archive.directory.logPath) == 1)
        #expect(try archive.reader().log.size().number == 51)
        try await archive.append(50..<51)
        #expect(try fileVersion(archive.directory.logPath) == 2)
    }

    @Test("where there is nothing makes the directory, and says that the keys are missing")
    func intoNothing() async throws {
        let archive = try await SampleArchive(events: 50)
        let directory = ArchiveDirectory(archive.folder.file("deep/fresh"))
        let summary = try ArchiveRestore(of: archive.snapshot(), into: directory).perform()
        #expect(summary.keys == .missing)
        #expect(try Verifier(ArchiveReader(directory)).verify().isSound)
        await #expect(throws: ArchiveError.self) {
            try await ArchiveWriter.open(directory, origin: nil, at: .testStart)
        }
        try FileManager.default.copyItem(atPath: archive.directory.path + "/keys", toPath: directory.path + "/keys")
        let writer = try await ArchiveWriter.open(directory, origin: nil, at: .testStart)
        #expect(await writer.log.size.number == 51)
        try await writer.close()
    }

    @Test("tells the keys of another log from its own")
    func foreignKeys() async throws {
        let archive = try await SampleArchive(events: 5)
        let other = try await SampleArchive(events: 5)
        let directory = ArchiveDirectory(archive.folder.file("fresh"))
        try FileManager.default.createDirectory(atPath: directory.path, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: other.directory.path + "/keys", toPath: directory.path + "/keys")
        #expect(try ArchiveRestore(of: archive.snapshot(), into: directory).perform().keys == .foreign)
    }

    @Test(
        "is refused where a log is, or commits that SQLite had not written into one",
        arguments: ["log.sqlite", "log.sqlite-wal", "log.sqlite-journal"])
    func existing(name: String) async throws {
        let archive = try await SampleArchive(events: 5)
        let snapshot = try archive.snapshot()
        try archive.loseLog()
        try "x".write(toFile: archive.directory.path + "/" + name, atomically: true, encoding: .utf8)
        try expectRefusal(.failed, of: snapshot, into: archive, words: "\(name) exists")
    }

    @Test("that is older than head.note proves is refused, naming both sizes, until head.note is moved away")
    func older() async throws {
        let archive = try await SampleArchive(events: 50)
        let snapshot = try archive.snapshot()
        try await archive.append(50..<60)
        try archive.loseLog()
        try expectRefusal(.integrity, of: snapshot, into: archive, words: "has 51 events", "had 61", "newer snapshot")
        try FileManager.default.moveItem(
            atPath: archive.directory.headNotePath, toPath: archive.folder.file("head.note.kept"))
        #expect(try ArchiveRestore(of: snapshot, into: archive.directory).perform().size == 51)
    }

    @Test("of a copy that went its own way is refused, naming both sizes")
    func forked() async throws {
        let archive = try await SampleArchive(events: 50)
        let fork = archive.folder.file("fork")
        try FileManager.default.copyItem(atPath: archive.directory.path, toPath: fork)
        try await archive.append(50..<60)
        let other = ArchiveDirectory(fork)
        let writer = try await ArchiveWriter.open(other, origin: nil, at: .testStart)
        _ = try await writer.log.append((0..<20).map { .sample("fork", $0) }, at: .testStart)
        try await writer.close()
        let snapshot = archive.folder.file("snapshot")
        _ = try ArchiveSnapshot(ArchiveReader(other)).write(to: snapshot)
        try archive.loseLog()
        try expectRefusal(.integrity, of: snapshot, into: archive, words: "has 71 events", "first 61", "its own way")
    }

    @Test("of another log is refused, naming both sizes")
    func otherLog() async throws {
        let archive = try await SampleArchive(events: 50)
        let other = try await SampleArchive(events: 90)
        try archive.loseLog()
        try expectRefusal(
            .integrity, of: other.snapshot(), into: archive, words: "91 events of another log", "51 events")
    }

    @Test("over a head.note that is none is refused")
    func damagedNote() async throws {
        let archive = try await SampleArchive(events: 5)
        let snapshot = try archive.snapshot()
        try archive.loseLog()
        try "nonsense".write(toFile: archive.directory.headNotePath, atomically: true, encoding: .utf8)
        try expectRefusal(.integrity, of: snapshot, into: archive, words: "head.note cannot be read")
    }

    @Test("that was damaged is refused, and a directory that was made for it is gone again")
    func damaged() async throws {
        let archive = try await SampleArchive(events: 600)
        let snapshot = try archive.snapshot()
        try SampleArchive.tamper(snapshot, "UPDATE tile SET hash = zeroblob(32)")
        let directory = ArchiveDirectory(archive.folder.file("fresh"))
        #expect {
            try ArchiveRestore(of: snapshot, into: directory).perform()
        } throws: { error in
            ExitStatus(of: error) == .integrity
        }
        #expect(!FileManager.default.fileExists(atPath: directory.path))
    }

    @Test("is refused while a writer has the archive")
    func locked() async throws {
        let archive = try await SampleArchive(events: 5)
        let snapshot = try archive.snapshot()
        let writer = try await ArchiveWriter.open(archive.directory, origin: nil, at: .testStart)
        let log = archive.folder.file("log")
        try FileManager.default.moveItem(atPath: archive.directory.logPath, toPath: log)
        for suffix in ["-wal", "-shm"] { unlink(archive.directory.logPath + suffix) }
        try expectRefusal(.locked, of: snapshot, into: archive, words: "in use by another writer")
        // Its log is gone: it can say so, and no more.
        try? await writer.close()
    }

    @Test("drops views of events that the snapshot may not have")
    func views() async throws {
        let archive = try await SampleArchive(events: 50)
        let snapshot = try archive.snapshot()
        #expect(FileManager.default.fileExists(atPath: archive.directory.viewsPath))
        try archive.loseLog()
        _ = try ArchiveRestore(of: snapshot, into: archive.directory).perform()
        #expect(!FileManager.default.fileExists(atPath: archive.directory.viewsPath))
        _ = try archive.reader().currentViews()
        #expect(FileManager.default.fileExists(atPath: archive.directory.viewsPath))
    }

    /// Refused with that code and those words, and nothing in the archive has changed.
    private func expectRefusal(
        _ status: Archive.ExitStatus, of snapshot: String, into archive: SampleArchive, words: String...
    ) throws {
        let files = try archive.files()
        #expect {
            try ArchiveRestore(of: snapshot, into: archive.directory).perform()
        } throws: { error in
            ExitStatus(of: error) == status && words.allSatisfy { "\(error)".contains($0) }
        }
        #expect(try archive.files() == files)
    }

    /// SQLite's file format, section 1.3: 1 is a rollback journal, 2 a write-ahead log.
    private func fileVersion(_ path: String) throws -> UInt8? {
        try #require(FileManager.default.contents(atPath: path)).prefix(19).last
    }
}
