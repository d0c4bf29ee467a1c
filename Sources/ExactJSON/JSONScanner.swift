/// Finds the members of one object without an index of what is inside them: for those who want a few members of very many
/// texts that were found to be JSON before.
///
/// What is passed over is not held against the grammar, but for the quotes and brackets that end it.
public struct JSONScanner {
    let text: UnsafeRawBufferPointer
    var position = 0

    /// Where a member's value lies, and what it is.
    public struct Value {
        /// Its place in the text, in bytes.
        public let range: Range<Int>
        /// What it is.
        public let kind: JSONKind
    }

    /// A scanner of a whole text; a byte order mark in front is skipped.
    public init(_ text: UnsafeRawBufferPointer) {
        self.text = text
        if text.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    /// Calls `visit` with each member's name as it is spelled between its quotes, whether it holds escapes, and its value,
    /// in their order. Nothing is called for a text that is no object.
    public mutating func forEachMember(
        _ visit: (UnsafeRawBufferPointer, _ hasEscapes: Bool, Value) -> Void
    ) throws(JSONError) {
        try forEachMember(as: MemberOrder()) { name, value in
            if case .other(let name, let hasEscapes) = name { visit(name, hasEscapes, value) }
        }
    }

    /// What a member is called.
    public enum Name {
        /// As the one at that place of the order that was expected.
        case expected(Int)
        /// Something else, as it is spelled between its quotes.
        case other(UnsafeRawBufferPointer, hasEscapes: Bool)
    }

    /// The same for texts that are likely to have the members of an earlier one in its order: as long as they do, no closer
    /// look at their names is taken.
    public mutating func forEachMember(as order: MemberOrder, _ visit: (Name, Value) -> Void) throws(JSONError) {
        skipWhiteSpace()
        guard peek == UInt8(ascii: "{") else { return try end(behind: try value()) }
        position += 1
        skipWhiteSpace()
        if take(UInt8(ascii: "}")) { return try end(behind: nil) }
        var place = 0
        while true {
            skipWhiteSpace()
            if let length = order.length(ofMember: place, in: text, at: position) {
                position += length
                skipWhiteSpace()
                visit(.expected(place), try value())
                place += 1
            } else {
                place = .max
                guard peek == UInt8(ascii: "\"") else { throw unexpected() }
                let start = position
                let hasEscapes = try skipString()
                let name = UnsafeRawBufferPointer(rebasing: text[start + 1..<position - 1])
                skipWhiteSpace()
                guard take(UInt8(ascii: ":")) else { throw unexpected() }
                skipWhiteSpace()
                visit(.other(name, hasEscapes: hasEscapes), try value())
            }
            skipWhiteSpace()
            if take(UInt8(ascii: "}")) { return try end(behind: nil) }
            guard take(UInt8(ascii: ",")) else { throw unexpected() }
        }
    }

    private mutating func end(behind: Value?) throws(JSONError) {
        skipWhiteSpace()
        guard position == text.count else { throw JSONError(.trailingBytes, at: position) }
    }

    var peek: UInt8? { position < text.count ? text[position] : nil }

    private func unexpected() -> JSONError {
        JSONError(position < text.count ? .unexpectedByte : .unexpectedEnd, at: position)
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    mutating func skipWhiteSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func value() throws(JSONError) -> Value {
        let start = position
        let kind: JSONKind
        switch peek {
        case UInt8(ascii: "\""):
            kind = .string
            _ = try skipString()
        case UInt8(ascii: "{"):
            kind = .object
            try skipContainer()
        case UInt8(ascii: "["):
            kind = .array
            try skipContainer()
        case UInt8(ascii: "t"), UInt8(ascii: "f"): kind = .bool
        case UInt8(ascii: "n"): kind = .null
        case .some(let byte) where byte.isDigit || byte == UInt8(ascii: "-"): kind = .number
        default: throw unexpected()
        }
        if position == start { skipScalar() }
        return Value(range: start..<position, kind: kind)
    }

    mutating func skipScalar() {
        while let byte = peek,
            byte.isDigit || byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
                || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        {
            position += 1
        }
    }

    /// From the opening quote to behind the closing one; whether there are escapes in between.
    mutating func skipString() throws(JSONError) -> Bool {
        var hasEscapes = false
        var place = position + 1
        while true {
            place = text.plainTextEnd(from: place)
            guard place < text.count else { throw JSONError(.unexpectedEnd, at: text.count) }
            let byte = text[place]
            place += 1
            if byte == UInt8(ascii: "\"") {
                position = place
                return hasEscapes
            }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                place += 1
            }
        }
    }

    /// From the opening bracket to behind the one that closes it.
    mutating func skipContainer() throws(JSONError) {
        var depth = 0
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "\""):
                _ = try skipString()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            position += 1
            if depth == 0 { return }
        }
        throw JSONError(.unexpectedEnd, at: text.count)
    }
}
