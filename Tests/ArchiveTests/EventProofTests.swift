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
        let salt = try #require(try store.read { try $0.salts(ofRun: 0)?.salt(of: Position(5)) })
        let data = try #require(before.event.data)
        let line = String(decoding: before.event.head, as: UTF8.self) + #","datahash":"\#(sha256(salt + data))"}"#
        #expect(try await archive.recordErasure(of: "[[5,1]]") == 21)
        try archive.rewrite { $0.erase([5]) }
        #expect(try Verifier(archive.reader()).verify().findings.isEmpty)
        let proof = try archive.reader().store.read { try EventProof(of: Position(5), in: $0) }
        #expect(!proof.text.contains("extra"))
        #expect(before.text.contains("extra"))
        #expect(String(decoding: proof.event.line, as: UTF8.self) == line)
        #expect(proof.erasure == Position(21))
        #expect(try checkProof(proof.text, line: proof.event.line, verifierKey: key) == 22)
        let neighbour = try archive.reader().store.read { try EventProof(of: Position(6), in: $0) }
        #expect(neighbour.erasure == nil)
        #expect(try checkProof(neighbour.text, line: neighbour.event.line, verifierKey: key) == 22)
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
