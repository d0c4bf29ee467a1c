/// Escaped strings: their characters, and the one spelling that stands for all spellings of the same characters.
enum JSONStringDecoder {
    /// The characters of a string's body; nil where half a surrogate pair stands alone, for no `String` can hold it.
    static func decode(_ body: ArraySlice<UInt8>) -> String? {
        var decoded: [UInt8] = []
        var isWhole = true
        forEachUnit(of: body) { unit in
            switch unit {
            case .bytes(let bytes): decoded.append(contentsOf: bytes)
            case .scalar(let scalar): decoded.append(contentsOf: String(Character(scalar)).utf8)
            case .loneSurrogate: isWhole = false
            }
        }
        return isWhole ? String(decoding: decoded, as: UTF8.self) : nil
    }

    /// Appends the body with only those escapes that must be: quote, backslash, control characters, lone surrogates.
    static func appendCanonical(_ body: ArraySlice<UInt8>, to output: inout [UInt8]) {
        forEachUnit(of: body) { unit in
            switch unit {
            case .bytes(let bytes): output.append(contentsOf: bytes)
            case .scalar(let scalar): JSONValue.appendEscaped(String(Character(scalar)).utf8, to: &output)
            case .loneSurrogate(let surrogate): JSONValue.appendUnicodeEscape(surrogate, to: &output)
            }
        }
    }

    private enum Unit {
        case bytes(ArraySlice<UInt8>)
        case scalar(Unicode.Scalar)
        case loneSurrogate(UInt16)
    }

    /// Walks a body that the parser has accepted: every escape in it is whole.
    private static func forEachUnit(of body: ArraySlice<UInt8>, _ visit: (Unit) -> Void) {
        var rest = body
        while let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) {
            if backslash > rest.startIndex { visit(.bytes(rest[..<backslash])) }
            rest = rest[backslash...]
            visit(takeEscape(&rest))
        }
        if !rest.isEmpty { visit(.bytes(rest)) }
    }

    private static func takeEscape(_ rest: inout ArraySlice<UInt8>) -> Unit {
        let letter = rest[rest.startIndex + 1]
        guard letter == UInt8(ascii: "u") else {
            rest = rest.dropFirst(2)
            return .scalar(Unicode.Scalar(simpleEscapes[letter] ?? letter))
        }
        let high = hexUnit(rest)
        rest = rest.dropFirst(6)
        if let scalar = Unicode.Scalar(high) { return .scalar(scalar) }
        guard high < 0xDC00, rest.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
            return .loneSurrogate(high)
        }
        let low = hexUnit(rest)
        guard (0xDC00...0xDFFF).contains(low) else { return .loneSurrogate(high) }
        rest = rest.dropFirst(6)
        let value = 0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00)
        return Unicode.Scalar(value).map(Unit.scalar) ?? .loneSurrogate(high)
    }

    private static func hexUnit(_ escape: ArraySlice<UInt8>) -> UInt16 {
        escape.dropFirst(2).prefix(4).reduce(0) { $0 << 4 | ($1.hexValue ?? 0) }
    }

    private static let simpleEscapes: [UInt8: UInt8] = [
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
        UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]
}
