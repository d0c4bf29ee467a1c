import Archive
import ArchiveEvents
import EventStorage
import Foundation
import TestSupport
import Testing

/// Files of an archive that are moved, removed or replaced while its writer has it.
@Suite("An archive whose files change under its writer")
struct MisplacedFilesTests {
    /// What somebody does, and how it is undone.
    enum Change: String, CaseIterable, Sendable {
        case logRemoved, logReplaced, lockRemoved, lockReplaced, folderMoved, folderReplaced
    }

    @Test("is not written any more, and goes on where the files are back", arguments: Change.allCases)
    func change(change: Change) async throws {
        let sample = try await HeldArchive()
        _ = try await sample.writer.log.append([.sample("a", 1)], at: .testStart)
        try sample.make(change)
        await #expect { try await sample.writer.log.append([.sample("a", 2)], at: .testStart) } throws: { error in
            guard case EventLogError.misplaced = error else { return false }
            return true
        }
        let notices = await sample.writer.tend(at: .testStart)
        #expect(notices.map(\.level) == [.critical], "\(notices)")
        #expect(await sample.writer.tend(at: .testStart.advanced(byMilliseconds: 2000)) == [], "told once")
        try sample.undo(change)
        let receipt = try await sample.writer.log.append([.sample("a", 2)], at: .testStart)
        #expect(receipt.events.map(\.position) == [Position(2)])
        #expect(await sample.writer.tend(at: .testStart.advanced(byMilliseconds: 4000)).map(\.level) == [.notice])
        try await sample.writer.close()
        #expect(try Verifier(ArchiveReader(sample.directory)).verify().isSound)
    }

    @Test(
        "that are removed for good is not written any more, is not made anew, and tells of it once",
        arguments: [Change.logRemoved, .folderMoved])
    func gone(change: Change) async throws {
        let sample = try await HeldArchive()
        _ = try await sample.writer.log.append([.sample("a", 1)], at: .testStart)
        let path = change == .logRemoved ? sample.directory.logPath : sample.directory.path
        try FileManager.default.removeItem(atPath: path)
        for second in [0, 2, 4] as [Int64] {
            let now = Instant.testStart.advanced(byMilliseconds: second * 1000)
            await #expect { try await sample.writer.log.append([.sample("a", 2)], at: now) } throws: { error in
                guard case EventLogError.misplaced = error else { return false }
                return true
            }
            // With the folder go its keys, each of which is told of, too.
            let notices = await sample.writer.tend(at: now)
            #expect(notices.isEmpty == (second != 0) && notices.allSatisfy { $0.level == .critical }, "\(notices)")
        }
        try? await sample.writer.closeWithoutViews()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("writes nothing into the archive that lies in its place, not even as it ends")
    func anotherArchive() async throws {
        let sample = try await HeldArchive()
        _ = try await sample.writer.log.append([.sample("a", 1)], at: .testStart)
        try FileManager.default.moveItem(atPath: sample.directory.path, toPath: sample.folder.file("moved"))
        let second = try await ArchiveWriter.open(sample.directory, origin: nil, at: .testStart)
        _ = try await second.log.append([.sample("b", 1), .sample("b", 2)], at: .testStart)
        try await second.closeWithoutViews()
        let before = try contents(sample.directory.path)
        _ = try? await sample.writer.log.append([.sample("a", 2)], at: .testStart.advanced(byMilliseconds: 9000))
        for second in [0, 2, 4] as [Int64] {
            _ = await sample.writer.tend(at: .testStart.advanced(byMilliseconds: second * 1000))
        }
        #expect(throws: EventLogError.self) { try sample.writer.watermarks(of: "hq").replace(with: [1]) }
        #expect(throws: EventLogError.self) { try sample.writer.backfillNote(of: "hq").replace(with: [1]) }
        try? await sample.writer.closeWithoutViews()
        #expect(try contents(sample.directory.path) == before)
        #expect(try Verifier(ArchiveReader(ArchiveDirectory(sample.folder.file("moved")))).verify().isSound)
    }

    @Test(
        "saves what a removed write-ahead log, or its index, held", arguments: [["-wal"], ["-shm"], ["-wal", "-shm"]])
    func writeAheadLog(endings: [String]) async throws {
        let sample = try await HeldArchive()
        for number in 1...20 { _ = try await sample.writer.log.append([.sample("a", number)], at: .testStart) }
        for ending in endings { try FileManager.default.removeItem(atPath: sample.directory.logPath + ending) }
        let notices = await sample.writer.tend(at: .testStart)
        #expect(notices.map(\.level) == [.error] && notices[0].sentence.contains("saved into log.sqlite"), "\(notices)")
        _ = try await sample.writer.log.append([.sample("a", 21)], at: .testStart)
        #expect(try sample.writer.reader.size() == Position(22))
        // A process that is killed closes nothing: what is there by now must be all.
        #expect(try ArchiveReader(sample.directory).log.size() == Position(22))
        #expect(try Verifier(ArchiveReader(sample.directory)).verify().isSound)
        try await sample.writer.close()
    }

    @Test("writes head.note again where it was removed, and tells of that once")
    func headNote() async throws {
        let sample = try await HeldArchive()
        _ = try await sample.writer.log.append([.sample("a", 1)], at: .testStart)
        let path = sample.directory.headNotePath
        try FileManager.default.removeItem(atPath: path)
        #expect(await sample.writer.tend(at: .testStart).map(\.level) == [.error])
        let newest = try sample.writer.reader.newestCheckpoint()?.note
        #expect(try String(contentsOfFile: path, encoding: .utf8) == newest)
        #expect(await sample.writer.tend(at: .testStart.advanced(byMilliseconds: 2000)) == [])
        try await sample.writer.close()
    }

    @Test("brings head.note up to the log where a burst left it behind")
    func headNoteBehind() async throws {
        let sample = try await HeldArchive()
        for number in 1...3 { _ = try await sample.writer.log.append([.sample("a", number)], at: .testStart) }
        _ = await sample.writer.tend(at: .testStart.advanced(byMilliseconds: 2000))
        let newest = try sample.writer.reader.newestCheckpoint()?.note
        #expect(try String(contentsOfFile: sample.directory.headNotePath, encoding: .utf8) == newest)
        try await sample.writer.close()
    }

    @Test("goes on without keys that were removed, and says that none can start without them")
    func keys() async throws {
        let sample = try await HeldArchive()
        try FileManager.default.removeItem(atPath: sample.directory.path + "/keys")
        let notices = await sample.writer.tend(at: .testStart)
        #expect(notices.map(\.level) == [.critical, .critical] && notices[0].sentence.contains("keys/log.key"))
        #expect(await sample.writer.tend(at: .testStart) == [])
        _ = try await sample.writer.log.append([.sample("a", 1)], at: .testStart)
        try await sample.writer.close()
    }

    @Test("follows no link: what head.note.new and the notes' unfinished names lead to stays as it is")
    func links() async throws {
        let sample = try await HeldArchive()
        let victim = sample.folder.file("victim")
        try "precious".write(toFile: victim, atomically: false, encoding: .utf8)
        for name in ["head.note.new", "watermarks-hq.json.new", "backfill-hq.json.new", "watermarks-hq.json"] {
            try FileManager.default.createSymbolicLink(
                atPath: sample.directory.path + "/" + name, withDestinationPath: victim)
        }
        #expect(throws: (any Error).self) { try sample.writer.watermarks(of: "hq").read(limit: 1000) }
        _ = try await sample.writer.log.append([.sample("a", 1)], at: .testStart.advanced(byMilliseconds: 9000))
        try sample.writer.watermarks(of: "hq").replace(with: [1])
        try sample.writer.backfillNote(of: "hq").replace(with: [1])
        #expect(try sample.writer.watermarks(of: "hq").read(limit: 1000) == [1])
        try await sample.writer.close()
        #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
    }

    @Test("is not opened through a lock that is a link")
    func lockLink() async throws {
        let sample = try await HeldArchive()
        try await sample.writer.close()
        let lock = sample.directory.path + "/lock"
        try FileManager.default.removeItem(atPath: lock)
        try FileManager.default.createSymbolicLink(atPath: lock, withDestinationPath: sample.folder.file("victim"))
        await #expect { try await ArchiveWriter.open(sample.directory, origin: nil, at: .testStart) } throws: { error in
            "\(error)".contains("is a link")
        }
        #expect(!FileManager.default.fileExists(atPath: sample.folder.file("victim")))
    }

    private func contents(_ folder: String) throws -> [String: Data] {
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return names.reduce(into: [:]) { $0[$1] = FileManager.default.contents(atPath: folder + "/" + $1) }
    }
}

/// An archive with its writer.
struct HeldArchive {
    let folder: TemporaryFolder
    let directory: ArchiveDirectory
    let writer: ArchiveWriter

    init() async throws {
        folder = try TemporaryFolder()
        directory = ArchiveDirectory(folder.file("archive"))
        writer = try await ArchiveWriter.open(directory, origin: "test.example/log", at: .testStart)
        _ = await writer.tend(at: .testStart)
    }

    func make(_ change: MisplacedFilesTests.Change) throws {
        let files = FileManager.default
        try files.moveItem(atPath: path(change), toPath: aside)
        switch change {
        case .logRemoved, .lockRemoved, .folderMoved: break
        case .logReplaced: try files.copyItem(atPath: aside, toPath: path(change))
        case .lockReplaced: try "".write(toFile: path(change), atomically: false, encoding: .utf8)
        case .folderReplaced: try files.copyItem(atPath: aside, toPath: path(change))
        }
    }

    func undo(_ change: MisplacedFilesTests.Change) throws {
        let files = FileManager.default
        if files.fileExists(atPath: path(change)) { try files.removeItem(atPath: path(change)) }
        try files.moveItem(atPath: aside, toPath: path(change))
    }

    private var aside: String { folder.file("aside") }

    private func path(_ change: MisplacedFilesTests.Change) -> String {
        switch change {
        case .logRemoved, .logReplaced: directory.logPath
        case .lockRemoved, .lockReplaced: directory.path + "/lock"
        case .folderMoved, .folderReplaced: directory.path
        }
    }
}
