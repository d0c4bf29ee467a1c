/// A text with signatures under it (C2SP signed-note).
///
/// ```
/// <text, one or more lines>
///
/// — <key name> <base64 of (4-byte key id || signature)>
/// ```
public struct SignedNote: Hashable, Sendable {
    /// What is signed, with its last line feed.
    public let text: String
    /// The signatures, in their order.
    public let signatures: [NoteSignature]

    /// A text with the signatures of `signers` under it.
    public init(text: String, signers: [NoteSigner]) throws(NoteError) {
        self.text = text
        var signatures: [NoteSignature] = []
        for signer in signers { signatures.append(try signer.sign(text)) }
        self.signatures = signatures
    }

    /// Reads a note: the last empty line separates text and signatures.
    public init(_ note: String) throws(NoteError) {
        guard note.utf8.count <= Self.sizeLimit else { throw .tooLarge }
        let isClean = note.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" }
        let lines = note.split(separator: "\n", omittingEmptySubsequences: false)
        guard isClean, lines.last == "", let gap = lines.dropLast().lastIndex(of: ""), gap > 0 else {
            throw .malformedNote
        }
        let signatureLines = lines[(gap + 1)...].dropLast()
        guard !signatureLines.isEmpty, signatureLines.count <= Self.signatureLimit else { throw .malformedNote }
        var signatures: [NoteSignature] = []
        for line in signatureLines { signatures.append(try NoteSignature(line: String(line))) }
        text = lines[..<gap].joined(separator: "\n") + "\n"
        self.signatures = signatures
    }

    /// The note as a file holds it.
    public var note: String { text + "\n" + signatures.map { $0.line + "\n" }.joined() }

    /// Checks the signatures: those of unknown keys are ignored, a bad one of a known key rejects the note, and one
    /// good one of a known key is needed.
    public func verify(_ verifiers: [NoteVerifier]) throws(NoteError) {
        var verified = 0
        for signature in signatures {
            for verifier in verifiers where verifier.isNamed(by: signature) {
                guard verifier.accepts(signature.signature, for: text) else { throw .badSignature(signature.name) }
                verified += 1
            }
        }
        guard verified > 0 else { throw .noKnownSignature }
    }

    /// A checkpoint with many witnesses is a few kilobytes.
    static let sizeLimit = 1 << 20
    /// The format asks readers for at least 16; beyond this a note is an attack on patience.
    static let signatureLimit = 128
}

/// One signature line.
public struct NoteSignature: Hashable, Sendable {
    /// Name of the key.
    public let name: String
    /// First four bytes of a hash over name and key; only a hint which key it is.
    public let keyID: [UInt8]
    /// The signature itself.
    public let signature: [UInt8]

    init(name: String, keyID: [UInt8], signature: [UInt8]) {
        self.name = name
        self.keyID = keyID
        self.signature = signature
    }

    init(line: String) throws(NoteError) {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "\u{2014}", NoteVerifier.isName(parts[1]),
            let bytes = Base64.decode(String(parts[2])), bytes.count > 4
        else { throw .malformedNote }
        self.init(name: String(parts[1]), keyID: [UInt8](bytes.prefix(4)), signature: [UInt8](bytes.dropFirst(4)))
    }

    var line: String { "\u{2014} \(name) \(Base64.encode(keyID + signature))" }
}

/// Why a note or a checkpoint is refused.
public enum NoteError: Error, Equatable, Sendable, CustomStringConvertible {
    case malformedNote
    case malformedCheckpoint
    case malformedKey
    case tooLarge
    case badSignature(String)
    case noKnownSignature
    case signingFailed

    /// One sentence.
    public var description: String {
        switch self {
        case .malformedNote: "not a signed note"
        case .malformedCheckpoint: "not a checkpoint: it needs the lines origin, size and root"
        case .malformedKey: "not an Ed25519 verifier key"
        case .tooLarge: "the note is larger than any checkpoint"
        case .badSignature(let name): "the signature of \(name) does not fit the text"
        case .noKnownSignature: "no signature of a known key"
        case .signingFailed: "the key could not sign"
        }
    }
}
