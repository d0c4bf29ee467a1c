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

    /// A text with the signatures of `signers` under it. The text ends in a line feed and holds no other control
    /// character.
    public init(text: String, signers: [NoteSigner]) throws(NoteError) {
        guard Self.isClean(text), text.hasSuffix("\n") else { throw .malformedNote }
        self.text = text
        var signatures: [NoteSignature] = []
        for signer in signers { signatures.append(try signer.sign(text)) }
        self.signatures = signatures
    }

    /// Reads a note: the last empty line separates text and signatures.
    public init(_ note: String) throws(NoteError) {
        guard note.utf8.count <= Self.sizeLimit else { throw .tooLarge }
        let lines = note.split(separator: "\n", omittingEmptySubsequences: false)
        guard Self.isClean(note), lines.last == "", let gap = lines.dropLast().lastIndex(of: ""), gap > 0 else {
            throw .malformedNote
        }
        let signatureLines = lines[(gap + 1)...].dropLast()
        guard !signatureLines.isEmpty, signatureLines.count <= Self.signatureLimit else { throw .malformedNote }
        var signatures: [NoteSignature] = []
        for line in signatureLines { signatures.append(try NoteSignature(line: String(line))) }
        text = lines[..<gap].joined(separator: "\n") + "\n"
        self.signatures = signatures
    }

    /// Reads a note from the bytes of a file, which must be UTF-8: repaired, they would be another note.
    public init(_ bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= Self.sizeLimit else { throw .tooLarge }
        guard let note = String(validating: bytes, as: UTF8.self) else { throw .malformedNote }
        try self.init(note)
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

    private static func isClean(_ text: String) -> Bool { text.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x0A } }

    /// A checkpoint with many witnesses is a few kilobytes.
    public static let sizeLimit = 1 << 20
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
    /// Not text, an empty line and signature lines, all in UTF-8 without control characters.
    case malformedNote
    /// Not the lines origin, size and root.
    case malformedCheckpoint
    /// Lines behind the root, which a checkpoint of ours does not have.
    case extendedCheckpoint
    /// Not an Ed25519 key, or not under a name that a signature line can hold.
    case malformedKey
    /// Larger than any note.
    case tooLarge
    /// A signature of the known key of this name does not fit the text.
    case badSignature(String)
    /// No known key has signed.
    case noKnownSignature
    /// Known keys have signed, but none that is called like the checkpoint's origin.
    case notSignedByOrigin(String)
    /// The key could not sign.
    case signingFailed

    /// One sentence.
    public var description: String {
        switch self {
        case .malformedNote: "not a signed note"
        case .malformedCheckpoint: "not a checkpoint: it needs the lines origin, size and root"
        case .extendedCheckpoint: "the checkpoint has lines beside origin, size and root"
        case .malformedKey: "not an Ed25519 verifier key"
        case .tooLarge: "the note is larger than any checkpoint"
        case .badSignature(let name): "the signature of \(name) does not fit the text"
        case .noKnownSignature: "no signature of a known key"
        case .notSignedByOrigin(let origin): "the checkpoint is not signed by a known key called \(origin)"
        case .signingFailed: "the key could not sign"
        }
    }
}
