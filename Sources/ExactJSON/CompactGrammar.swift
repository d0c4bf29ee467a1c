/// Whether bytes are one JSON value as it is stored: RFC 8259 without white space outside strings, in well-formed UTF-8.
///
/// The same language as ``JSONText`` accepts, less white space, but nothing is indexed: a pass over millions of values
/// spends a nanosecond or two a byte.
public enum CompactGrammar {
    /// Checks the whole of `bytes`.
    public static func accepts(_ bytes: UnsafeRawBufferPointer, limits: JSONLimits = .standard) -> Bool {
        guard bytes.count <= limits.size else { return false }
        var scanner = CompactScanner(bytes, depth: limits.depth)
        return scanner.scan()
    }
}

/// One pass, with a stack of one entry for each open container: true for an object.
private struct CompactScanner {
    private let bytes: UnsafeRawBufferPointer
    private let depth: Int
    private var position = 0
    private var open: [Bool] = []

    init(_ bytes: UnsafeRawBufferPointer, depth: Int) {
        self.bytes = bytes
        self.depth = depth
    }

    private var peek: UInt8 { position < bytes.count ? bytes[position] : 0 }

    mutating func scan() -> Bool {
        guard value() else { return false }
        while let isObject = open.last {
            guard afterValue(isObject) else { return false }
        }
        return position == bytes.count
    }

    /// A comma with the next element or member, or the container's end.
    private mutating func afterValue(_ isObject: Bool) -> Bool {
        if take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
            open.removeLast()
            return true
        }
        return take(UInt8(ascii: ",")) && (isObject ? member() : value())
    }

    private mutating func member() -> Bool { string() && take(UInt8(ascii: ":")) && value() }

    /// A scalar, or a container up to behind its first element.
    private mutating func value() -> Bool {
        while true {
            switch peek {
            case UInt8(ascii: "{"):
                guard enter(true) else { return false }
                if take(UInt8(ascii: "}")) { return leave() }
                guard string(), take(UInt8(ascii: ":")) else { return false }
            case UInt8(ascii: "["):
                guard enter(false) else { return false }
                if take(UInt8(ascii: "]")) { return leave() }
            case UInt8(ascii: "\""): return string()
            case UInt8(ascii: "t"): return literal("true")
            case UInt8(ascii: "f"): return literal("false")
            case UInt8(ascii: "n"): return literal("null")
            default: return number()
            }
        }
    }

    private mutating func enter(_ isObject: Bool) -> Bool {
        position += 1
        open.append(isObject)
        return open.count <= depth
    }

    private mutating func leave() -> Bool {
        open.removeLast()
        return true
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte, position < bytes.count else { return false }
        position += 1
        return true
    }

    private mutating func literal(_ text: StaticString) -> Bool {
        for offset in 0..<text.utf8CodeUnitCount where !take(text.utf8Start[offset]) { return false }
        return true
    }

    /// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
    private mutating func number() -> Bool {
        _ = take(UInt8(ascii: "-"))
        guard take(UInt8(ascii: "0")) || digits() else { return false }
        if take(UInt8(ascii: ".")), !digits() { return false }
        guard take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) else { return true }
        if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
        return digits()
    }

    private mutating func digits() -> Bool {
        let start = position
        while peek &- UInt8(ascii: "0") < 10 { position += 1 }
        return position > start
    }

    private mutating func string() -> Bool {
        guard take(UInt8(ascii: "\"")) else { return false }
        while position < bytes.count {
            skipPlainText()
            guard position < bytes.count else { return false }
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return true
            }
            if byte == UInt8(ascii: "\\") {
                guard escape() else { return false }
            } else if byte < 0x20 {
                return false
            } else if byte < 0x80 {
                position += 1
            } else {
                guard multiByteCharacter() else { return false }
            }
        }
        return false
    }

    /// Passes over text without quotes, backslashes, control characters and bytes beyond ASCII, eight bytes at a time.
    private mutating func skipPlainText() {
        while position + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            guard Self.special(word) == 0 else { return }
            position += 8
        }
    }

    /// High bits of the bytes that end plain text; a byte behind such a one may be marked, too, which only costs time.
    private static func special(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        func below(_ limit: UInt64, _ word: UInt64) -> UInt64 { (word &- ones &* limit) & ~word }
        let quotes = below(1, word ^ (ones &* 0x22))
        let backslashes = below(1, word ^ (ones &* 0x5C))
        return (below(0x20, word) | quotes | backslashes | word) & (ones << 7)
    }

    private mutating func escape() -> Bool {
        position += 1
        let letter = peek
        position += 1
        guard letter == UInt8(ascii: "u") else { return #""\/bfnrt"#.utf8.contains(letter) && position <= bytes.count }
        for _ in 0..<4 {
            guard peek.hexValue != nil else { return false }
            position += 1
        }
        return true
    }

    private mutating func multiByteCharacter() -> Bool {
        var cursor = ByteCursor([UInt8](bytes[position...].prefix(4)))
        guard (try? cursor.skipMultiByteCharacter()) != nil else { return false }
        position += cursor.position
        return true
    }
}
