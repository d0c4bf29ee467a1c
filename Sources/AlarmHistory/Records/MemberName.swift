/// The spelling of a member's name that is the same in all key styles: `guest_token`, `guestToken`, `Guest-Token`.
package enum MemberName {
    /// The name without underscores, hyphens and capitals.
    package static func normalized(_ name: String) -> String {
        let bytes = name.utf8.compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "_"), UInt8(ascii: "-"): nil
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
            default: byte
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether both are spellings of the same name.
    static func isSame(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        var (place, otherPlace) = (0, 0)
        while true {
            let letter = letter(of: one, from: &place)
            guard letter == Self.letter(of: other, from: &otherPlace) else { return false }
            if letter == nil { return true }
        }
    }

    /// The next byte that counts, in lower case; nil at the end.
    private static func letter(of name: UnsafeBufferPointer<UInt8>, from place: inout Int) -> UInt8? {
        while place < name.count {
            let byte = name[place]
            place += 1
            switch byte {
            case UInt8(ascii: "_"), UInt8(ascii: "-"): continue
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): return byte | 0x20
            default: return byte
            }
        }
        return nil
    }
}
