/// A file that proves that one event stands in a signed log, checked without the log (C2SP tlog-proof).
///
/// ```
/// c2sp.org/tlog-proof@v1
/// extra <base64 of the event's 16-byte salt; no such line for an erased event>
/// index <position>
/// <base64 of a hash of the inclusion path, one a line, the leaf's sibling first>
///
/// <checkpoint, a signed note>
/// ```
/// The salt is part of what the leaf is made of: whoever has the event's line and this file can compute the leaf.
/// Nothing vouches for `extra` but the leaf that comes out of it.
public struct TransparencyLogProof: Hashable, Sendable {
    /// The event's position.
    public let index: UInt64
    /// The sibling of each node on the way from the leaf to the root.
    public let path: [TreeHash]
    /// What the log says beside it, not empty: the salt.
    public let extra: [UInt8]?
    /// The signed head of the tree that the path leads to.
    public let checkpoint: SignedNote

    /// The proof of the event at `index`. `salt` is nil for an event that was erased.
    public init(index: UInt64, path: [TreeHash], salt: [UInt8]?, checkpoint: SignedNote) {
        self.index = index
        self.path = path
        extra = salt
        self.checkpoint = checkpoint
    }

    /// Checks the checkpoint, signed by a key called like its origin (see `Checkpoint`), and that `leaf` is the leaf
    /// number `index` of its tree. Throws `NoteError` or `ProofError`.
    @discardableResult
    public func verify(leaf: TreeHash, verifiers: [NoteVerifier]) throws -> Checkpoint {
        let head = try Checkpoint(checkpoint, verifiedBy: verifiers)
        try InclusionProof(index: index, size: head.size, path: path).verify(leaf: leaf, root: head.root)
        return head
    }

    /// Checks that an event's line, without its line feed, stands at `index` in the log. Throws `ProofFileError` too.
    @discardableResult
    public func verify(line: ArraySlice<UInt8>, verifiers: [NoteVerifier]) throws -> Checkpoint {
        guard let line = LoggedLine(line) else { throw ProofFileError.malformedLine }
        let head = try verify(leaf: try leaf(of: line), verifiers: verifiers)
        guard line.isEvent(at: index, of: head.origin) else { throw ProofFileError.foreignLine }
        return head
    }

    /// The leaf of the event with this line.
    public func leaf(of line: LoggedLine) throws(ProofFileError) -> TreeHash {
        switch line.payload {
        case .body(let body): return Leaf.hash(head: line.head, body: body)
        case .data(let data):
            guard let salt = extra, salt.count == Leaf.saltSize else { throw .noSalt }
            return Leaf.hash(head: line.head, body: Leaf.body(salt: salt, data: data))
        }
    }
}
