import Archive
import ArchiveEvents
import EventStorage
import Foundation
import TestSupport
import Testing

@Suite("A head.note that is missing")
struct HeadNoteTests {
    @Test("is a finding, also where the log was cut back to an older checkpoint before")
    func missing() async throws {
        let archive = try await SampleArchive(events: 200)
        let files = FileManager.default
        try files.removeItem(atPath: archive.directory.headNotePath)
        #expect(try archive.reports().whole.places == ["head head.note"])
        #expect(try archive.reports().quick.places == ["head head.note"])

        let cut = try await SampleArchive(events: 100)
        let old = try Data(contentsOf: URL(fileURLWithPath: cut.directory.logPath))
        try await cut.append(100..<200)
        try old.write(to: URL(fileURLWithPath: cut.directory.logPath))
        try files.removeItem(atPath: cut.directory.headNotePath)
        #expect(try cut.reports().whole.places == ["head head.note"])
    }

    @Test("is recorded in the log before anything else by the next writer, which goes on; the verifier tells of it")
    func recorded() async throws {
        let archive = try await SampleArchive(events: 50)
        try FileManager.default.removeItem(atPath: archive.directory.headNotePath)
        #expect(try await Self.hadLostHeadNote(archive))
        #expect(try archive.reader().log.size() == Position(52))
        #expect(FileManager.default.fileExists(atPath: archive.directory.headNotePath))
        let event = try #require(try archive.reader().log.events(from: Position(51), until: Position(52)).first)
        #expect(event.type == .headNoteLost && event.subject == "archive")
        #expect(event.data.map { String(decoding: $0, as: UTF8.self) } == #"{"size":51}"#)
        let report = try archive.reports().whole
        #expect(report.findings.isEmpty && report.notices.map(\.code) == [.lostHeadNote], "\(report.findings)")
        #expect(report.notices[0].message.contains("opened at event 51"))

        #expect(try await !Self.hadLostHeadNote(archive))
        #expect(try archive.reader().log.size() == Position(52))
    }

    /// Opens the archive as a writer does, and closes it; the lock goes with the value.
    private static func hadLostHeadNote(_ archive: SampleArchive) async throws -> Bool {
        let writer = try await ArchiveWriter.open(archive.directory, origin: nil, at: .testStart)
        try await writer.close()
        return writer.hadLostHeadNote
    }

    @Test("is a finding, and recorded, also where the log has its first event only, whatever lies beside it")
    func firstEvent() async throws {
        let files = FileManager.default
        let other = try await SampleArchive(events: 0)
        for (lies, isCut) in [
            ("nothing", false), ("nothing", true), ("rubbish", false), ("another", false), ("later", true),
        ] {
            let archive = try await SampleArchive(events: 0)
            let (note, unfinished) = (archive.directory.headNotePath, archive.directory.headNotePath + ".new")
            if isCut {
                let first = try Data(contentsOf: URL(fileURLWithPath: archive.directory.logPath))
                try await archive.append(0..<100)
                try first.write(to: URL(fileURLWithPath: archive.directory.logPath))
            }
            switch lies {
            case "rubbish": try Data("x".utf8).write(to: URL(fileURLWithPath: unfinished))
            case "another": try files.copyItem(atPath: other.directory.headNotePath, toPath: unfinished)
            case "later": try files.copyItem(atPath: note, toPath: unfinished)
            default: break
            }
            try files.removeItem(atPath: note)
            #expect(try archive.reports().whole.places == ["head head.note"], "\(lies), \(isCut)")
            #expect(try archive.reports().quick.places == ["head head.note"], "\(lies), \(isCut)")
            #expect(try await Self.hadLostHeadNote(archive), "\(lies), \(isCut)")
            #expect(try archive.reports().whole.notices.map(\.code) == [.lostHeadNote], "\(lies), \(isCut)")
        }
    }

    @Test(
        "has its unfinished name where the making of the archive was cut short, and gets its own from the next writer")
    func creation() async throws {
        let archive = try await SampleArchive(events: 0)
        let note = archive.directory.headNotePath
        try FileManager.default.moveItem(atPath: note, toPath: note + ".new")
        let report = try archive.reports().whole
        #expect(report.findings.isEmpty && report.notices.map(\.code) == [.noHeadNote])
        let writer = try await ArchiveWriter.open(archive.directory, origin: nil, at: .testStart)
        #expect(!writer.hadLostHeadNote)
        #expect(FileManager.default.fileExists(atPath: archive.directory.headNotePath), "before the first append")
        try await writer.close()
        #expect(try archive.reports().whole.notices.isEmpty)
        #expect(try archive.reader().log.size() == Position(1))
    }

    @Test("comes again with a restored log, from which on it guards")
    func restored() async throws {
        let archive = try await SampleArchive(events: 50)
        let early = try archive.snapshot("early")
        try await archive.append(50..<60)
        let late = try archive.snapshot("late")
        let directory = ArchiveDirectory(archive.folder.file("fresh"))
        _ = try ArchiveRestore(of: late, into: directory).perform()
        let newest = try #require(try ArchiveReader(directory).log.newestCheckpoint()).note
        #expect(try String(contentsOfFile: directory.headNotePath, encoding: .utf8) == newest)
        #expect(try Verifier(directory).verify().isSound)
        try FileManager.default.removeItem(atPath: directory.logPath)
        #expect { try ArchiveRestore(of: early, into: directory).perform() } throws: {
            ExitStatus(of: $0) == .integrity
        }
    }

    @Test("is not taken for a note that cannot be read, or for a directory in its place")
    func unreadable() async throws {
        let archive = try await SampleArchive(events: 50)
        let path = archive.directory.headNotePath
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(try archive.reports().whole.places == ["head head.note"])
        try FileManager.default.removeItem(atPath: path)
        try Data(count: 2 << 20).write(to: URL(fileURLWithPath: path))
        #expect(try archive.reports().whole.places == ["head head.note"])
    }
}

@Suite("A log.sqlite that was copied alone from a running archive")
struct LoneCopyTests {
    @Test("is said to be possibly older by verify, and by restore, though it is sound")
    func alone() async throws {
        let (archive, copy, writer) = try await copied()
        let report = try Verifier(logAt: copy).verify()
        #expect(report.findings.isEmpty && report.notices.map(\.code) == [.olderCopy, .noHeadNote], "\(report)")
        #expect(try Verifier(logAt: copy).verifyQuickly().notices.map(\.code).contains(.olderCopy), "a second time")
        let directory = ArchiveDirectory(archive.folder.file("fresh"))
        #expect(try ArchiveRestore(of: copy, into: directory).perform().isPossiblyOlder)
        let snapshot = try archive.snapshot()
        #expect(try Verifier(logAt: snapshot).verify().notices.map(\.code) == [.noHeadNote])
        let other = ArchiveDirectory(archive.folder.file("other"))
        #expect(try !ArchiveRestore(of: snapshot, into: other).perform().isPossiblyOlder)
        try await writer.close()
    }

    @Test("beside its head.note lacks its write-ahead log, and is called so, and not a forgery")
    func withHeadNote() async throws {
        let (archive, copy, writer) = try await copied()
        let note = DurableFile.folder(of: copy) + "/head.note"
        try FileManager.default.copyItem(atPath: archive.directory.headNotePath, toPath: note)
        for report in [
            try Verifier(logAt: copy).verify(), try Verifier(ArchiveDirectory(DurableFile.folder(of: copy))).verify(),
        ] {
            #expect(report.places == ["head head.note"], "\(report.findings)")
            let message = report.findings[0].message
            #expect(message.contains("without its write-ahead log") && message.contains("events, but head.note proves"))
        }
        #expect {
            try ArchiveRestore(of: copy, into: ArchiveDirectory(archive.folder.file("fresh"))).perform()
        } throws: { error in
            "\(error)".contains("copied without its write-ahead log") && ExitStatus(of: error) == .integrity
        }
        // With it, nothing is missing.
        for suffix in ["", "-wal", "-shm"] { unlink(copy + suffix) }
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: archive.directory.logPath + suffix, toPath: copy + suffix)
        }
        let whole = try Verifier(logAt: copy).verify()
        #expect(whole.isSound && whole.notices.isEmpty && whole.size == 71, "\(whole)")
        try await writer.close()
    }

    @Test("beside the head.note of another log says that nothing is known")
    func foreignHeadNote() async throws {
        let (archive, copy, writer) = try await copied()
        let other = try await SampleArchive(events: 100)
        let note = DurableFile.folder(of: copy) + "/head.note"
        try FileManager.default.copyItem(atPath: other.directory.headNotePath, toPath: note)
        #expect(try Verifier(logAt: copy).verify().notices.map(\.code) == [.olderCopy, .noHeadNote])
        #expect(try ArchiveRestore(of: copy, into: ArchiveDirectory(archive.folder.file("f"))).perform().size == 51)
        try await writer.close()
    }

    /// An archive whose writer goes on, and a copy of its file as it was before what is still in the write-ahead log.
    private func copied() async throws -> (SampleArchive, copy: String, ArchiveWriter) {
        let archive = try await SampleArchive(events: 50)
        let writer = try await ArchiveWriter.open(archive.directory, origin: nil, at: .testStart)
        _ = try await writer.log.append((0..<20).map { .sample("late", $0) }, at: .testStart)
        let folder = archive.folder.file("elsewhere")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let copy = folder + "/log.sqlite"
        try FileManager.default.copyItem(atPath: archive.directory.logPath, toPath: copy)
        return (archive, copy, writer)
    }
}
