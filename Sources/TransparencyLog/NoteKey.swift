import Cryptography

/// A key that checks signatures of notes.
public struct NoteVerifier: Sendable {
    /// Name of the key; a log's own key is called like its origin.
    public let name: String
    /// First four bytes of SHA-256(name || 0x0A || 0x01 || key).
    public let keyID: [UInt8]
    private let key: [UInt8]

    /// An Ed25519 public key of 32 bytes.
    public init(name: String, key: [UInt8]) {
        self.name = name
        self.key = key
        keyID = [UInt8](SHA256.hash(Array(name.utf8) + [0x0A, Self.ed25519] + key).bytes.prefix(4))
    }

    /// Reads `<name>+<8 hex digits of the key id>+<base64 of (0x01 || key)>`; base64 may hold further plus signs.
    public init(verifierKey: String) throws(NoteError) {
        let parts = verifierKey.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decode(String(parts[2])), bytes.count == 33,
            bytes.first == Self.ed25519, Self.isName(parts[0])
        else { throw .malformedKey }
        self.init(name: String(parts[0]), key: [UInt8](bytes.dropFirst()))
        guard keyID.hex == parts[1] else { throw .malformedKey }
    }

    /// The key as one word, to be published.
    public var verifierKey: String { "\(name)+\(keyID.hex)+\(Base64.encode([Self.ed25519] + key))" }

    /// By code units: Swift's own equality takes two spellings of one accented letter for the same name.
    func isNamed(by signature: NoteSignature) -> Bool {
        name.utf8.elementsEqual(signature.name.utf8) && keyID == signature.keyID
    }

    /// Key names are not empty and hold neither Unicode spaces nor plus signs (C2SP signed-note).
    static func isName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty && !text.unicodeScalars.contains { $0 == "+" || $0.properties.isWhitespace || $0.value < 0x20 }
    }

    func accepts(_ signature: [UInt8], for text: String) -> Bool {
        Ed25519.isValid(signature, of: Array(text.utf8), publicKey: key)
    }

    /// The signature type of Ed25519 notes.
    private static let ed25519: UInt8 = 0x01
}

/// A key that signs notes.
public struct NoteSigner: Sendable {
    /// The public half.
    public let verifier: NoteVerifier
    private let key: Ed25519.PrivateKey

    /// From an Ed25519 seed of 32 bytes; the name must be one that a signature line can hold.
    public init(name: String, seed: [UInt8]) throws(NoteError) {
        guard NoteVerifier.isName(name), let key = Ed25519.PrivateKey(seed: seed) else {
            throw .malformedKey
        }
        self.key = key
        verifier = NoteVerifier(name: name, key: key.publicKey)
    }

    func sign(_ text: String) throws(NoteError) -> NoteSignature {
        guard let signature = key.signature(of: Array(text.utf8)) else { throw .signingFailed }
        return NoteSignature(name: verifier.name, keyID: verifier.keyID, signature: signature)
    }
}
