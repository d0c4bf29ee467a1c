/// A JSON text and the index of its elements: every element keeps its exact bytes.
///
/// Parsing is one pass, linear in the text's length, and refuses what RFC 8259 refuses. Nothing is decoded: number
/// spelling, duplicate members, member order and escapes survive because the text itself is what is kept.
public struct JSONText: Sendable {
    let storage: Storage

    /// Parses `bytes`, which must be one JSON value in UTF-8; a byte order mark in front is skipped.
    public init(_ bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        var parser = JSONParser(limits: limits)
        try parser.parse(bytes)
        storage = Storage(bytes: bytes, nodes: parser.nodes, hasWhiteSpace: parser.hasWhiteSpace)
    }

    /// Why `bytes` are not one JSON value within `limits`, and at which of them; nil where they are. Unlike parsing, it
    /// keeps no index: the memory that it takes grows with the nesting alone.
    public static func fault(in bytes: [UInt8], limits: JSONLimits = .standard) -> JSONError? {
        var parser = JSONParser(limits: limits, keepsIndex: false)
        do throws(JSONError) {
            try parser.parse(bytes)
            return nil
        } catch {
            return error
        }
    }

    /// The outermost value.
    public var root: JSONElement { JSONElement(text: self, index: 0) }

    /// The members of all objects, at whatever depth; those of outer objects first.
    public var allMembers: [(name: JSONElement, value: JSONElement)] {
        var found: [(name: JSONElement, value: JSONElement)] = []
        for index in storage.nodes.indices where storage.nodes[index].kind == .object {
            found.append(contentsOf: JSONElement(text: self, index: index).members)
        }
        return found
    }

    /// Every string value of the text that is not a member's name.
    public var allStringValues: [JSONElement] {
        storage.nodes.indices
            .filter { storage.nodes[$0].kind == .string && !storage.nodes[$0].isName }
            .map { JSONElement(text: self, index: $0) }
    }

    /// One reference shared by every element of the text, so that an element is cheap to copy.
    final class Storage: Sendable {
        let bytes: [UInt8]
        let nodes: [JSONNode]
        let hasWhiteSpace: Bool

        init(bytes: [UInt8], nodes: [JSONNode], hasWhiteSpace: Bool) {
            self.bytes = bytes
            self.nodes = nodes
            self.hasWhiteSpace = hasWhiteSpace
        }
    }
}

/// What an element is.
public enum JSONKind: UInt8, Sendable {
    case null, bool, number, string, array, object
}

/// One entry of the index, 16 bytes: where an element lies and where the next one behind its contents is.
struct JSONNode: Sendable {
    var start: UInt32
    var end: UInt32
    var next: UInt32
    var kind: JSONKind
    var hasEscapes = false
    var isName = false
}

/// How much a text may ask of the parser. What lies beyond is refused, never cut.
public struct JSONLimits: Sendable {
    /// Bytes of a text. Offsets are kept in 32 bits, so this cannot pass 4 GiB.
    public var size: Int
    /// Containers within containers. Folding a value recurses that deep, and a thread's stack is finite.
    public var depth: Int
    /// Values and names of members, at whatever depth. The index takes 16 bytes for each, `[1,1,1]` two bytes of text:
    /// without a limit a dense text takes many times its size.
    public var entries: Int

    /// Limits of `size` bytes, `depth` levels and `entries` values and names.
    public init(size: Int, depth: Int, entries: Int = .max) {
        self.size = min(size, Int(UInt32.max) - 1)
        self.depth = depth
        self.entries = entries
    }

    /// 64 MiB (some hundred times a full list of the vendor) and 256 levels (its deepest object has four). Entries are not
    /// limited: what was stored must be read, whatever it is. What comes from outside is read within limits of its own.
    public static let standard = JSONLimits(size: 64 << 20, depth: 256)
}
