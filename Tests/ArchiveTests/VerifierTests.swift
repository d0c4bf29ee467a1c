import Archive
import ArchiveEvents
import EventStorage
import Foundation
import GRDB
import TestSupport
import Testing
import TransparencyLog

@Suite("The verifier")
struct VerifierTests {
    @Test("finds an archive sound at every size", arguments: [0, 1, 255, 256, 600])
    func sound(count: Int) async throws {
        let archive = try await TestArchive(events: count)
        let report = try archive.verify()
        #expect(report.findings.isEmpty)
        #expect(report.size == UInt64(count + 1))
    }

    @Test("finds an archive sound and opens it whose rows name a time after the year 9999, as earlier versions wrote")
    func beyondCalendar() async throws {
        let archive = try await SampleArchive(events: 3)
        try await append(1, to: archive, at: Instant(milliseconds: 253_402_300_799_999))
        try SampleArchive.tamper(
            archive.directory.logPath,
            "UPDATE block SET first_time = last_time + 5000, last_time = last_time + 7000 WHERE first_position = 4")
        #expect(try Verifier(archive.directory).verify().findings.isEmpty)
        try await append(2, to: archive, at: .testStart)
        #expect(try Verifier(archive.directory).verify().findings.isEmpty)
        #expect(try Verifier(archive.directory).verifyQuickly().findings.isEmpty)
        #expect(ArchiveSurvey(archive.directory).lastTime?.milliseconds == 253_402_300_799_999)
    }

    /// The lock goes with the writer.
    private func append(_ number: Int, to archive: SampleArchive, at time: Instant) async throws {
        let writer = try await ArchiveWriter.open(archive.directory, origin: nil, at: .testStart)
        _ = try await writer.log.append([.sample("a", number)], at: time)
        try await writer.close()
    }

    /// What is done to the file behind the program's back, and which kinds of finding must come of it.
    static let tampering: [(sql: String, codes: Set<Finding.Code>)] = [
        ("UPDATE block SET body = zeroblob(length(body)) WHERE first_position = 0", [.block]),
        ("UPDATE block SET body_crc32 = body_crc32 + 1 WHERE codec = 1", [.block]),
        ("UPDATE block SET plain_crc32 = plain_crc32 - 1 WHERE codec = 1", [.block]),
        ("UPDATE block SET plain_size = plain_size + 1 WHERE codec = 1", [.block]),
        ("UPDATE block SET codec = 0 WHERE codec = 1", [.block]),
        ("UPDATE block SET event_count = event_count - 1 WHERE first_position = 0", [.block]),
        ("UPDATE block SET first_time = first_time + 1", [.time]),
        ("DELETE FROM block WHERE first_position = 0", [.position]),
        ("DELETE FROM block WHERE first_position = (SELECT max(first_position) FROM block)", [.checkpoint, .head]),
        ("UPDATE salt SET seed = zeroblob(32) WHERE run = 0", [.tile]),
        ("UPDATE salt SET seed = zeroblob(32) WHERE run = 2", [.checkpoint]),
        ("DELETE FROM salt WHERE run = 1", [.salt]),
        ("UPDATE tile SET hash = zeroblob(32) WHERE number = 1", [.tile]),
        ("DELETE FROM tile WHERE number = 1", [.tile]),
        ("INSERT INTO tile VALUES (1, 99, zeroblob(32))", [.tile]),
        ("UPDATE checkpoint SET note = replace(note, 'test.example', 'evil.example')", [.checkpoint]),
        ("UPDATE checkpoint SET note = substr(note, 1, length(note) - 9) || 'AAAAAAA=' || char(10)", [.checkpoint]),
        ("DELETE FROM checkpoint WHERE kept = 0", [.checkpoint]),
        ("INSERT INTO checkpoint SELECT size + 5000, note, 1 FROM checkpoint LIMIT 1", [.checkpoint]),
        ("INSERT INTO tile VALUES (-1, 0, x'00')", [.position]),
        ("INSERT INTO salt VALUES (-1, x'00', NULL)", [.position]),
        ("INSERT INTO checkpoint SELECT -1, note, 1 FROM checkpoint LIMIT 1", [.position]),
        ("UPDATE block SET first_position = 9223372036854775807 WHERE first_position > 500", [.unreadable]),
        ("UPDATE block SET plain_size = -1 WHERE codec = 1", [.unreadable]),
        ("UPDATE stream SET version = version + 1", [.streamVersion]),
        ("DELETE FROM stream", [.streamVersion]),
    ]

    @Test("finds what was tampered with", arguments: 0..<tampering.count)
    func tampered(index: Int) async throws {
        let (sql, codes) = Self.tampering[index]
        let archive = try await TestArchive(events: 600)
        try archive.tamper(sql)
        let report = try archive.verify()
        #expect(!report.isSound, "\(sql)")
        #expect(codes.isSubset(of: report.findings.map(\.code)), "\(sql): \(report.findings)")
    }

    @Test("finds an event that was replaced by another one with all checksums right")
    func replacedEvent() async throws {
        let archive = try await TestArchive(events: 40)
        try archive.replaceFrame { $0.replacing(#""n":7,"#, with: #""n":8,"#) }
        let report = try archive.verify()
        #expect(report.findings.contains { $0.code == .checkpoint })
    }
}

/// An archive with some sealed blocks and some frames.
private struct TestArchive {
    let folder = try? TemporaryFolder()
    let directory: ArchiveDirectory

    init(events: Int) async throws {
        directory = ArchiveDirectory(try #require(folder).file("archive"))
        let archive = try await ArchiveWriter.open(directory, origin: "test.example/log", at: .testStart)
        for start in stride(from: 0, to: events, by: 100) {
            let batch = (start..<min(start + 100, events)).map { NewEvent.sample("s\($0 % 7)", $0, size: 300) }
            _ = try await archive.log.append(batch, at: .testStart.advanced(byMilliseconds: Int64(start) * 600_000))
            if start < 300 { try await archive.log.sealFullBlocks() }
        }
        try await archive.close()
    }

    func verify() throws -> Verifier.Report { try Verifier(ArchiveReader(directory)).verify() }

    /// Runs SQL as someone would who knows how to drop triggers.
    func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: directory.logPath)
        try queue.write { database in
            for trigger in try String.fetchAll(database, sql: "SELECT name FROM sqlite_schema WHERE type = 'trigger'") {
                try database.execute(sql: "DROP TRIGGER \(trigger)")
            }
            try database.execute(sql: sql)
        }
        try queue.close()
    }

    /// Rewrites the last frame's text with fitting checksums.
    func replaceFrame(_ edit: (String) -> String) throws {
        let store = try SQLiteBlockStore.open(at: directory.logPath, access: .reading)
        let frame = try #require(try store.read { try $0.blocks(from: Position(1), limit: 1) }.first)
        try store.close()
        let body = Array(edit(String(decoding: frame.body, as: UTF8.self)).utf8)
        let crc = Deflate.crc32(body)
        try tamper(
            """
            UPDATE block SET body = x'\(body.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())',
            plain_crc32 = \(crc), body_crc32 = \(crc), plain_size = \(body.count) WHERE first_position = 1
            """)
    }
}

extension VerifierTests {
    @Test("checks the versions of more streams than it remembers at a time", arguments: [1, 5, 7, 1000])
    func manyStreams(limit: Int) async throws {
        let sample = try await SampleArchive(events: 600)
        #expect(Verifier(try sample.reader()).verify(streamLimit: limit).findings.isEmpty)
        for (tampering, count) in [
            ("UPDATE stream SET version = version - 1 WHERE rowid_of(1)", 1),
            ("DELETE FROM stream WHERE rowid_of(2)", 1),
            ("INSERT INTO stream VALUES (x'00112233445566778899aabbccddeeff', 3)", 1),
        ] {
            let copy = try await SampleArchive(events: 600)
            let sql = tampering.replacing(
                /rowid_of\((\d)\)/,
                with: {
                    "subject_hash = (SELECT subject_hash FROM stream ORDER BY subject_hash LIMIT 1 OFFSET \($0.1))"
                })
            try SampleArchive.tamper(copy.directory.logPath, sql)
            let findings = Verifier(try copy.reader()).verify(streamLimit: limit).findings.beyondTriggers
            #expect(findings.map(\.code) == Array(repeating: .streamVersion, count: count), "\(sql): \(findings)")
        }
    }

    @Test("holds the log against a checkpoint that was kept elsewhere")
    func keptElsewhere() async throws {
        let sample = try await SampleArchive(events: 200)
        let early = try #require(try sample.reader().log.newestCheckpoint()).note
        try await sample.append(200..<500)
        let other = try await SampleArchive(events: 500)
        let foreign = try #require(try other.reader().log.newestCheckpoint()).note
        let verifier = Verifier(try sample.reader())
        for report in [
            verifier.verify(against: [("early", early)]), verifier.verifyQuickly(against: [("early", early)]),
        ] {
            #expect(report.findings.isEmpty, "\(report.findings)")
        }
        for (name, note) in [("foreign", foreign), ("rubbish", "no note"), ("cut", String(early.dropLast(9)))] {
            for report in [verifier.verify(against: [(name, note)]), verifier.verifyQuickly(against: [(name, note)])] {
                #expect(report.findings.map(\.code) == [.checkpoint], "\(name): \(report.findings)")
                #expect(report.findings.map(\.place) == [name])
            }
        }
    }

    @Test("notices with an early checkpoint that a longer log was rolled back with its head.note")
    func rolledBackWhole() async throws {
        let sample = try await SampleArchive(events: 200)
        let shorter = try await SampleArchive(events: 100)
        let late = try #require(try sample.reader().log.newestCheckpoint()).note
        let findings = Verifier(try shorter.reader()).verify(against: [("late", late)]).findings
        #expect(findings.map(\.code) == [.checkpoint], "\(findings)")
        #expect(findings.first?.message == "it knows of more events than the log has")
    }

    @Test("reads on while the log grows and is sealed under it")
    func growing() async throws {
        let sample = try await SampleArchive(events: 400)
        let archive = try await ArchiveWriter.open(sample.directory, origin: nil, at: .testStart)
        let appending = Task {
            for number in 0..<300 {
                _ = try await archive.log.append([.sample("late", number, size: 2000)], at: .testStart)
                if number % 20 == 0 { try await archive.log.sealFullBlocks() }
            }
        }
        for _ in 0..<8 {
            let report = Verifier(try sample.reader()).verify()
            #expect(report.findings.isEmpty, "\(report.findings)")
        }
        try await appending.value
        #expect(Verifier(try sample.reader()).verify().size == 701)
        try await archive.close()
    }

    /// What the quick form must find, and what only the whole one does.
    @Test(
        "finds the structure's faults quickly, and leaves the lines of older blocks to the whole form",
        arguments: [
            ("DELETE FROM block WHERE first_position = 0", true), ("DELETE FROM salt WHERE run = 1", true),
            ("DELETE FROM tile WHERE number = 1", true), ("UPDATE tile SET hash = zeroblob(32) WHERE number = 0", true),
            ("UPDATE block SET event_count = event_count + 1 WHERE first_position = 0", true),
            ("UPDATE block SET body = zeroblob(length(body)) WHERE first_position = 0", true),
            (
                "UPDATE block SET body = zeroblob(length(body)) "
                    + "WHERE first_position = (SELECT max(first_position) FROM block WHERE codec = 1)", true
            ),
            (
                "UPDATE block SET body = zeroblob(length(body)) "
                    + "WHERE first_position = (SELECT first_position FROM block LIMIT 1 OFFSET 1)", false
            ),
        ] as [(String, Bool)])
    func quick(sql: String, isFoundQuickly: Bool) async throws {
        let sample = try await SampleArchive(events: 2400, size: 900)
        #expect(Verifier(try sample.reader()).verifyQuickly().findings.isEmpty)
        try SampleArchive.tamper(sample.directory.logPath, sql)
        let verifier = Verifier(try sample.reader())
        #expect(verifier.verifyQuickly().isSound != isFoundQuickly, "\(sql)")
        #expect(!verifier.verify().findings.beyondTriggers.isEmpty, "\(sql)")
    }
}

extension VerifierTests {
    @Test("finds an event that is in two blocks, each with all checksums right")
    func overlap() async throws {
        let sample = try await SampleArchive(events: 250, size: 1500)
        let store = try SQLiteBlockStore.open(at: sample.directory.logPath, access: .reading)
        let block = try #require(try store.read { try $0.blocks(from: .first, limit: 1) }.first)
        try store.close()
        var lines = LineRun(from: Position(9), time: .testStart)
        for event in try block.events().dropFirst(9) { lines.append(event.line, time: event.time) }
        let second = Block(codec: .deflate, lines: lines)
        try SampleArchive.tamper(
            sample.directory.logPath,
            """
            INSERT INTO block SELECT 9, \(second.eventCount), 1, \(second.plainSize), \(second.plainCRC32),
            \(second.bodyCRC32), \(second.firstTime.milliseconds), \(second.lastTime.milliseconds), x'\(second.body.hex)'
            """)
        for report in [Verifier(try sample.reader()).verify(), Verifier(try sample.reader()).verifyQuickly()] {
            #expect(report.findings.contains { $0.code == .position && $0.message.contains("two blocks") })
        }
    }

    @Test("finds a sealed block whose last bytes are cut off with all checksums right", arguments: [1, 4, 5])
    func cutFlush(bytes: Int) async throws {
        let sample = try await SampleArchive(events: 250, size: 1500)
        let store = try SQLiteBlockStore.open(at: sample.directory.logPath, access: .reading)
        let block = try #require(try store.read { try $0.blocks(from: .first, limit: 1) }.first)
        try store.close()
        let body = Array(block.body.dropLast(bytes))
        try SampleArchive.tamper(
            sample.directory.logPath,
            "UPDATE block SET body = x'\(body.hex)', body_crc32 = \(Deflate.crc32(body)) WHERE first_position = 0")
        #expect(Verifier(try sample.reader()).verify().findings.contains { $0.code == .block })
    }

    @Test("finds a block that was sealed before it was full")
    func notGreedy() async throws {
        let sample = try await SampleArchive(events: 250, size: 1500)
        let store = try SQLiteBlockStore.open(at: sample.directory.logPath, access: .reading)
        let block = try #require(try store.read { try $0.blocks(from: .first, limit: 1) }.first)
        try store.close()
        let parts = try [block.events().prefix(5), block.events().dropFirst(5)].map { events in
            var lines = LineRun(from: try #require(events.first).position, time: .testStart)
            for event in events { lines.append(event.line, time: event.time) }
            return Block(codec: .deflate, lines: lines)
        }
        let rows = parts.map { part in
            """
            INSERT INTO block SELECT \(part.firstPosition), \(part.eventCount), 1, \(part.plainSize), \(part.plainCRC32),
            \(part.bodyCRC32), \(part.firstTime.milliseconds), \(part.lastTime.milliseconds), x'\(part.body.hex)'
            """
        }
        try SampleArchive.tamper(
            sample.directory.logPath, "DELETE FROM block WHERE first_position = 0", rows[0], rows[1])
        let findings = Verifier(try sample.reader()).verify().findings
        #expect(!findings.isEmpty && findings.allSatisfy { $0.code == .block }, "\(findings)")
    }

    @Test("tells of a log that cannot even be opened as of an archive that is not sound")
    func unopenable() async throws {
        let sample = try await SampleArchive(events: 20)
        try Data("no database at all, but long enough to be read as one".utf8)
            .write(to: URL(fileURLWithPath: sample.directory.logPath))
        let report = try Verifier(sample.directory).verify()
        #expect(report.findings.map(\.code) == [.unreadable])
        #expect(try Verifier(sample.directory).verifyQuickly().findings.map(\.code) == [.unreadable])
    }
}

extension [Finding] {
    /// Without what tells that the triggers were taken away, as every tampering here does first.
    fileprivate var beyondTriggers: [Finding] { filter { $0.code != .sqlite } }
}
