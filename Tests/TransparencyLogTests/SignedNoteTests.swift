import Testing
import TransparencyLog

/// The example of the Go package `golang.org/x/mod/sumdb/note`, which defined the format.
private enum GoExample {
    static let text =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    static let signature =
        "\u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    static let note = text + "\n" + signature
    static let key = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
}

struct SignedNoteTests {
    private let ours: NoteSigner
    private let witness: NoteSigner

    init() throws {
        ours = try NoteSigner(name: "example.com/demo", seed: Array(0..<32))
        witness = try NoteSigner(name: "example.org/witness", seed: Array(1..<33))
    }

    @Test(
        "a published note verifies",
        arguments: [
            (GoExample.note, GoExample.key),
            (
                "This is an example message.\n\n\u{2014} example.com/foo "
                    + "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n",
                "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
            ),
        ])
    func published(note: String, key: String) throws {
        let read = try SignedNote(note)
        #expect(throws: Never.self) { try read.verify([NoteVerifier(verifierKey: key)]) }
        #expect(read.note == note)
    }

    @Test("the published seed signs the published text with the published signature")
    func publishedSeed() throws {
        // The example's private key, without its first byte, the type.
        let seed = try bytes("810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173")
        let signer = try NoteSigner(name: "PeterNeumann", seed: seed)
        #expect(signer.verifier.verifierKey == GoExample.key)
        #expect(try SignedNote(text: GoExample.text, signers: [signer]).note == GoExample.note)
    }

    @Test("what is written is read back, and verifies with any of its keys")
    func roundTrip() throws {
        let note = try SignedNote(text: "example.com/demo\n1\nroot\n", signers: [ours, witness])
        #expect(note.note.hasPrefix("example.com/demo\n1\nroot\n\n\u{2014} example.com/demo "))
        let read = try SignedNote(note.note)
        #expect(read == note)
        for verifiers in [[ours.verifier], [witness.verifier], [ours.verifier, witness.verifier]] {
            #expect(throws: Never.self) { try read.verify(verifiers) }
        }
    }

    @Test("a signature line of ours has the length that the format gives")
    func signatureLine() throws {
        let note = try SignedNote(text: "a\n", signers: [ours])
        let line = try #require(note.note.split(separator: "\n").last)
        #expect(line.hasPrefix("\u{2014} example.com/demo "))
        #expect(line.split(separator: " ").last?.utf8.count == 92)
        #expect(note.signatures.map { $0.keyID.hex } == ["0a3e8996"])
    }

    @Test("the last empty line separates: a text may hold others")
    func emptyLines() throws {
        for text in ["a\n\nb\n", "\n\na\n", "a\n\n", "\u{2014} a AAAAAAAA\n\nb\n"] {
            let note = try SignedNote(text: text, signers: [ours])
            let read = try SignedNote(note.note)
            #expect(read.text == text)
            #expect(throws: Never.self) { try read.verify([ours.verifier]) }
        }
    }

    @Test("a text that differs in any one byte has a bad signature")
    func flippedText() throws {
        let verifier = try NoteVerifier(verifierKey: GoExample.key)
        for index in GoExample.text.utf8.indices.dropLast() where GoExample.text.utf8[index] != UInt8(ascii: "\n") {
            var text = Array(GoExample.text.utf8)
            text[GoExample.text.utf8.distance(from: GoExample.text.utf8.startIndex, to: index)] ^= 1
            let note = try SignedNote(String(decoding: text, as: UTF8.self) + "\n" + GoExample.signature)
            #expect(throws: NoteError.badSignature("PeterNeumann")) { try note.verify([verifier]) }
        }
    }

    @Test("a known key with a bad signature rejects the note, good ones beside it or not")
    func badSignature() throws {
        let good = try SignedNote(text: "a\n", signers: [ours, witness])
        let other = try SignedNote(text: "b\n", signers: [ours])
        let mixed = try SignedNote(good.text + "\n" + line(good, 1) + line(other, 0))
        #expect(throws: NoteError.badSignature(ours.verifier.name)) {
            try mixed.verify([witness.verifier, ours.verifier])
        }
        #expect(throws: Never.self) { try mixed.verify([witness.verifier]) }
    }

    @Test("a signature of a known key that is too short is a bad one")
    func shortSignature() throws {
        // Five bytes: the id of the key and one of a signature.
        let note = try SignedNote("a\n\n\u{2014} example.com/demo Cj6JlgA=\n")
        #expect(note.signatures.map { $0.keyID } == [ours.verifier.keyID])
        #expect(throws: NoteError.badSignature("example.com/demo")) { try note.verify([ours.verifier]) }
    }

    @Test("a signature of an unknown key is ignored, though it shares the name or the id of a known one")
    func unknownKey() throws {
        let namesake = try NoteSigner(name: ours.verifier.name, seed: Array(2..<34))
        let note = try SignedNote(text: "a\n", signers: [namesake, ours])
        #expect(throws: Never.self) { try note.verify([ours.verifier]) }
        #expect(throws: NoteError.noKnownSignature) { try note.verify([witness.verifier]) }
        #expect(throws: NoteError.noKnownSignature) { try note.verify([]) }
        let renamed = line(note, 1).replacing(ours.verifier.name, with: "example.com/other")
        #expect(throws: NoteError.noKnownSignature) { try SignedNote("a\n\n" + renamed).verify([ours.verifier]) }
    }

    @Test(
        "what no reader would take for a note's text is not signed",
        arguments: [
            ("", "nothing"), ("a", "no line feed at the end"), ("a\tb\n", "a tab"), ("a\r\n", "a carriage return"),
            ("a\0\n", "a zero byte"),
        ])
    func unsignable(text: String, why: String) {
        #expect(throws: NoteError.malformedNote, "\(why)") { try SignedNote(text: text, signers: [ours]) }
    }

    @Test("a note is read from bytes, which must be UTF-8")
    func readFromBytes() throws {
        let note = Array(GoExample.note.utf8)
        #expect(try SignedNote(note) == SignedNote(GoExample.note))
        #expect(throws: NoteError.malformedNote) { try SignedNote([0xFF] + note) }
        #expect(throws: NoteError.tooLarge) { try SignedNote([UInt8](repeating: 0x61, count: (1 << 20) + 1)) }
    }

    @Test("a name of the same letters in other characters is another name")
    func normalisedName() throws {
        let signer = try NoteSigner(name: "caf\u{E9}", seed: Array(0..<32))
        let note = try SignedNote(text: "a\n", signers: [signer]).note
        let respelled = String(
            String.UnicodeScalarView(note.unicodeScalars.flatMap { $0 == "\u{E9}" ? ["e", "\u{301}"] : [$0] }))
        #expect(throws: NoteError.noKnownSignature) { try SignedNote(respelled).verify([signer.verifier]) }
    }

    @Test(
        "a malformed note is refused",
        arguments: [
            ("", "nothing"),
            ("a\n", "no signature"),
            ("a\n\n", "an empty line, then nothing"),
            ("a\n\(valid)\n", "no empty line"),
            ("\n\(valid)\n", "no text"),
            ("a\n\n\(valid)", "no line feed at the end"),
            ("a\n\n\(valid)\n\n", "an empty line behind"),
            ("a\n\n\(valid)\n\n\(valid)", "no line feed behind the second group"),
            ("a\n\nb\n\(valid)\n", "a line among the signatures that is none"),
            ("a\r\n\r\n\(valid)\r\n", "carriage returns"),
            ("a\tb\n\n\(valid)\n", "a tab"),
            ("a\0\n\n\(valid)\n", "a zero byte"),
            ("a\u{1F}\n\n\(valid)\n", "the last control character"),
            ("a\n\n- key AAAAAAA=\n", "a hyphen for the dash"),
            ("a\n\n\u{2013} key AAAAAAA=\n", "a shorter dash"),
            ("a\n\n\u{2014}key AAAAAAA=\n", "no space behind the dash"),
            ("a\n\n\u{2014}  key AAAAAAA=\n", "two spaces"),
            ("a\n\n\u{2014}  AAAAAAA=\n", "an empty name"),
            ("a\n\n\u{2014} key\n", "no signature behind the name"),
            ("a\n\n\u{2014} key \n", "an empty signature"),
            ("a\n\n\u{2014} key AAAAAAA= \n", "a space behind"),
            ("a\n\n\u{2014} key AAAAAA==\n", "only a key id"),
            ("a\n\n\u{2014} key AAA=\n", "less than a key id"),
            ("a\n\n\u{2014} key AAAA AAA=\n", "a space inside"),
            ("a\n\n\u{2014} key AAAA*AA=\n", "not base64"),
            ("a\n\n\u{2014} key AAAAAA_=\n", "base64 for URLs"),
            ("a\n\n\u{2014} key AAAAAAA\n", "no padding"),
            ("a\n\n\u{2014} key AAAAAAB=\n", "bits behind the last byte"),
            ("a\n\n\u{2014} key AAAAAAA==\n", "too much padding"),
            ("a\n\n" + String(repeating: valid + "\n", count: 129), "too many signatures"),
        ])
    func malformed(note: String, why: String) {
        #expect(throws: NoteError.malformedNote, "\(why)") { try SignedNote(note) }
    }

    /// A line that is well-formed: four bytes of a key id and one of a signature.
    private static let valid = "\u{2014} key AAAAAAA="

    @Test("the line that the malformed notes are made of is not what is wrong with them")
    func wellFormed() throws {
        #expect(try SignedNote("a\n\n\(Self.valid)\n").signatures.count == 1)
    }

    @Test(
        "a name with a plus or any kind of space is refused",
        arguments: ["ke+y", "ke\u{A0}y", "ke\u{2003}y", "ke\u{3000}y", "ke\u{85}y", "ke\u{2028}y"])
    func names(name: String) {
        #expect(throws: NoteError.malformedNote) { try SignedNote("a\n\n\u{2014} \(name) AAAAAAA=\n") }
    }

    @Test("sixteen signatures are read, and up to 128", arguments: [16, 128])
    func manySignatures(count: Int) throws {
        let note = "a\n\n" + String(repeating: Self.valid + "\n", count: count)
        #expect(try SignedNote(note).signatures.count == count)
    }

    @Test("a note is accepted up to a mebibyte and refused beyond it")
    func size() throws {
        let end = "\n\n\(Self.valid)\n"
        let text = String(repeating: "a", count: (1 << 20) - end.utf8.count)
        #expect(throws: Never.self) { try SignedNote(text + end) }
        #expect(throws: NoteError.tooLarge) { try SignedNote(text + "a" + end) }
    }

    @Test("each reason is one sentence of its own")
    func descriptions() {
        let all: [NoteError] = [
            .malformedNote, .malformedCheckpoint, .extendedCheckpoint, .malformedKey, .tooLarge, .badSignature("a"),
            .noKnownSignature, .notSignedByOrigin("a"), .signingFailed,
        ]
        #expect(Set(all.map { $0.description }).count == all.count)
        #expect(NoteError.badSignature("example.com/demo").description.contains("example.com/demo"))
    }

    private func line(_ note: SignedNote, _ index: Int) -> String {
        Array(note.note.split(separator: "\n").suffix(note.signatures.count))[index] + "\n"
    }
}
