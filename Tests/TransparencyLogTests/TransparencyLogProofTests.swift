import Testing
import TransparencyLog

struct TransparencyLogProofTests {
    private let log = WorkedLog(size: 300)
    private let signer: NoteSigner
    private let witness: NoteSigner

    init() throws {
        signer = try NoteSigner(name: WorkedLog.origin, seed: Array(0..<32))
        witness = try NoteSigner(name: "example.org/witness", seed: Array(1..<33))
    }

    @Test("a proof has the lines that its format gives")
    func text() throws {
        let proof = try proof(2, size: 3)
        let lines = proof.text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 11)
        #expect(lines[0] == "c2sp.org/tlog-proof@v1")
        #expect(lines[1] == "extra c2Wge0Vx3JKcNikDHys7gQ==")
        #expect(lines[2] == "index 2")
        #expect(lines[3].utf8.count == 44)
        #expect(lines[4...6] == ["", "example.com/demo", "3"])
        #expect(lines[8] == "")
        #expect(lines[9].hasPrefix("\u{2014} example.com/demo "))
    }

    @Test("the proof of each event of some trees is written, read and verified", arguments: [1, 2, 3, 7, 8, 9, 300])
    func roundTrip(size: UInt64) throws {
        for index in size > 9 ? [0, 255, 256, 299] : Array(0..<size) {
            let written = try proof(index, size: size)
            let read = try TransparencyLogProof(Array(written.text.utf8))
            #expect(read == written)
            #expect(read.text == written.text)
            let head = try read.verify(line: WorkedLog.line(index, .disclosed)[...], verifiers: [signer.verifier])
            #expect(head == Checkpoint(origin: WorkedLog.origin, size: size, root: try log.root(size)))
        }
    }

    @Test("an erased event is proven without a salt, by the datahash in its line")
    func erased() throws {
        let proof = try proof(3, size: 6, salt: nil)
        #expect(!proof.text.contains("extra"))
        let line = WorkedLog.line(3, .headOnly)[...]
        let read = try TransparencyLogProof(Array(proof.text.utf8))
        #expect(throws: Never.self) { try read.verify(line: line, verifiers: [signer.verifier]) }
        #expect(throws: ProofFileError.noSalt) {
            try read.verify(line: WorkedLog.line(3, .disclosed)[...], verifiers: [signer.verifier])
        }
    }

    @Test("a line that differs in any one byte is not proven")
    func mutatedLine() throws {
        let proof = try proof(3, size: 6)
        for line in [WorkedLog.line(3, .disclosed), WorkedLog.line(3, .headOnly)] {
            #expect(throws: Never.self) { try proof.verify(line: line[...], verifiers: [signer.verifier]) }
            for index in line.indices {
                var changed = line
                changed[index] ^= 1
                #expect(throws: (any Error).self, "byte \(index)") {
                    try proof.verify(line: changed[...], verifiers: [signer.verifier])
                }
            }
        }
    }

    @Test("another salt, index, path, size or root is not proven")
    func mutatedProof() throws {
        let good = try proof(3, size: 6)
        let others: [(TransparencyLogProof, String)] = [
            (altered(good, salt: WorkedLog.salt(4)), "another event's salt"),
            (altered(good, salt: Array(WorkedLog.salt(3).dropLast())), "a salt too short"),
            (altered(good, index: 2), "another index"),
            (altered(good, index: 6), "an index beyond the tree"),
            (altered(good, path: good.path.dropLast()), "a path too short"),
            (altered(good, path: good.path + [good.path[0]]), "a path too long"),
            (altered(good, path: good.path.reversed()), "the path turned round"),
            (altered(good, checkpoint: try proof(3, size: 5).checkpoint), "another tree"),
        ]
        for (other, why) in others {
            #expect(throws: (any Error).self, "\(why)") {
                try other.verify(line: WorkedLog.line(3, .disclosed)[...], verifiers: [signer.verifier])
            }
        }
    }

    @Test("the checkpoint must be signed by a key called like its origin; a witness alone does not do")
    func signatures() throws {
        let line = WorkedLog.line(0, .disclosed)[...]
        let both = try proof(0, size: 1, signers: [signer, witness])
        let foreign = try proof(0, size: 1, signers: [witness])
        #expect(throws: Never.self) { try both.verify(line: line, verifiers: [signer.verifier, witness.verifier]) }
        #expect(throws: Never.self) { try both.verify(line: line, verifiers: [signer.verifier]) }
        #expect(throws: NoteError.notSignedByOrigin(WorkedLog.origin)) {
            try both.verify(line: line, verifiers: [witness.verifier])
        }
        #expect(throws: NoteError.notSignedByOrigin(WorkedLog.origin)) {
            try foreign.verify(line: line, verifiers: [signer.verifier, witness.verifier])
        }
        #expect(throws: NoteError.noKnownSignature) { try foreign.verify(line: line, verifiers: [signer.verifier]) }
    }

    @Test("a line of another log, with the leaf that the tree has, is not this log's event")
    func foreignLog() throws {
        let other = try NoteSigner(name: "example.com/other", seed: Array(0..<32))
        let note = try SignedNote(
            text: Checkpoint(origin: "example.com/other", size: 1, root: log.leaves[0]).text, signers: [other])
        let proof = TransparencyLogProof(index: 0, path: [], salt: WorkedLog.salt(0), checkpoint: note)
        #expect(throws: Never.self) { try proof.verify(leaf: log.leaves[0], verifiers: [other.verifier]) }
        #expect(throws: ProofFileError.foreignLine) {
            try proof.verify(line: WorkedLog.line(0, .disclosed)[...], verifiers: [other.verifier])
        }
        #expect(throws: ProofFileError.malformedLine) { try proof.verify(line: [], verifiers: [other.verifier]) }
    }

    @Test("what is not a proof is refused")
    func refused() throws {
        let good = try proof(2, size: 3).text
        let hash = String(good.split(separator: "\n")[3])
        let cases: [(String, String, ProofFileError, String)] = [
            ("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2", .unknownFormat, "another version"),
            ("c2sp.org/tlog-proof@v1", " c2sp.org/tlog-proof@v1", .unknownFormat, "a space before"),
            ("c2sp.org/tlog-proof@v1\n", "", .unknownFormat, "no first line"),
            ("extra c2Wge0Vx3JKcNikDHys7gQ==", "extra ", .malformedExtra, "an empty extra"),
            ("extra c2Wge0Vx3JKcNikDHys7gQ==", "extra c2Wge0Vx3JKcNikDHys7gQ", .malformedExtra, "no padding"),
            ("extra c2Wge0Vx3JKcNikDHys7gQ==", "extra c2Wge0Vx3JKcNikDHys7gR==", .malformedExtra, "bits behind"),
            ("extra c2Wge0Vx3JKcNikDHys7gQ==", "extra\tc2Wge0Vx3JKcNikDHys7gQ==", .malformedIndex, "a tab"),
            ("extra c2Wge0Vx3JKcNikDHys7gQ==", "extra AAAA\nextra AAAA", .malformedIndex, "two extras"),
            ("index 2\n", "", .malformedIndex, "no index"),
            ("index 2", "index", .malformedIndex, "no number"),
            ("index 2", "index 02", .malformedIndex, "a leading zero"),
            ("index 2", "index +2", .malformedIndex, "a sign"),
            ("index 2", "index 2 ", .malformedIndex, "a space behind"),
            ("index 2", "Index 2", .malformedIndex, "a capital"),
            ("index 2", "index 18446744073709551616", .malformedIndex, "2^64"),
            ("index 2", "index 2\nindex 2", .malformedPath, "two indices"),
            ("index 2\n", "index 2\r\n", .malformedIndex, "a carriage return"),
            (hash, String(hash.dropLast(4)), .malformedPath, "a hash of 30 bytes"),
            (hash, "AAAA" + hash, .malformedPath, "a hash of 35 bytes"),
            (hash, hash + " ", .malformedPath, "a space behind a hash"),
            (hash, Array(repeating: hash, count: 65).joined(separator: "\n"), .malformedPath, "65 hashes"),
        ]
        for (part, other, error, why) in cases {
            let text = good.replacing(part, with: other, maxReplacements: 1)
            #expect(throws: error, "\(why)") { try TransparencyLogProof(Array(text.utf8)) }
        }
        #expect(throws: ProofFileError.noCheckpoint) { try TransparencyLogProof(Array("c2sp.org/tlog-proof@v1".utf8)) }
        #expect(throws: ProofFileError.tooLarge) {
            try TransparencyLogProof([UInt8](repeating: 0, count: (2 << 20) + 1))
        }
    }

    @Test(
        "a proof whose checkpoint is no signed note is refused for that",
        arguments: ["", "\n", "a\n", "a\n\n", "\n\u{2014} key AAAAAAA=\n"])
    func malformedNote(note: String) {
        #expect(throws: NoteError.malformedNote) {
            try TransparencyLogProof(Array("c2sp.org/tlog-proof@v1\nindex 0\n\n\(note)".utf8))
        }
    }

    @Test("each reason is one sentence of its own")
    func descriptions() {
        let all: [ProofFileError] = [
            .tooLarge, .unknownFormat, .malformedExtra, .malformedIndex, .malformedPath, .noCheckpoint, .malformedLine,
            .foreignLine, .noSalt,
        ]
        #expect(Set(all.map(\.description)).count == all.count)
    }

    private func proof(
        _ index: UInt64, size: UInt64, signers: [NoteSigner]? = nil
    ) throws -> TransparencyLogProof {
        try proof(index, size: size, salt: WorkedLog.salt(index), signers: signers)
    }

    private func proof(
        _ index: UInt64, size: UInt64, salt: [UInt8]?, signers: [NoteSigner]? = nil
    ) throws -> TransparencyLogProof {
        let path = try InclusionProof(index: index, size: size) { try naiveRoot($0.slice(of: log.leaves)) }.path
        let head = Checkpoint(origin: WorkedLog.origin, size: size, root: try log.root(size))
        let note = try SignedNote(text: head.text, signers: signers ?? [signer])
        return TransparencyLogProof(index: index, path: path, salt: salt, checkpoint: note)
    }

    private func altered(
        _ proof: TransparencyLogProof, salt: [UInt8]? = nil, index: UInt64? = nil, path: [TreeHash]? = nil,
        checkpoint: SignedNote? = nil
    ) -> TransparencyLogProof {
        TransparencyLogProof(
            index: index ?? proof.index, path: path ?? proof.path, salt: salt ?? proof.extra,
            checkpoint: checkpoint ?? proof.checkpoint)
    }
}
