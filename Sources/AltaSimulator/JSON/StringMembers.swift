/// The string members of a flat JSON object, which is all that a login body is.
///
/// A reader, not a validator: members of other simple types are passed over, nested ones make the text unreadable.
struct StringMembers {
    private var rest: ArraySlice<UInt8>
    private var members: [String: String] = [:]

    /// Nil if `text` is not such an object.
    init?(_ text: [UInt8]) {
        rest = text[...]
        guard readObject() else { return nil }
    }

    /// The value of the last member called `name`.
    subscript(name: String) -> String? { members[name] }

    private mutating func readObject() -> Bool {
        guard skip(UInt8(ascii: "{")) else { return false }
        if skip(UInt8(ascii: "}")) { return isAtEnd() }
        repeat {
            guard readMember() else { return false }
        } while skip(UInt8(ascii: ","))
        return skip(UInt8(ascii: "}")) && isAtEnd()
    }

    private mutating func readMember() -> Bool {
        guard let name = readString(), skip(UInt8(ascii: ":")) else { return false }
        if let value = readString() {
            members[name] = value
            return true
        }
        let simple = rest.prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") }
        rest = rest.dropFirst(simple.count)
        return !simple.contains { [UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "[")].contains($0) }
    }

    private mutating func readString() -> String? {
        guard skip(UInt8(ascii: "\"")) else { return nil }
        var units: [UInt8] = []
        while let unit = rest.popFirst() {
            switch unit {
            case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
            case UInt8(ascii: "\\"): units.append(contentsOf: readEscape())
            default: units.append(unit)
            }
        }
        return nil
    }

    private mutating func readEscape() -> [UInt8] {
        switch rest.popFirst() {
        case UInt8(ascii: "n"): [0x0A]
        case UInt8(ascii: "r"): [0x0D]
        case UInt8(ascii: "t"): [0x09]
        case UInt8(ascii: "b"): [0x08]
        case UInt8(ascii: "f"): [0x0C]
        case UInt8(ascii: "u"): Array(readScalar().utf8)
        case .some(let unit): [unit]
        case .none: []
        }
    }

    private mutating func readScalar() -> String {
        let first = readCodeUnit()
        guard UTF16.isLeadSurrogate(first), rest.starts(with: "\\u".utf8) else {
            return String(decoding: [first], as: UTF16.self)
        }
        rest = rest.dropFirst(2)
        return String(decoding: [first, readCodeUnit()], as: UTF16.self)
    }

    private mutating func readCodeUnit() -> UInt16 {
        let digits = rest.prefix(4)
        rest = rest.dropFirst(4)
        return UInt16(String(decoding: digits, as: UTF8.self), radix: 16) ?? 0xFFFD
    }

    /// Passes over white space and then `unit`; false if something else stands there.
    private mutating func skip(_ unit: UInt8) -> Bool {
        rest = rest.drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard rest.first == unit else { return false }
        rest = rest.dropFirst()
        return true
    }

    private func isAtEnd() -> Bool {
        rest.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    }
}
