import Testing
import TransparencyLog

private let root = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="

struct CheckpointTests {
    private func checkpoint() throws -> Checkpoint {
        Checkpoint(origin: "example.com/hq", size: 300, root: try #require(TreeHash(Array(UInt8(32)..<64))))
    }

    @Test("the text is origin, size and root, a line each")
    func text() throws {
        #expect(try checkpoint().text == "example.com/hq\n300\n\(root)\n")
    }

    @Test("a checkpoint is read back from its text", arguments: [0, 1, 300, .max] as [UInt64])
    func roundTrip(size: UInt64) throws {
        let written = Checkpoint(origin: "example.com/hq", size: size, root: MerkleTree.emptyRoot)
        #expect(try Checkpoint(text: written.text) == written)
    }

    @Test("further lines are passed over")
    func extensions() throws {
        #expect(try Checkpoint(text: "example.com/hq\n300\n\(root)\nextension\nanother\n") == checkpoint())
    }

    @Test(
        "what is not a checkpoint is refused",
        arguments: [
            ("", "nothing"),
            ("example.com/hq\n300\n", "no root"),
            ("example.com/hq\n300\n\(root)", "no line feed at the end"),
            ("\n300\n\(root)\n", "an empty origin"),
            ("example.com/hq\n\n\(root)\n", "no size"),
            ("example.com/hq\n0300\n\(root)\n", "a leading zero"),
            ("example.com/hq\n+300\n\(root)\n", "a sign"),
            ("example.com/hq\n-1\n\(root)\n", "a negative size"),
            ("example.com/hq\n3e2\n\(root)\n", "an exponent"),
            ("example.com/hq\n 300\n\(root)\n", "a space"),
            ("example.com/hq\n300\r\n\(root)\n", "a carriage return"),
            ("example.com/hq\n18446744073709551616\n\(root)\n", "a size beyond 64 bits"),
            ("example.com/hq\n300\n\(root.dropLast())\n", "no padding"),
            ("example.com/hq\n300\n\(root.dropLast(2))9=\n", "bits behind the last byte"),
            ("example.com/hq\n300\n\(root.dropLast(4))\n", "a root of 30 bytes"),
            ("example.com/hq\n300\nAAAA\(root)\n", "a root of 35 bytes"),
            ("example.com/hq\n300\n\(root) \n", "a space behind the root"),
            ("example.com/hq\n300\n\(root)\nextension", "no line feed behind an extension"),
            ("example.com/hq\n300\n\(root)\n\n", "an empty extension"),
            ("example.com/hq\n300\n\(root)\n\nextension\n", "an empty line before an extension"),
            ("example.com/hq\n300\n\(root.replacing("Q", with: "_"))\n", "not base64"),
        ])
    func refused(text: String, why: String) {
        #expect(throws: NoteError.malformedCheckpoint, "\(why)") { try Checkpoint(text: text) }
    }

    @Test("a published checkpoint is read: the format's own example")
    func published() throws {
        let note = try SignedNote(
            """
            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=

            """)
        let checkpoint = try Checkpoint(text: note.text)
        #expect(checkpoint.origin == "example.com/behind-the-sofa")
        #expect(checkpoint.size == 20_852_163)
        #expect(checkpoint.text == note.text)
        #expect(note.signatures.map { $0.keyID.hex } == ["033de0ae"])
    }

    @Test("a checkpoint of ours is three lines, signed by a key called like its origin")
    func verified() throws {
        let ours = try NoteSigner(name: "example.com/hq", seed: Array(0..<32))
        let witness = try NoteSigner(name: "example.org/witness", seed: Array(1..<33))
        let known = [witness.verifier, ours.verifier]
        let text = try checkpoint().text
        let note = try SignedNote(text: text, signers: [ours, witness])
        #expect(try Checkpoint(note, verifiedBy: known) == checkpoint())
        #expect(try Checkpoint(note, verifiedBy: [ours.verifier]) == checkpoint())
        let cases: [(SignedNote, NoteError, String)] = [
            (try SignedNote(text: text, signers: [witness]), .notSignedByOrigin("example.com/hq"), "a witness alone"),
            (try SignedNote(text: text + "more\n", signers: [ours]), .extendedCheckpoint, "a fourth line"),
            (try SignedNote(text: "example.com/hq\n", signers: [ours]), .malformedCheckpoint, "no checkpoint"),
            (
                try SignedNote(
                    text: text.replacing("example.com/hq", with: "example.com/other"), signers: [ours]),
                .notSignedByOrigin("example.com/other"), "another origin than the key's name"
            ),
        ]
        for (note, error, why) in cases {
            #expect(throws: error, "\(why)") { try Checkpoint(note, verifiedBy: known) }
        }
        let bad = try SignedNote(note.note.replacing("300", with: "301"))
        #expect(throws: NoteError.badSignature("example.com/hq")) { try Checkpoint(bad, verifiedBy: known) }
    }
}
