/// A text with its escapes taken out, in which each byte knows where it stands in the text as it was.
///
/// Secrets hide behind escapes of JSON (`\u0041`, `\"`), of links (`%41`) and of XML (`&amp;`, `&#65;`), one around the other.
/// One step takes out one layer of all of them.
struct UnescapedText {
    /// The bytes without the escapes that were taken out so far.
    let bytes: [UInt8]
    /// Where each byte begins in the text as it was, and where that ends; nil for the text itself.
    private let offsets: [Int32]?

    /// The text as it is.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        offsets = nil
    }

    private init(_ bytes: [UInt8], _ offsets: [Int32]) {
        self.bytes = bytes
        self.offsets = offsets
    }

    /// What a range of ``bytes`` is in the text as it was.
    func original(_ range: Range<Int>) -> Range<Int> {
        guard let offsets else { return range }
        let (begin, end) = (Int(offsets[range.lowerBound]), Int(offsets[range.upperBound]))
        return begin..<max(begin, end)
    }

    /// The text without one more layer of escapes; nil where there is none.
    func unescaped() -> UnescapedText? {
        guard bytes.contains(where: { Self.beginsEscape($0) }) else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var offsets: [Int32] = []
        offsets.reserveCapacity(bytes.count + 1)
        var index = 0
        while index < bytes.count {
            let (scalar, length) = unit(at: index)
            let count = output.count
            switch scalar {
            case .some(let scalar): output.append(contentsOf: scalar)
            case nil: output.append(bytes[index])
            }
            for _ in count..<output.count { offsets.append(offset(index)) }
            index += length
        }
        guard output.count < bytes.count else { return nil }
        offsets.append(offset(bytes.count))
        return UnescapedText(output, offsets)
    }

    private func offset(_ index: Int) -> Int32 { offsets?[index] ?? Int32(index) }

    private static func beginsEscape(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "&")
    }

    /// What stands for itself has no bytes of its own.
    private func unit(at index: Int) -> (bytes: [UInt8]?, length: Int) {
        let escape =
            switch bytes[index] {
            case UInt8(ascii: "\\"): jsonEscape(index)
            case UInt8(ascii: "%"): percentEscape(index)
            case UInt8(ascii: "&"): entity(index)
            default: nil as (bytes: [UInt8], length: Int)?
            }
        return escape.map { ($0.bytes, $0.length) } ?? (nil, 1)
    }

    private func jsonEscape(_ index: Int) -> (bytes: [UInt8], length: Int)? {
        guard index + 1 < bytes.count else { return nil }
        switch bytes[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return ([bytes[index + 1]], 2)
        case UInt8(ascii: "n"): return ([0x0A], 2)
        case UInt8(ascii: "r"): return ([0x0D], 2)
        case UInt8(ascii: "t"): return ([0x09], 2)
        case UInt8(ascii: "u"): return unicodeEscape(index)
        default: return nil
        }
    }

    private func unicodeEscape(_ index: Int) -> (bytes: [UInt8], length: Int)? {
        guard let high = number(index + 2..<index + 6, radix: 16) else { return nil }
        if (0xD800..<0xDC00).contains(high), index + 7 < bytes.count, bytes[index + 6] == UInt8(ascii: "\\"),
            bytes[index + 7] == UInt8(ascii: "u"), let low = number(index + 8..<index + 12, radix: 16),
            (0xDC00..<0xE000).contains(low)
        {
            return Self.utf8(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)).map { ($0, 12) }
        }
        return Self.utf8(high).map { ($0, 6) }
    }

    private func percentEscape(_ index: Int) -> (bytes: [UInt8], length: Int)? {
        number(index + 1..<index + 3, radix: 16).map { ([UInt8($0)], 3) }
    }

    private func entity(_ index: Int) -> (bytes: [UInt8], length: Int)? {
        let rest = bytes[(index + 1)...].prefix(Self.longestEntity)
        guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        let name = String(decoding: rest[..<end], as: UTF8.self).lowercased()
        if let byte = Self.entities[name] { return ([byte], end + 1 - index) }
        guard name.hasPrefix("#") else { return nil }
        let digits = name.hasPrefix("#x") ? index + 3..<end : index + 2..<end
        return number(digits, radix: name.hasPrefix("#x") ? 16 : 10).flatMap(Self.utf8).map { ($0, end + 1 - index) }
    }

    private func number(_ range: Range<Int>, radix: UInt32) -> UInt32? {
        guard !range.isEmpty, range.upperBound <= bytes.count else { return nil }
        var number: UInt32 = 0
        for byte in bytes[range] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix else { return nil }
            number = number &* radix &+ UInt32(digit)
        }
        return number
    }

    private static func utf8(_ value: UInt32) -> [UInt8]? {
        Unicode.Scalar(value).map { Array(String(Character($0)).utf8) }
    }

    private static let entities: [String: UInt8] = [
        "amp": UInt8(ascii: "&"), "lt": UInt8(ascii: "<"), "gt": UInt8(ascii: ">"), "quot": UInt8(ascii: "\""),
        "apos": UInt8(ascii: "'"),
    ]
    /// Bytes of an entity behind its ampersand: `#x10FFFF;`, and some zeros.
    private static let longestEntity = 10
}
