extension JSONScanner {
    /// 64 bits that are the same for every spelling of a value: where ``JSONElement/comparableBytes`` are equal, so are
    /// these; where these are equal, those are, but for one pair in 2^64. No secret: whoever wants two values with one
    /// digest can find them.
    public static func contentDigest(of value: UnsafeRawBufferPointer) -> UInt64 {
        var scanner = JSONScanner(value)
        return scanner.digest(levels: JSONLimits.standard.depth)
    }

    /// Goes that many levels down: what the parser takes has no more, and a thread's stack is finite.
    private mutating func digest(levels: Int) -> UInt64 {
        skipWhiteSpace()
        let start = position
        switch peek {
        case UInt8(ascii: "{") where levels > 0: return objectDigest(levels)
        case UInt8(ascii: "[") where levels > 0: return arrayDigest(levels)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            do { try skipContainer() } catch { position = text.count }
            return UnsafeRawBufferPointer(rebasing: text[start..<position]).digest.mixed(with: 8)
        case UInt8(ascii: "\""): return stringDigest().mixed(with: 4)
        default:
            skipScalar()
            // Whatever it is that stands there, it must not be looked at for ever.
            if position == start { position += 1 }
            let spelled = UnsafeRawBufferPointer(rebasing: text[start..<min(position, text.count)])
            return Self.scalarDigest(spelled)
        }
    }

    private mutating func arrayDigest(_ levels: Int) -> UInt64 {
        var digest: UInt64 = 5
        forEachInside(UInt8(ascii: "]")) { digest = digest.mixed(with: $0.digest(levels: levels - 1)) }
        return digest
    }

    /// A sum, so that the order of the members does not count; of a name that stands twice, the order of its values does.
    private mutating func objectDigest(_ levels: Int) -> UInt64 {
        var sum: UInt64 = 6
        var names: [UInt64] = []
        forEachInside(UInt8(ascii: "}")) { scanner in
            let name = scanner.stringDigest()
            scanner.skipWhiteSpace()
            _ = scanner.take(UInt8(ascii: ":"))
            let earlier = names.lazy.filter { $0 == name }.count
            if names.count < Self.namesCompared { names.append(name) }
            sum &+= name.mixed(with: scanner.digest(levels: levels - 1)).mixed(with: UInt64(earlier))
        }
        return sum.mixed(with: 7)
    }

    /// Members of an object up to which a name is known to stand twice; beyond that, those values' order does not count.
    private static var namesCompared: Int { 256 }

    private mutating func forEachInside(_ closing: UInt8, _ visit: (inout JSONScanner) -> Void) {
        position += 1
        while position < text.count {
            skipWhiteSpace()
            if take(closing) { return }
            visit(&self)
            skipWhiteSpace()
            _ = take(UInt8(ascii: ","))
        }
    }

    private mutating func stringDigest() -> UInt64 {
        let start = position
        guard peek == UInt8(ascii: "\""), let hasEscapes = try? skipString() else {
            position = text.count
            return 0
        }
        let spelled = text[start..<position]
        guard hasEscapes else { return UnsafeRawBufferPointer(rebasing: spelled.dropFirst().dropLast()).digest }
        let decoded = (try? JSONText([UInt8](spelled)).root.canonicalStringBody) ?? []
        return decoded.withUnsafeBytes { $0.digest }
    }

    private static func scalarDigest(_ spelled: UnsafeRawBufferPointer) -> UInt64 {
        switch spelled.first {
        case UInt8(ascii: "n"): 1
        case UInt8(ascii: "t"): 2
        case UInt8(ascii: "f"): 3
        default: wholeNumberDigest(spelled) ?? numberDigest([UInt8](spelled)[...])
        }
    }

    /// The same as ``numberDigest(_:)`` for digits and nothing else, as nearly all numbers are.
    private static func wholeNumberDigest(_ spelled: UnsafeRawBufferPointer) -> UInt64? {
        guard let first = spelled.first, first != UInt8(ascii: "0"), spelled.allSatisfy(\.isDigit) else { return nil }
        var end = spelled.count
        while spelled[end - 1] == UInt8(ascii: "0") { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: spelled[..<end]).digest
            .mixed(with: UInt64(spelled.count - end)).mixed(with: 11)
    }

    private static func numberDigest(_ spelled: ArraySlice<UInt8>) -> UInt64 {
        guard let decimal = JSONDecimal(spelling: spelled) else {
            return spelled.withUnsafeBytes { $0.digest }.mixed(with: 9)
        }
        return decimal.digits.withUnsafeBytes { $0.digest }
            .mixed(with: UInt64(bitPattern: Int64(decimal.exponent))).mixed(with: decimal.isNegative ? 10 : 11)
    }
}

extension UnsafeRawBufferPointer {
    /// 64 bits of the bytes and their number, the same on every machine.
    public var digest: UInt64 {
        var digest = UInt64(count)
        var place = 0
        while place + 8 <= count {
            digest = digest.mixed(with: UInt64(littleEndian: loadUnaligned(fromByteOffset: place, as: UInt64.self)))
            place += 8
        }
        var rest: UInt64 = 0
        while place < count {
            rest = rest << 8 | UInt64(self[place])
            place += 1
        }
        return digest.mixed(with: rest)
    }
}

extension UInt64 {
    /// SplitMix64's finisher over both: a digest that depends on the order.
    public func mixed(with other: UInt64) -> UInt64 {
        var mixed = (self ^ 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9 ^ other
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
