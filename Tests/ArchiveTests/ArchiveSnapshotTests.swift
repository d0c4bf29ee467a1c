import Archive
import ArchiveEvents
import Dispatch
import EventStorage
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("A snapshot")
struct ArchiveSnapshotTests {
    @Test("of a log that grows with each step of the copy is one state of it, whole")
    func whileAppending() async throws {
        let archive = try await SampleArchive(events: 0)
        let writer = try await ArchiveWriter.open(archive.directory, origin: nil, at: .testStart)
        // Megabytes that do not get smaller when they are sealed: several steps.
        var generator = SeededGenerator(seed: 3)
        let noise = (0..<40).map { number in
            let data = "\"\(Data(generator.bytes(100_000)).base64EncodedString())\""
            return NewEvent(type: .recordSeen, subject: "hq/alerts/\(number)", data: Array(data.utf8))
        }
        _ = try await writer.log.append(noise, at: .testStart)
        let path = archive.folder.file("snapshot")
        let copying = try SteppedCopy(archive.reader(), to: path)
        var appends = 0
        while !copying.isDone {
            let isWaiting = copying.isWaiting
            _ = try await writer.log.append([.sample("busy", appends)], at: .testStart)
            appends += 1
            if isWaiting { copying.goOn() }
        }
        let summary = try copying.result()
        try await writer.close()
        #expect(copying.steps > 2)
        #expect(appends >= copying.steps, "a commit came between any two steps")
        let lines = try SampleArchive.lines(of: path)
        #expect(UInt64(lines.count) == summary.size)
        #expect(try SampleArchive.lines(of: archive.directory.logPath).starts(with: lines))
        #expect(try Verifier(logAt: path).verify().isSound)
    }

    @Test("is one file without a write-ahead log, of its owner only, and nothing lies beside it")
    func file() async throws {
        let archive = try await SampleArchive(events: 300)
        let path = try archive.snapshot()
        let header = try #require(FileManager.default.contents(atPath: path)).prefix(20)
        // SQLite's file format, section 1.3: write and read version 1 is a rollback journal, 2 a write-ahead log.
        #expect([UInt8](header.suffix(2)) == [1, 1])
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        let names = try FileManager.default.contentsOfDirectory(atPath: archive.folder.path)
        #expect(names.sorted() == ["archive", "snapshot"])
        #expect(try SampleArchive.lines(of: path) == SampleArchive.lines(of: archive.directory.logPath))
    }

    @Test("never replaces a file, also one that came while it was made")
    func existing() async throws {
        let archive = try await SampleArchive(events: 300)
        let path = archive.folder.file("mine")
        try "mine".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(throws: StagedFileError.self) { try ArchiveSnapshot(archive.reader()).write(to: path) }
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: StagedFileError.self) {
            try ArchiveSnapshot(archive.reader()).write(to: path) { step, _, _ in
                guard step == .verifying else { return }
                try? "mine".write(toFile: path, atomically: true, encoding: .utf8)
            }
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
        let names = try FileManager.default.contentsOfDirectory(atPath: archive.folder.path)
        #expect(names.sorted() == ["archive", "mine"])
    }

    @Test(
        "of a log that does not verify gets no name and leaves nothing behind",
        arguments: [
            "UPDATE block SET body = zeroblob(length(body)) WHERE first_position = 0",
            "UPDATE salt SET seed = zeroblob(32) WHERE run = 1", "DELETE FROM tile",
        ])
    func unsound(sql: String) async throws {
        let archive = try await SampleArchive(events: 600)
        try SampleArchive.tamper(archive.directory.logPath, sql)
        let path = archive.folder.file("snapshot")
        #expect {
            try ArchiveSnapshot(archive.reader()).write(to: path)
        } throws: { error in
            ExitStatus(of: error) == .integrity
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: archive.folder.path) == ["archive"])
    }

    @Test("removes what a killed run left behind, and nothing else")
    func leftovers() async throws {
        let archive = try await SampleArchive(events: 10)
        let others = ["snapshot.partial-mine", "other.partial-123", "snapshot.partial"]
        for name in others + ["snapshot.partial-123", "snapshot.partial-123-journal"] {
            try "left".write(toFile: archive.folder.file(name), atomically: false, encoding: .utf8)
        }
        _ = try archive.snapshot()
        let names = try FileManager.default.contentsOfDirectory(atPath: archive.folder.path)
        #expect(names.sorted() == (others + ["archive", "snapshot"]).sorted())
    }

    @Test("into a folder that is not there says so")
    func missingFolder() async throws {
        let archive = try await SampleArchive(events: 10)
        #expect {
            try archive.snapshot("nowhere/snapshot")
        } throws: { error in
            "\(error)".contains("check the name")
        }
    }
}

/// A snapshot on a thread of its own that waits after each step until it is told to go on.
private final class SteppedCopy: Sendable {
    private let turn = DispatchSemaphore(value: 0)
    private let state = Mutex(State())

    private struct State {
        var result: Result<ArchiveSnapshot.Summary, any Error>?
        var steps = 0
        var isWaiting = false
    }

    init(_ archive: ArchiveReader, to path: String) {
        DispatchQueue.global().async {
            let result = Result {
                try ArchiveSnapshot(archive).write(to: path) { step, done, total in
                    guard step == .copying, done < total else { return }
                    self.state.withLock { state in
                        state.steps += 1
                        state.isWaiting = true
                    }
                    self.turn.wait()
                }
            }
            self.state.withLock { $0.result = result }
        }
    }

    var isDone: Bool { state.withLock { $0.result != nil } }
    var isWaiting: Bool { state.withLock { $0.isWaiting } }
    var steps: Int { state.withLock { $0.steps } }

    func goOn() {
        state.withLock { $0.isWaiting = false }
        turn.signal()
    }

    func result() throws -> ArchiveSnapshot.Summary { try #require(state.withLock { $0.result }).get() }
}
