/// One pass over the bytes, with its own stack instead of recursion: hostile nesting costs memory, not the thread.
struct JSONParser {
    let limits: JSONLimits
    /// Whether the index is wanted; else only as much of it is kept as parsing needs: what is open, and of each open
    /// container one element, which shows that it is not empty.
    let keepsIndex: Bool
    private(set) var nodes: [JSONNode] = []
    private(set) var hasWhiteSpace = false

    private var open: [Int] = []
    private var position = 0

    init(limits: JSONLimits, keepsIndex: Bool = true) {
        self.limits = limits
        self.keepsIndex = keepsIndex
    }

    mutating func parse(_ bytes: [UInt8]) throws(JSONError) {
        guard bytes.count <= limits.size else { throw JSONError(.tooLarge, at: limits.size) }
        // An element of the vendor's takes about twelve bytes of text: one allocation instead of a series of copies.
        if keepsIndex { nodes.reserveCapacity(min(bytes.count / 12, limits.entries)) }
        var text = ByteCursor(bytes)
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { text.position = 3 }
        try parseDocument(&text)
    }

    private mutating func parseDocument(_ text: inout ByteCursor) throws(JSONError) {
        skipWhiteSpace(&text)
        try parseValue(&text)
        while !open.isEmpty { try parseInside(&text) }
        skipWhiteSpace(&text)
        guard text.peek == nil else { throw JSONError(.trailingBytes, at: text.position) }
    }

    /// One step within the innermost open container: its end, or one more element or member.
    private mutating func parseInside(_ text: inout ByteCursor) throws(JSONError) {
        let container = open[open.count - 1]
        let isObject = nodes[container].kind == .object
        if !keepsIndex, nodes.count > container + 2 { nodes.removeLast(nodes.count - container - 2) }
        skipWhiteSpace(&text)
        if text.take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return close(container, at: text.position) }
        if nodes.count > container + 1 {
            try text.expect(UInt8(ascii: ","))
            skipWhiteSpace(&text)
        }
        if isObject { try parseName(&text) }
        try parseValue(&text)
    }

    private mutating func parseName(_ text: inout ByteCursor) throws(JSONError) {
        guard text.peek == UInt8(ascii: "\"") else { throw text.unexpected() }
        try parseString(&text, isName: true)
        skipWhiteSpace(&text)
        try text.expect(UInt8(ascii: ":"))
        skipWhiteSpace(&text)
    }

    private mutating func parseValue(_ text: inout ByteCursor) throws(JSONError) {
        switch text.peek {
        case UInt8(ascii: "{"): try openContainer(.object, &text)
        case UInt8(ascii: "["): try openContainer(.array, &text)
        case UInt8(ascii: "\""): try parseString(&text, isName: false)
        case UInt8(ascii: "t"): try parseLiteral("true", .bool, &text)
        case UInt8(ascii: "f"): try parseLiteral("false", .bool, &text)
        case UInt8(ascii: "n"): try parseLiteral("null", .null, &text)
        case .some(let byte) where byte.isDigit || byte == UInt8(ascii: "-"): try parseNumber(&text)
        default: throw text.unexpected()
        }
    }

    private mutating func openContainer(_ kind: JSONKind, _ text: inout ByteCursor) throws(JSONError) {
        guard open.count < limits.depth else { throw JSONError(.tooDeep, at: text.position) }
        open.append(nodes.count)
        try append(kind, from: text.position, to: text.position)
        text.position += 1
    }

    private mutating func close(_ container: Int, at end: Int) {
        nodes[container].end = UInt32(end)
        nodes[container].next = UInt32(nodes.count)
        open.removeLast()
    }

    private mutating func parseLiteral(
        _ literal: StaticString, _ kind: JSONKind, _ text: inout ByteCursor
    ) throws(JSONError) {
        let start = text.position
        for offset in 0..<literal.utf8CodeUnitCount {
            try text.expect((literal.utf8Start + offset).pointee)
        }
        try append(kind, from: start, to: text.position)
    }

    private mutating func parseNumber(_ text: inout ByteCursor) throws(JSONError) {
        let start = text.position
        try text.skipNumber()
        try append(.number, from: start, to: text.position)
    }

    private mutating func parseString(_ text: inout ByteCursor, isName: Bool) throws(JSONError) {
        let start = text.position
        let hasEscapes = try text.skipString()
        try append(.string, from: start, to: text.position)
        nodes[nodes.count - 1].hasEscapes = hasEscapes
        nodes[nodes.count - 1].isName = isName
    }

    private mutating func append(_ kind: JSONKind, from start: Int, to end: Int) throws(JSONError) {
        guard nodes.count < limits.entries else { throw JSONError(.tooManyEntries, at: start) }
        let next = UInt32(nodes.count + 1)
        nodes.append(JSONNode(start: UInt32(start), end: UInt32(end), next: next, kind: kind))
    }

    private mutating func skipWhiteSpace(_ text: inout ByteCursor) {
        if text.skipWhiteSpace() { hasWhiteSpace = true }
    }
}
