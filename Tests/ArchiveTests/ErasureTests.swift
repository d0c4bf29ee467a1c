import Archive
import ArchiveEvents
import EventStorage
import Foundation
import TestSupport
import Testing
import TransparencyLog

@Suite("A line without its data")
struct ErasureTests {
    @Test("stands by right where a data-erased event names it and its salt is gone: everything vouches for such a log")
    func erasedByRight() async throws {
        let archive = try await SampleArchive(events: 900, size: 900)
        let early = try #require(try archive.reader().log.newestCheckpoint()).note
        try await archive.recordErasure(of: "[[5,1],[250,20],[890,11]]")
        try archive.rewrite { $0.erase(Array([5]) + Array(250..<270) + Array(890..<901)) }
        let (whole, quick) = try archive.reports()
        #expect(whole.findings.isEmpty && whole.notices.isEmpty, "\(whole.findings) \(whole.notices)")
        #expect(quick.findings.isEmpty && quick.notices.isEmpty, "\(quick.findings) \(quick.notices)")
        #expect(try Verifier(archive.directory).verify(against: [("early", early)]).isSound)
        let snapshot = try archive.snapshot()
        let copy = ArchiveDirectory(archive.folder.file("copy"))
        #expect(try ArchiveRestore(of: snapshot, into: copy).perform().size == 902)
        #expect(try Verifier(copy).verify().isSound)
        let proof = try archive.reader().store.read { try EventProof(of: Position(260), in: $0) }
        #expect(proof.erasure == Position(901))
    }

    @Test("that nothing authorises is found although no leaf, root or checksum changed")
    func takenAway() async throws {
        let archive = try await SampleArchive(events: 900, size: 900)
        let early = try #require(try archive.reader().log.newestCheckpoint()).note
        try archive.rewrite { _ in }
        #expect(try archive.reports().whole.isSound, "what is found is not the packing")
        try archive.rewrite { $0.takeData(at: [5, 300, 301, 899]) }
        let (whole, quick) = try archive.reports()
        let expected = ["erasure 5", "erasure 300-301", "erasure 899", "salt 5", "salt 300-301", "salt 899"]
        #expect(whole.places == expected, "\(whole.findings)")
        #expect(whole.root != nil && whole.findings[0].message.contains("no data-erased event names it"))
        #expect(quick.places == ["erasure 899", "salt 899"], "the quick form reads the log's end: \(quick.findings)")
        #expect(try Verifier(archive.directory).verify(against: [("early", early)]).places == expected)
        try expectIntegrityFailure { try ArchiveSnapshot(archive.reader()).write(to: archive.folder.file("s")) }
        let copy = archive.folder.file("copied.sqlite")
        try FileManager.default.copyItem(atPath: archive.directory.logPath, toPath: copy)
        try expectIntegrityFailure {
            try ArchiveRestore(of: copy, into: ArchiveDirectory(archive.folder.file("fresh"))).perform()
        }
        for position in [5, 300, 899] as [UInt64] {
            try expectIntegrityFailure {
                try archive.reader().store.read { try EventProof(of: Position(position), in: $0) }
            }
        }
        _ = try archive.reader().store.read { try EventProof(of: Position(6), in: $0) }
    }

    @Test("whose salt was taken away with it is found by the whole form, and told of by the quick one")
    func takenAwayWithSalt() async throws {
        let archive = try await SampleArchive(events: 900, size: 900)
        try archive.rewrite { $0.erase([5, 899]) }
        let (whole, quick) = try archive.reports()
        #expect(whole.places == ["erasure 5", "erasure 899"], "\(whole.findings)")
        #expect(quick.places == ["erasure 899"], "\(quick.findings)")
        #expect(quick.notices.map(\.code) == [.uncheckedErasures] && quick.notices[0].message.contains("of 1 events"))
        try expectIntegrityFailure { try archive.reader().store.read { try EventProof(of: Position(5), in: $0) } }
    }

    @Test("is found where the event that names its neighbours does not name it", arguments: [4, 7, 270])
    func notNamed(position: Int) async throws {
        let archive = try await SampleArchive(events: 600)
        try await archive.recordErasure(of: "[[5,2],[265,5]]")
        try archive.rewrite { $0.erase([5, 6] + Array(265..<270) + [position]) }
        #expect(try archive.reports().whole.places == ["erasure \(position)"])
    }

    @Test("whose salt still stands, in the seed or by itself, is found though it was named")
    func saltStands() async throws {
        let archive = try await SampleArchive(events: 600)
        try await archive.recordErasure(of: "[[5,1],[300,1]]")
        try archive.rewrite { log in
            log.takeData(at: [5])
            log.takeData(at: [300])
            let kept = (256..<512).flatMap {
                $0 == 301 ? [UInt8](repeating: 0, count: 16) : [UInt8](repeating: 1, count: 16)
            }
            log.salts[1] = RewrittenLog.Salts(salts: kept)
        }
        let (whole, quick) = try archive.reports()
        #expect(whole.places.contains("salt 5") && whole.places.contains("salt 300"), "\(whole.findings)")
        #expect(quick.places.contains("salt 5") && quick.places.contains("salt 300"), "\(quick.findings)")
        try expectIntegrityFailure { try archive.reader().store.read { try EventProof(of: Position(5), in: $0) } }
    }

    @Test("that is there though a data-erased event says that it is gone is found")
    func dataStands() async throws {
        let archive = try await SampleArchive(events: 600)
        try await archive.recordErasure(of: "[[5,3],[300,1]]")
        try archive.rewrite { $0.erase([6]) }
        let (whole, quick) = try archive.reports()
        #expect(whole.places == ["erasure 5", "erasure 7", "erasure 300"], "\(whole.findings)")
        #expect(quick.places == ["salt 5", "salt 7", "salt 300"], "\(quick.findings)")
    }

    @Test("of an event that must never lose its data is found though a data-erased event names it")
    func neverErased() async throws {
        let archive = try await SampleArchive(events: 300)
        let first = try await archive.recordErasure(of: "[[5,1]]")
        try await archive.recordErasure(of: "[[\(first),1]]")
        try archive.rewrite { $0.erase([5, first]) }
        #expect(try archive.reports().whole.places == ["erasure \(first)", "erasure 5"])
        let other = try await SampleArchive(events: 300)
        try await other.recordErasure(of: "[[0,1]]")
        try other.rewrite { $0.erase([0]) }
        let (whole, quick) = try other.reports()
        #expect(whole.places.contains("erasure 0") && whole.places.contains("head 0"), "\(whole.findings)")
        #expect(!quick.isSound)
    }

    @Test(
        "is authorised by whole numbers before the event alone",
        arguments: [
            "[]", "{}", "null", "7", "[5]", "[[5]]", "[[5,1,1]]", "[[5,0]]", "[[-1,1]]", "[[5,-1]]", "[[5,1.5]]",
            "[[5,1.0]]", "[[5,1e0]]",
            #"[["5",1]]"#, "[[5,1],[301,1]]", "[[5,297]]", "[[301,1]]", "[[302,1]]", "[[5,18446744073709551615]]",
            "[[9223372036854775807,1]]", "[[5,9223372036854775807]]", #"[[5,1]],"positions":[[5,1]]"#,
        ])
    func malformed(positions: String) async throws {
        let archive = try await SampleArchive(events: 300)
        #expect(try await archive.recordErasure(of: positions) == 301)
        let (whole, quick) = try archive.reports()
        #expect(whole.places == ["erasure 301"], "\(whole.findings)")
        #expect(quick.places == ["erasure 301"], "\(quick.findings)")
        try archive.rewrite { $0.erase([5]) }
        #expect(try archive.reports().whole.places == ["erasure 301", "erasure 5"])
    }

    @Test(
        "is named by an event that was forged far behind the log's end, with more than any log has: found at once",
        .timeLimit(.minutes(1)))
    func forgedFarAway() async throws {
        let archive = try await SampleArchive(events: 300)
        try await archive.recordErasure(of: "[[5,1]]")
        try archive.rewrite { $0.erase([5]) }
        #expect(try archive.reports().whole.isSound)
        let line = String(decoding: try RewrittenLog(archive.directory.logPath).lines[301], as: UTF8.self)
        let far = UInt64(1) << 62
        let forged = line.replacing(#""id":"301""#, with: #""id":"\#(far)""#).replacing("[[5,1]]", with: "[[0,\(far)]]")
        let body = Array((forged + "\n").utf8)
        let crc = Deflate.crc32(body)
        try SampleArchive.tamper(
            archive.directory.logPath,
            """
            INSERT INTO block SELECT \(far), 1, 0, \(body.count), \(crc), \(crc), last_time, last_time, x'\(body.hex)'
            FROM block ORDER BY first_position DESC LIMIT 1
            """)
        let (whole, quick) = try archive.reports()
        #expect(Set(["position 302", "erasure 0-4", "erasure 6-301"]).isSubset(of: whole.places), "\(whole.findings)")
        #expect(quick.places.contains("position 302") && quick.places.contains("salt 0-4"), "\(quick.findings)")
    }

    @Test("may be named twice, in any order, beside others, up to the event right before")
    func wellFormed() async throws {
        let archive = try await SampleArchive(events: 300)
        try await archive.recordErasure(of: "[[300,1],[5,3],[6,1],[5,3]]")
        try await archive.recordErasure(of: "[[7,1]]")
        try archive.rewrite { $0.erase([5, 6, 7, 300]) }
        #expect(try archive.reports().whole.findings.isEmpty)
        #expect(try archive.reports().quick.findings.isEmpty)
    }

    /// What may not stand in table `salt`, and what is found; run 3 is the one that grows, with 84 events.
    static let rows: [(sql: String, places: [String])] = [
        ("UPDATE salt SET salts = zeroblob(4096) WHERE run = 0", ["salt 0"]),
        ("UPDATE salt SET seed = randomblob(32) WHERE run = 1", ["salt 256"]),
        ("UPDATE salt SET seed = NULL WHERE run = 0", ["salt 0"]),
        ("UPDATE salt SET seed = substr(seed, 1, 31) WHERE run = 0", ["salt 0"]),
        ("UPDATE salt SET seed = CAST(seed || x'00' AS BLOB) WHERE run = 0", ["salt 0"]),
        ("UPDATE salt SET seed = x'' WHERE run = 0", ["salt 0"]),
        ("UPDATE salt SET salts = substr(salts, 1, 4080) WHERE run = 1", ["salt 256"]),
        ("UPDATE salt SET salts = CAST(salts || zeroblob(16) AS BLOB) WHERE run = 1", ["salt 256"]),
        ("UPDATE salt SET salts = substr(salts, 1, 4095) WHERE run = 1", ["salt 256"]),
        ("UPDATE salt SET salts = x'' WHERE run = 1", ["salt 256"]),
        ("UPDATE salt SET salts = CAST(salts || randomblob(16) AS BLOB) WHERE run = 3", ["salt 768"]),
        ("UPDATE salt SET salts = substr(salts, 1, length(salts) - 16) WHERE run = 3", ["salt 768"]),
        ("UPDATE salt SET salts = zeroblob(length(salts)) WHERE run = 1", ["salt 256"]),
        ("UPDATE salt SET salts = randomblob(4096) WHERE run = 1", ["salt 256", "salt 300"]),
        ("INSERT INTO salt VALUES (4, randomblob(32), NULL)", ["position salt 4"]),
        ("INSERT INTO salt VALUES (4, NULL, zeroblob(4096))", ["position salt 4"]),
        ("INSERT INTO salt VALUES (72057594037927936, randomblob(32), NULL)", ["position salt 72057594037927936"]),
        ("INSERT INTO salt VALUES (-1, NULL, zeroblob(16))", ["position salt -1"]),
        ("DELETE FROM salt WHERE run = 1", ["salt 256"]),
    ]

    @Test(
        "has a table of salts beside it in which every other seed and salt is as it must be", arguments: 0..<rows.count)
    func saltRows(index: Int) async throws {
        let (sql, places) = Self.rows[index]
        let archive = try await SampleArchive(events: 850)
        try await archive.recordErasure(of: "[[300,1],[800,1]]")
        try archive.rewrite { $0.erase([300, 800]) }
        #expect(try archive.reports().whole.isSound)
        try SampleArchive.tamper(archive.directory.logPath, sql)
        let (whole, quick) = try archive.reports()
        #expect(Set(places).isSubset(of: whole.places), "\(sql): \(whole.findings)")
        // A salt that is gone in an older run shows in its leaf only, which the quick form does not compute.
        let isInLeaves = sql.contains("zeroblob(length(salts))")
        #expect(isInLeaves || !quick.isSound, "\(sql)")
    }

    @Test("may have salts in the place of the seed only in a run of which an event was erased")
    func saltsForNothing() async throws {
        let archive = try await SampleArchive(events: 600)
        try archive.rewrite { log in
            var other = log
            other.forgetSalts(at: [0])
            log.salts[0] = other.salts[0]
            let first = RunSalts(seed: log.salts[1]?.seed, salts: nil)
            let kept = (256..<512).flatMap { first?.salt(of: Position(UInt64($0))) ?? [] }
            log.salts[1] = RewrittenLog.Salts(salts: kept)
        }
        let (whole, quick) = try archive.reports()
        #expect(whole.places.contains("salt 0") && whole.places.contains("salt 256"), "\(whole.findings)")
        #expect(quick.places.contains("salt 256"), "\(quick.findings)")
    }

    @Test("or with both data and its hash, a hash of another form, or data that was cut, is no line")
    func otherForms() async throws {
        for change in [
            (#""data":"#, #""datahash":"\#(String(repeating: "0", count: 64))","data":"#),
            ("}}", #"},"datahash":"\#(String(repeating: "0", count: 64))"}"#), (#""data":{"n""#, #""datahash":"{"n""#),
            (#""}}"#, #""}"#), (#""data":{"#, #""data":{ "#),
        ] {
            let archive = try await SampleArchive(events: 20)
            let text = { (line: [UInt8]) in String(decoding: line, as: UTF8.self) }
            var line = text(try RewrittenLog(archive.directory.logPath).lines[5])
            let range = try #require(line.range(of: change.0, options: .backwards))
            line.replaceSubrange(range, with: change.1)
            try archive.replaceInFrame(5, with: line)
            let reports = try archive.reports()
            #expect(!reports.whole.isSound && !reports.quick.isSound, "\(line)")
        }
        for digits in [String(repeating: "0", count: 63), String(repeating: "A", count: 64), "", "null"] {
            let archive = try await SampleArchive(events: 20)
            let line = try RewrittenLog(archive.directory.logPath).lines[5]
            let event = try #require(RecordedEvent(line: line[...]))
            let head = String(decoding: event.head, as: UTF8.self)
            try archive.replaceInFrame(5, with: head + #","datahash":"\#(digits)"}"#)
            let reports = try archive.reports()
            #expect(!reports.whole.isSound && !reports.quick.isSound, "\(digits)")
        }
    }

    private func expectIntegrityFailure<Value>(_ body: () throws -> Value) throws {
        #expect {
            _ = try body()
        } throws: { error in
            ExitStatus(of: error) == .integrity
        }
    }
}

extension SampleArchive {
    /// Puts a text in the place of a line of the one frame behind the first event, with all checksums right.
    fileprivate func replaceInFrame(_ position: Int, with line: String) throws {
        var lines = try RewrittenLog(directory.logPath).lines.map { String(decoding: $0, as: UTF8.self) }
        lines[position] = line
        let body = Array((lines.dropFirst().joined(separator: "\n") + "\n").utf8)
        let crc = Deflate.crc32(body)
        try SampleArchive.tamper(
            directory.logPath,
            """
            UPDATE block SET body = x'\(body.hex)', plain_crc32 = \(crc), body_crc32 = \(crc),
            plain_size = \(body.count) WHERE first_position = 1
            """)
    }
}
