extension JSONElement {
    /// 64 bits that are the same for every spelling of a content: where ``comparableBytes`` are equal, so are these, and
    /// where these are equal, those are, but for one pair in 2^64. Made without allocating, and no secret: whoever wants
    /// two contents with one digest can find them.
    public var contentDigest: UInt64 {
        switch kind {
        case .null: 1
        case .bool: bool == true ? 2 : 3
        case .number: numberDigest
        case .string: stringDigest.mixed(with: 4)
        case .array: elements.reduce(5) { $0.mixed(with: $1.contentDigest) }
        case .object: objectDigest
        }
    }

    /// A sum, so that the order of the members does not count; of a name that stands twice, the order of its values.
    private var objectDigest: UInt64 {
        var sum: UInt64 = 6
        var seen: [UInt64: UInt64] = [:]
        let isLarge = Int(text.storage.nodes[index].next) - index > Self.membersWithoutTable
        var children = self.children
        var names: [UInt64] = []
        while let name = children.next(), let value = children.next() {
            let digest = name.stringDigest
            let earlier: UInt64
            if isLarge {
                earlier = seen[digest] ?? 0
                seen[digest] = earlier + 1
            } else {
                earlier = UInt64(names.lazy.filter { $0 == digest }.count)
                names.append(digest)
            }
            sum &+= digest.mixed(with: value.contentDigest).mixed(with: earlier)
        }
        return sum.mixed(with: 7)
    }

    /// Entries of the index up to which a list of names is searched one by one.
    private static let membersWithoutTable = 64

    private var numberDigest: UInt64 {
        if let small = smallInteger { return UInt64(bitPattern: small).mixed(with: 8) }
        guard let decimal else { return bytes.digest.mixed(with: 9) }
        if let whole = decimal.integer { return UInt64(bitPattern: whole).mixed(with: 8) }
        return decimal.digits[...].digest
            .mixed(with: UInt64(bitPattern: Int64(decimal.exponent))).mixed(with: decimal.isNegative ? 10 : 11)
    }

    /// The value of a number that is spelled with up to 18 digits and nothing else.
    var smallInteger: Int64? {
        let spelled = bytes
        guard spelled.count <= 18 else { return nil }
        var value: Int64 = 0
        for byte in spelled {
            guard byte.isDigit else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return value
    }

    private var stringDigest: UInt64 { hasEscapes ? canonicalStringBody[...].digest : stringBody.digest }
}

extension ArraySlice<UInt8> {
    /// 64 bits of the bytes and their number.
    fileprivate var digest: UInt64 {
        withUnsafeBytes { bytes in
            var digest = UInt64(bytes.count)
            var place = 0
            while place + 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
                digest = digest.mixed(with: UInt64(littleEndian: word))
                place += 8
            }
            var rest: UInt64 = 0
            while place < bytes.count {
                rest = rest << 8 | UInt64(bytes[place])
                place += 1
            }
            return digest.mixed(with: rest)
        }
    }
}

extension UInt64 {
    /// SplitMix64's finisher over both.
    fileprivate func mixed(with other: UInt64) -> UInt64 {
        var mixed = (self ^ 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9 ^ other
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
