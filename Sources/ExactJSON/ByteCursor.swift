/// A place in a run of bytes, and the tokens of JSON that can be passed over from there.
struct ByteCursor {
    let bytes: [UInt8]
    var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    func starts(with prefix: [UInt8]) -> Bool { bytes.starts(with: prefix) }

    func unexpected() -> JSONError {
        JSONError(position < bytes.count ? .unexpectedByte : .unexpectedEnd, at: position)
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    mutating func expect(_ byte: UInt8) throws(JSONError) {
        guard take(byte) else { throw unexpected() }
    }

    /// Whether there was any.
    mutating func skipWhiteSpace() -> Bool {
        let start = position
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
        return position > start
    }

    /// Passes over `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?` (RFC 8259, section 6).
    mutating func skipNumber() throws(JSONError) {
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try skipDigits() }
        if take(UInt8(ascii: ".")) { try skipDigits() }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try skipDigits()
        }
    }

    private mutating func skipDigits() throws(JSONError) {
        let start = position
        while let byte = peek, byte.isDigit { position += 1 }
        guard position > start else {
            throw JSONError(position < bytes.count ? .invalidNumber : .unexpectedEnd, at: position)
        }
    }

    /// Passes over a string with both quotes; whether it holds an escape.
    mutating func skipString() throws(JSONError) -> Bool {
        var hasEscapes = false
        position += 1
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return hasEscapes
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try skipEscape()
            case 0..<0x20: throw JSONError(.controlCharacter, at: position)
            case 0x20..<0x80: position += 1
            default: try skipMultiByteCharacter()
            }
        }
        throw unexpected()
    }

    private mutating func skipEscape() throws(JSONError) {
        position += 1
        switch peek {
        case UInt8(ascii: "u"): try skipHexDigits()
        case .some(let byte) where #""\/bfnrt"#.utf8.contains(byte): position += 1
        case .some: throw JSONError(.invalidEscape, at: position)
        case nil: throw unexpected()
        }
    }

    private mutating func skipHexDigits() throws(JSONError) {
        position += 1
        for _ in 0..<4 {
            guard let byte = peek else { throw unexpected() }
            guard byte.hexValue != nil else { throw JSONError(.invalidEscape, at: position) }
            position += 1
        }
    }

    /// One character of two to four bytes, by the table of well-formed sequences (Unicode 16, table 3-7).
    mutating func skipMultiByteCharacter() throws(JSONError) {
        let start = position
        guard let (second, length) = Self.continuation(of: bytes[position]) else {
            throw JSONError(.invalidUTF8, at: start)
        }
        position += 1
        for offset in 1..<length {
            guard let byte = peek else { throw unexpected() }
            guard (offset == 1 ? second : 0x80...0xBF).contains(byte) else { throw JSONError(.invalidUTF8, at: start) }
            position += 1
        }
    }

    /// Which second bytes a lead byte allows, and how many bytes there are in all.
    private static func continuation(of lead: UInt8) -> (second: ClosedRange<UInt8>, length: Int)? {
        switch lead {
        case 0xC2...0xDF: (0x80...0xBF, 2)
        case 0xE0: (0xA0...0xBF, 3)
        case 0xED: (0x80...0x9F, 3)
        case 0xE1...0xEF: (0x80...0xBF, 3)
        case 0xF0: (0x90...0xBF, 4)
        case 0xF1...0xF3: (0x80...0xBF, 4)
        case 0xF4: (0x80...0x8F, 4)
        default: nil
        }
    }
}

extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }

    var hexValue: UInt16? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(self - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(self - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(self - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
