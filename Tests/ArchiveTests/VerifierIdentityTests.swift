import Archive
import ArchiveEvents
import EventStorage
import Foundation
import GRDB
import TestSupport
import Testing
import TransparencyLog

@Suite("What the verifier says beside its findings")
struct VerifierIdentityTests {
    @Test("whose log it is, whether the key came from outside, how many checkpoints are kept and since when")
    func identity() async throws {
        let archive = try await SampleArchive(events: 100)
        try await archive.append(100_000..<100_100)
        try await archive.append(200_000..<200_100)
        let key = try #require(try verifierKey(of: archive.reader().store))
        for quick in [false, true] {
            var verifier = try Verifier(archive.directory)
            let alone = quick ? verifier.verifyQuickly() : verifier.verify()
            #expect(alone.identity?.origin == "test.example/log" && alone.identity?.key?.verifierKey == key)
            #expect(!alone.isKeyGiven && alone.isSound)
            #expect(alone.identity?.keptCheckpoints == 2)
            #expect(alone.identity?.keptSince == .testStart, "the last event of the first day")
            verifier.key = try NoteVerifier(verifierKey: key)
            let pinned = quick ? verifier.verifyQuickly() : verifier.verify()
            #expect(pinned.isKeyGiven && pinned.isSound)
        }
    }

    @Test("that a log made anew under the same name is another key's, by itself sound, and refused by the key")
    func madeAnew() async throws {
        let archive = try await SampleArchive(events: 100)
        let key = try #require(try verifierKey(of: archive.reader().store))
        let own = try NoteVerifier(verifierKey: key)
        let forged = try await SampleArchive(events: 100)
        #expect(try forged.reports().whole.isSound)
        for quick in [false, true] {
            var verifier = try Verifier(forged.directory)
            verifier.key = own
            let report = quick ? verifier.verifyQuickly() : verifier.verify()
            #expect(report.places == ["key 0"] && !report.isKeyGiven, "\(report.findings)")
            #expect(report.findings[0].message.contains(own.verifierKey))
        }
    }

    @Test("that a checkpoint of another log is one")
    func otherLog() async throws {
        let archive = try await SampleArchive(events: 10)
        let other = try await SampleArchive(events: 5, origin: "other.example/log")
        let note = try #require(try other.reader().log.newestCheckpoint()).note
        for report in [
            try Verifier(archive.directory).verify(against: [("x", note)]),
            try Verifier(archive.directory).verifyQuickly(against: [("x", note)]),
        ] {
            #expect(report.places == ["checkpoint x"])
            #expect(report.findings[0].message.contains("of another log, other.example/log"))
        }
    }

    @Test("that another program made statistics, which is no fault; a table that only looks like them is")
    func statistics() async throws {
        let archive = try await SampleArchive(events: 300)
        try SampleArchive.tamper(archive.directory.logPath, "ANALYZE")
        for report in [try archive.reports().whole, try archive.reports().quick] {
            #expect(report.isSound && Set(report.notices.map(\.code)) == [.statistics], "\(report.findings)")
            #expect(report.notices[0].message.contains("DROP TABLE sqlite_stat1"))
        }
        #expect(try Verifier(logAt: archive.snapshot()).verify().isSound)
        try SampleArchive.tamper(archive.directory.logPath, "DROP TABLE sqlite_stat1")
        #expect(try !archive.reports().whole.notices.map(\.code).contains(.statistics) || Self.hasStatistics4)
        try SampleArchive.tamper(archive.directory.logPath, "CREATE TABLE statistics (tbl, idx, stat)")
        #expect(try archive.reports().quick.places == ["sqlite log.sqlite"])
    }

    /// Whether this SQLite was built to make the second table, too.
    private static var hasStatistics4: Bool {
        let options = try? DatabaseQueue().read { try String.fetchAll($0, sql: "PRAGMA compile_options") }
        return options?.contains("ENABLE_STAT4") ?? false
    }

    @Test("that the lines of the log's end were changed, to the quick form too", arguments: [true, false])
    func changedEnd(withinCompleteRun: Bool) async throws {
        let archive = try await SampleArchive(events: withinCompleteRun ? 511 : 400)
        try archive.rewrite { log in
            let text = String(decoding: log.lines[380], as: UTF8.self)
            log.lines[380] = Array(text.replacing(#""n":379"#, with: #""n":978"#).utf8)
        }
        let (whole, quick) = try archive.reports()
        #expect(!whole.isSound)
        let code = withinCompleteRun ? Finding.Code.tile : .root
        #expect(quick.findings.contains { $0.code == code || $0.code == .checkpoint }, "\(quick.findings)")
    }

    @Test("why the log could not be read, which is no finding")
    func unread() async throws {
        let archive = try await SampleArchive(events: 20)
        try archive.loseLog()
        try FileManager.default.createDirectory(atPath: archive.directory.logPath, withIntermediateDirectories: false)
        for report in [try archive.reports().whole, try archive.reports().quick] {
            #expect(report.findings.isEmpty && !report.isSound)
            let failure = try #require(report.failure)
            let words = failure.description
            #expect(words.contains("could not be read") && words.contains("; check "), "\(words)")
            #expect(ExitStatus(of: failure) == .failed)
        }
    }
}
