import Testing
import TransparencyLog

struct NoteKeyTests {
    @Test(
        "a published verifier key is read and written back",
        arguments: [
            ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "PeterNeumann", "c74f20a3"),
            ("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", "example.com/foo", "530d903a"),
            // A third plus inside the base64.
            ("example.com/demo+0a3e8996+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4", "example.com/demo", "0a3e8996"),
        ])
    func verifierKey(key: String, name: String, id: String) throws {
        let verifier = try NoteVerifier(verifierKey: key)
        #expect(verifier.name == name)
        #expect(verifier.keyID.hex == id)
        #expect(verifier.verifierKey == key)
    }

    @Test("a seed gives its signer the public key that belongs to it")
    func signer() throws {
        let signer = try NoteSigner(name: "example.com/demo", seed: Array(0..<32))
        #expect(signer.verifier.verifierKey == "example.com/demo+0a3e8996+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4")
    }

    @Test("a seed of another size is refused", arguments: [0, 31, 33, 64])
    func seedSize(count: Int) {
        #expect(throws: NoteError.malformedKey) {
            try NoteSigner(name: "example.com/demo", seed: [UInt8](repeating: 1, count: count))
        }
    }

    @Test(
        "what is not an Ed25519 verifier key is refused",
        arguments: [
            ("", "nothing"),
            ("PeterNeumann", "only a name"),
            ("PeterNeumann+c74f20a3", "no key"),
            ("PeterNeumann+c74f20a3+", "an empty key"),
            ("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "the id of another key"),
            ("PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "an id in capitals"),
            ("PeterNeumann+4f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "an id of three bytes"),
            ("PeterNewmann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "the id of another name"),
            ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TX", "another key"),
            ("PeterNeumann+c74f20a3+AhpcoQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "another signature type"),
            ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10Q=", "a key of 31 bytes"),
            ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAA==", "a key of 33 bytes"),
            ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq_LDE4izWy10TW", "base64 for URLs"),
            ("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW\n", "a line feed behind"),
            (" PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "a space before"),
        ])
    func refused(key: String, why: String) {
        #expect(throws: NoteError.malformedKey, "\(why)") { try NoteVerifier(verifierKey: key) }
    }

    @Test(
        "a name that no signature line can hold is refused, though its id be right",
        arguments: [
            ("", "an empty one"), ("a b", "a space"), ("a\u{A0}b", "a space of another kind"), ("a\nb", "a line feed"),
        ])
    func names(name: String, why: String) {
        let key = NoteVerifier(name: name, key: Array(0..<32)).verifierKey
        #expect(throws: NoteError.malformedKey, "\(why)") { try NoteVerifier(verifierKey: key) }
        #expect(throws: NoteError.malformedKey, "\(why)") { try NoteSigner(name: name, seed: Array(0..<32)) }
    }
}
