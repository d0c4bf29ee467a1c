import Archive
import ArchiveEvents
import EventStorage
import Foundation
import TestSupport
import Testing

@Suite("The proof of an event")
struct EventProofTests {
    @Test("verifies with the line and the key alone, in the first run, a middle one and the last")
    func everywhere() async throws {
        let archive = try await SampleArchive(events: 700)
        let store = try archive.reader().store
        let key = try #require(try verifierKey(of: store))
        for position in [0, 1, 254, 255, 256, 400, 511, 512, 699, 700] as [UInt64] {
            let proof = try store.read { try EventProof(of: Position(position), in: $0) }
            #expect(try checkProof(proof.text, line: proof.event.line, verifierKey: key) == 701, "event \(position)")
            let other = position == 0 ? 1 : position - 1
            let neighbour = try store.read { try EventProof(of: Position(other), in: $0) }
            #expect(throws: (any Error).self, "another event's line") {
                try checkProof(proof.text, line: neighbour.event.line, verifierKey: key)
            }
        }
    }

    @Test("holds after the event's data was erased, and gives away nothing but the hash")
    func erased() async throws {
        let archive = try await SampleArchive(events: 20)
        let store = try archive.reader().store
        let key = try #require(try verifierKey(of: store))
        let before = try store.read { try EventProof(of: Position(5), in: $0) }
        let erased = try ErasedRun(in: archive, erasing: 5)
        let findings = try Verifier(archive.reader()).verify().findings
        #expect(findings.isEmpty)
        let proof = try archive.reader().store.read { try EventProof(of: Position(5), in: $0) }
        #expect(!proof.text.contains("extra"))
        #expect(before.text.contains("extra"))
        #expect(String(decoding: proof.event.line, as: UTF8.self) == erased.line)
        #expect(try checkProof(proof.text, line: proof.event.line, verifierKey: key) == 21)
        let neighbour = try archive.reader().store.read { try EventProof(of: Position(6), in: $0) }
        #expect(try checkProof(neighbour.text, line: neighbour.event.line, verifierKey: key) == 21)
    }

    @Test("of a position beyond the end is refused with the last position")
    func beyondEnd() async throws {
        let archive = try await SampleArchive(events: 20)
        #expect {
            try archive.reader().store.read { try EventProof(of: Position(21), in: $0) }
        } throws: { error in
            "\(error)" == "there is no event 21: the last one is 20" && ExitStatus(of: error) == .failed
        }
    }

    @Test("of an event that no checkpoint signs is refused")
    func unsigned() async throws {
        let archive = try await SampleArchive(events: 150)
        let log = archive.directory.logPath
        try SampleArchive.tamper(log, "UPDATE checkpoint SET kept = 1")
        try await archive.append(150..<160)
        // As where signing has stopped, but recording has not.
        try SampleArchive.tamper(log, "DELETE FROM checkpoint WHERE size = (SELECT max(size) FROM checkpoint)")
        let store = try archive.reader().store
        let last = try store.read { try EventProof(of: Position(150), in: $0) }
        #expect(last.head.unsigned == 10)
        #expect {
            try store.read { try EventProof(of: Position(151), in: $0) }
        } throws: { error in
            "\(error)".contains("covers 151 events")
        }
    }

    @Test(
        "is not given where what is stored is not what was signed",
        arguments: [
            "UPDATE salt SET seed = zeroblob(32) WHERE run = 0", "DELETE FROM salt WHERE run = 0",
            "UPDATE tile SET hash = zeroblob(32) WHERE number = 1", "DELETE FROM tile WHERE number = 1",
            "UPDATE checkpoint SET note = replace(note, 'test.example', 'evil.example')",
            "DELETE FROM checkpoint", "UPDATE block SET body = zeroblob(length(body)) WHERE first_position = 0",
        ])
    func tampered(sql: String) async throws {
        let archive = try await SampleArchive(events: 600)
        let store = try archive.reader().store
        try SampleArchive.tamper(archive.directory.logPath, sql)
        #expect {
            try store.read { try EventProof(of: Position(3), in: $0) }
        } throws: { error in
            ExitStatus(of: error) == .integrity
        }
    }
}

/// Erases one event's data from the one frame that holds it, as `schema/README.md` describes it.
private struct ErasedRun {
    let line: String

    init(in archive: SampleArchive, erasing position: Int) throws {
        let store = try archive.reader().store
        let (frame, salts) = try store.read { log in
            (try log.blocks(from: Position(1), limit: 1).first, try log.salts(ofRun: 0))
        }
        let block = try #require(frame)
        let known = try #require(salts)
        let events = try block.events()
        let event = try #require(events.first { $0.position.number == UInt64(position) })
        let salt = try #require(known.salt(of: event.position))
        let data = try #require(event.data)
        let body = sha256(salt + data)
        line = String(decoding: event.head, as: UTF8.self) + #","datahash":"\#(body)"}"#
        let lines = events.map { $0.position == event.position ? line : String(decoding: $0.line, as: UTF8.self) }
        let text = Array((lines.joined(separator: "\n") + "\n").utf8)
        let count = Int(block.end.number)
        let kept = try (0..<count).flatMap { number in
            number == position
                ? [UInt8](repeating: 0, count: 16) : try #require(known.salt(of: Position(UInt64(number))))
        }
        let crc = Deflate.crc32(text)
        try SampleArchive.tamper(
            archive.directory.logPath,
            """
            UPDATE block SET body = x'\(hex(text))', plain_size = \(text.count), plain_crc32 = \(crc),
            body_crc32 = \(crc) WHERE first_position = 1
            """, "UPDATE salt SET seed = NULL, salts = x'\(hex(kept))' WHERE run = 0")
    }
}

private func hex(_ bytes: [UInt8]) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}

/// By a foreign tool.
private func sha256(_ bytes: [UInt8]) -> String {
    let folder = try? TemporaryFolder()
    let path = folder?.file("bytes") ?? ""
    _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/sha256sum")
    process.arguments = [path]
    process.standardOutput = output
    try? process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return String(text.prefix(64))
}
