import ArchiveEvents
import EventStorage
import Foundation
import TestSupport
import Testing

@Suite("The guard over the head")
struct HeadGuardTests {
    @Test("refuses an older copy of the log that was put back")
    func rollBack() async throws {
        let test = try TestLog()
        let log = try await test.create()
        try await log.close()
        let copy = test.folder.file("copy")
        try test.checkpointAndCopy(to: copy)
        _ = try await log.append([.sample("a", 1)], at: .testStart.advanced(byMilliseconds: 2000))
        try await log.close()
        try test.putBack(copy)
        #expect { try test.open() } throws: { error in
            guard case EventLogError.rolledBack(known: 2, found: 1) = error else { return false }
            return true
        }
    }

    @Test("refuses a copy that went its own way")
    func fork() async throws {
        let test = try TestLog()
        let log = try await test.create()
        try await log.close()
        let copy = test.folder.file("copy")
        try test.checkpointAndCopy(to: copy)
        _ = try await log.append([.sample("a", 1)], at: .testStart.advanced(byMilliseconds: 2000))
        try await log.close()
        let note = try #require(try test.headNote.read())
        try test.putBack(copy)
        try FileManager.default.removeItem(atPath: test.folder.file("head.note"))
        let other = try test.open()
        _ = try await other.append([.sample("b", 1), .sample("b", 2)], at: .testStart)
        try await other.close()
        try test.headNote.replace(with: note)
        #expect { try test.open() } throws: { error in
            guard case EventLogError.forked(size: 2) = error else { return false }
            return true
        }
    }

    @Test("does not mind a note that lies behind the log, as after a crash")
    func behind() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let early = try #require(try test.headNote.read())
        _ = try await log.append((0..<600).map { .sample("a", $0) }, at: .testStart.advanced(byMilliseconds: 2000))
        try test.headNote.replace(with: early)
        #expect(await (try test.open()).size.number == 601)
    }

    @Test("refuses a note that another key signed", arguments: ["not a note", "a\n1\nAAAA\n\n— a AAAA\n"])
    func foreignNote(text: String) async throws {
        let test = try TestLog()
        _ = try await test.create()
        try test.headNote.replace(with: text)
        #expect(throws: EventLogError.self) { try test.open() }
    }
}

extension TestLog {
    /// A copy of the log's file as it is now, with what the write-ahead log holds.
    fileprivate func checkpointAndCopy(to copy: String) throws {
        for suffix in ["", "-wal"] { try FileManager.default.copyItem(atPath: path + suffix, toPath: copy + suffix) }
    }

    fileprivate func putBack(_ copy: String) throws {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        for suffix in ["", "-wal"] { try FileManager.default.copyItem(atPath: copy + suffix, toPath: path + suffix) }
    }
}
