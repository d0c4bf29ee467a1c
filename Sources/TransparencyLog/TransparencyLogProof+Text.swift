extension TransparencyLogProof {
    /// The proof as a file holds it.
    public var text: String {
        let extraLine = extra.map { "extra \(Base64.encode($0))\n" } ?? ""
        let pathLines = path.map { Base64.encode($0.bytes) + "\n" }.joined()
        return "\(Self.format)\n\(extraLine)index \(index)\n\(pathLines)\n\(checkpoint.note)"
    }

    /// Reads a proof from the bytes of a file. Throws `ProofFileError`, or `NoteError` for what is wrong with the
    /// checkpoint.
    public init(_ bytes: [UInt8]) throws {
        guard bytes.count <= Self.sizeLimit else { throw ProofFileError.tooLarge }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard let gap = lines.firstIndex(where: \.isEmpty) else { throw ProofFileError.noCheckpoint }
        var head = lines[..<gap].map { String(decoding: $0, as: UTF8.self) }[...]
        guard head.popFirst() == Self.format else { throw ProofFileError.unknownFormat }
        extra = try Self.takeExtra(&head)
        index = try Self.takeIndex(&head)
        path = try Self.path(head)
        checkpoint = try SignedNote(Array(bytes.dropFirst(lines[gap].endIndex + 1)))
    }

    private static func takeExtra(_ lines: inout ArraySlice<String>) throws(ProofFileError) -> [UInt8]? {
        guard let value = lines.first?.value(of: "extra ") else { return nil }
        lines.removeFirst()
        guard let extra = Base64.decode(value), !extra.isEmpty else { throw .malformedExtra }
        return extra
    }

    private static func takeIndex(_ lines: inout ArraySlice<String>) throws(ProofFileError) -> UInt64 {
        guard let value = lines.popFirst()?.value(of: "index "), let index = UInt64(value), String(index) == value
        else { throw .malformedIndex }
        return index
    }

    private static func path(_ lines: ArraySlice<String>) throws(ProofFileError) -> [TreeHash] {
        let path = lines.compactMap { Base64.decode($0).flatMap { TreeHash($0) } }
        guard path.count == lines.count, path.count <= levelLimit else { throw .malformedPath }
        return path
    }

    static let format = "c2sp.org/tlog-proof@v1"
    /// A path has at most one hash for each bit of the tree's size.
    static let levelLimit = UInt64.bitWidth
    /// A whole note, and as much again for the lines before it, which are 3 kilobytes and what `extra` holds.
    static let sizeLimit = 2 * SignedNote.sizeLimit
}

extension String {
    /// What stands behind `name` at the beginning.
    fileprivate func value(of name: String) -> String? { hasPrefix(name) ? String(dropFirst(name.count)) : nil }
}
