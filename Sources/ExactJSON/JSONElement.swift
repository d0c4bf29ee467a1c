/// One element of a ``JSONText``: a view, cheap to copy.
public struct JSONElement: Sendable {
    let text: JSONText
    let index: Int

    private var node: JSONNode { text.storage.nodes[index] }

    /// What the element is.
    public var kind: JSONKind { node.kind }

    /// Where the element lies in the text, in bytes.
    public var range: Range<Int> { Int(node.start)..<Int(node.end) }

    /// The element exactly as served, white space included.
    public var bytes: ArraySlice<UInt8> { text.storage.bytes[range] }

    /// The element as served, without the white space outside strings.
    public var compactBytes: [UInt8] {
        guard text.storage.hasWhiteSpace, kind == .array || kind == .object else { return [UInt8](bytes) }
        return Self.withoutWhiteSpace(bytes)
    }

    /// The elements of an array, none of anything else.
    public var elements: some Sequence<JSONElement> { kind == .array ? children : JSONChildren(text: text, 0, 0) }

    /// The members of an object in their order, duplicates included; none of anything else.
    public var members: [(name: JSONElement, value: JSONElement)] {
        guard kind == .object else { return [] }
        var found: [(name: JSONElement, value: JSONElement)] = []
        var children = self.children
        while let name = children.next(), let value = children.next() { found.append((name, value)) }
        return found
    }

    /// The value of the last member of that name: what most readers take where a name stands twice.
    public subscript(name: String) -> JSONElement? {
        guard kind == .object else { return nil }
        var found: JSONElement?
        var children = self.children
        while let key = children.next(), let value = children.next() {
            if key.isString(equalTo: name) { found = value }
        }
        return found
    }

    /// The value of the last member whose name `isWanted` accepts; a name is given as its characters' UTF-8. Names that
    /// hold half a surrogate pair are passed over.
    public func lastValue(whereName isWanted: (UnsafeBufferPointer<UInt8>) -> Bool) -> JSONElement? {
        guard kind == .object else { return nil }
        var found: JSONElement?
        var children = self.children
        while let name = children.next(), let value = children.next() {
            if name.withName(isWanted) == true { found = value }
        }
        return found
    }

    /// Calls `visit` with the UTF-8 of each member's name and its value, in their order, duplicates included; names that
    /// hold half a surrogate pair are passed over. Nothing is called for anything but an object.
    public func forEachMember(_ visit: (UnsafeBufferPointer<UInt8>, JSONElement) -> Void) {
        guard kind == .object else { return }
        var children = self.children
        while let name = children.next(), let value = children.next() { _ = name.withName { visit($0, value) } }
    }

    /// Calls `body` with the UTF-8 of a string's characters; nil for anything else and for a string that holds half a
    /// surrogate pair.
    public func withName<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result? {
        guard kind == .string else { return nil }
        guard node.hasEscapes else { return stringBody.withUnsafeBufferPointer(body) }
        var decoded = JSONStringDecoder.decode(stringBody)
        return decoded?.withUTF8(body)
    }

    /// A string's characters; nil for anything else and for a string that holds half a surrogate pair.
    public var string: String? {
        guard kind == .string else { return nil }
        guard node.hasEscapes else { return String(decoding: stringBody, as: UTF8.self) }
        return JSONStringDecoder.decode(stringBody)
    }

    /// A boolean's value.
    public var bool: Bool? { kind == .bool ? bytes.first == UInt8(ascii: "t") : nil }

    /// A number's value, exact.
    public var decimal: JSONDecimal? { kind == .number ? JSONDecimal(spelling: bytes) : nil }

    /// A number's value where it is a whole number within 64 bits: `12`, `12.0` and `1.2e1` are all 12.
    public var integer: Int64? { kind == .number ? smallInteger ?? decimal?.integer : nil }

    /// The value of a number that is spelled with up to 18 digits and nothing else.
    private var smallInteger: Int64? {
        let spelled = bytes
        guard spelled.count <= 18 else { return nil }
        var value: Int64 = 0
        for byte in spelled {
            guard byte.isDigit else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return value
    }

    /// A string's bytes between the quotes, escapes as they stand.
    var stringBody: ArraySlice<UInt8> { text.storage.bytes[Int(node.start) + 1..<Int(node.end) - 1] }

    /// A string's inside with only those escapes that must be, and that even where half a surrogate pair stands in it;
    /// nothing of anything else.
    public var canonicalStringBody: [UInt8] {
        guard kind == .string else { return [] }
        var body: [UInt8] = []
        JSONStringDecoder.appendCanonical(stringBody, to: &body)
        return body
    }

    var hasEscapes: Bool { node.hasEscapes }

    var children: JSONChildren { JSONChildren(text: text, index + 1, Int(node.next)) }

    private func isString(equalTo other: String) -> Bool {
        // By code units: Swift's own equality takes two spellings of one accented letter for the same name.
        node.hasEscapes
            ? string?.utf8.elementsEqual(other.utf8) == true : stringBody.elementsEqual(other.utf8)
    }

    private static func withoutWhiteSpace(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var compact: [UInt8] = []
        compact.reserveCapacity(bytes.count)
        var inString = false
        var escaped = false
        for byte in bytes {
            if !inString, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { continue }
            compact.append(byte)
            if escaped {
                escaped = false
            } else if byte == UInt8(ascii: "\"") {
                inString.toggle()
            } else {
                escaped = inString && byte == UInt8(ascii: "\\")
            }
        }
        return compact
    }
}

/// The elements directly inside a container, names of members included.
struct JSONChildren: Sequence, IteratorProtocol {
    let text: JSONText
    private var index: Int
    private let end: Int

    init(text: JSONText, _ index: Int, _ end: Int) {
        self.text = text
        self.index = index
        self.end = end
    }

    mutating func next() -> JSONElement? {
        guard index < end else { return nil }
        defer { index = Int(text.storage.nodes[index].next) }
        return JSONElement(text: text, index: index)
    }
}
