import EventStorage
import Foundation
import GRDB
import TestSupport
import Testing

@Suite("An error of reading")
struct ReadErrorTests {
    @Test(
        "that says nothing of what is stored comes with what to do",
        arguments: [
            (ResultCode.SQLITE_BUSY, "end the program that holds it"), (.SQLITE_LOCKED, "end the program"),
            (.SQLITE_PROTOCOL, "end the program"), (.SQLITE_CANTOPEN, "check who owns it"),
            (.SQLITE_PERM, "check who owns it"), (.SQLITE_AUTH, "check who owns it"),
            (.SQLITE_READONLY, "check who owns it"), (.SQLITE_NOMEM, "free some memory"),
            (.SQLITE_IOERR, "check the disk"), (.SQLITE_IOERR_READ, "check the disk"), (.SQLITE_FULL, "check the disk"),
            (.SQLITE_BUSY_RECOVERY, "end the program"), (.SQLITE_CANTOPEN_ISDIR, "check who owns it"),
        ])
    func unread(code: ResultCode, words: String) async throws {
        let test = try TestLog()
        _ = try await test.create()
        let store = try test.readOnlyStore()
        #expect {
            try store.read { _ in throw DatabaseError(resultCode: code, message: "said by SQLite") }
        } throws: { error in
            guard case EventLogError.storage(let what) = error else { return false }
            return what.contains("said by SQLite; ") && what.contains(words)
        }
    }

    @Test(
        "that contradicts a log is damage",
        arguments: [ResultCode.SQLITE_ERROR, .SQLITE_CORRUPT, .SQLITE_MISMATCH, .SQLITE_TOOBIG, .SQLITE_SCHEMA])
    func damage(code: ResultCode) async throws {
        let test = try TestLog()
        _ = try await test.create()
        #expect {
            try test.readOnlyStore().read { _ in throw DatabaseError(resultCode: code) }
        } throws: { error in
            guard case EventLogError.damaged = error else { return false }
            return true
        }
    }

    @Test("within SQLite's own check is told from a fault that the check found")
    func integrityCheck() throws {
        let page = "*** in database main ***\nTree 5 page 12: unable to get the page. error code="
        try SQLiteBlockStore.requireRead(["wrong # of entries in index x", page + "11", page + "779"])
        for code in [10, 266, 7, 5, 6, 14] {
            #expect(throws: EventLogError.self, "\(code)") { try SQLiteBlockStore.requireRead([page + "\(code)"]) }
        }
    }
}
