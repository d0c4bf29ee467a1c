/// The head of the log: its origin, how many events it has, and the root over them (C2SP tlog-checkpoint).
public struct Checkpoint: Hashable, Sendable {
    /// The log's name, the first line.
    public let origin: String
    /// Number of leaves.
    public let size: UInt64
    /// The root over them.
    public let root: TreeHash

    /// The head of the log called `origin`.
    public init(origin: String, size: UInt64, root: TreeHash) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// Three lines: origin, size in decimal, root in base64; this is what is signed.
    public var text: String { "\(origin)\n\(size)\n\(Base64.encode(root.bytes))\n" }

    /// Reads the three lines; further lines, none of them empty, are extensions: other logs may write them, and they are
    /// passed over.
    public init(text: String) throws(NoteError) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, lines.last == "", lines.dropLast().allSatisfy({ !$0.isEmpty }),
            let size = UInt64(lines[1]), String(size) == lines[1]
        else { throw .malformedCheckpoint }
        guard let bytes = Base64.decode(String(lines[2])), let root = TreeHash(bytes) else {
            throw .malformedCheckpoint
        }
        self.init(origin: String(lines[0]), size: size, root: root)
    }

    /// The checkpoint of a log of ours, from its note: exactly three lines, signed by a key among `verifiers` that is
    /// called like its origin. Signatures of the other `verifiers`, of witnesses, must be good where they stand there.
    public init(_ note: SignedNote, verifiedBy verifiers: [NoteVerifier]) throws(NoteError) {
        try note.verify(verifiers)
        try self.init(text: note.text)
        guard text.utf8.elementsEqual(note.text.utf8) else { throw .extendedCheckpoint }
        let name = origin
        let own = verifiers.filter { $0.name.utf8.elementsEqual(name.utf8) }
        guard (try? note.verify(own)) != nil else { throw .notSignedByOrigin(origin) }
    }
}
