/// Finds secrets in plain text: in the query of a link (`?t=...`, `guest_token=...`), and, where the text is broken
/// JSON, behind a secret member's name.
struct TokenScanner {
    let secretNames: Set<String>

    /// The text with each secret's bytes replaced by what `mask` makes of them.
    func redact(_ text: [UInt8], _ mask: ([UInt8]) -> [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var rest = text[...]
        while let start = nextSecret(in: rest) {
            output.append(contentsOf: rest[..<start])
            let secret = rest[start...].prefix { !Self.endsSecret($0) }
            output.append(contentsOf: secret.isEmpty ? [] : mask([UInt8](secret)))
            rest = rest[secret.endIndex...]
        }
        return output + rest
    }

    /// Where the next secret begins.
    private func nextSecret(in text: ArraySlice<UInt8>) -> Int? {
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            if byte == UInt8(ascii: "="), isTokenParameter(text[..<index]), index + 1 < text.endIndex {
                return index + 1
            }
            if byte == UInt8(ascii: ":"), let start = memberValue(text, colon: index) { return start }
            index += 1
        }
        return nil
    }

    private func isTokenParameter(_ before: ArraySlice<UInt8>) -> Bool {
        let name = before.suffix(Self.nameLimit).reversed().prefix { Self.isNameByte($0) }.reversed()
        let separator = before.dropLast(name.count).last
        guard separator == UInt8(ascii: "?") || separator == UInt8(ascii: "&") else { return false }
        let spelled = MemberName.normalized(String(decoding: name, as: UTF8.self))
        return spelled == "t" || spelled == "guesttoken" || spelled == "token"
    }

    /// The first byte of a string behind `"<secret name>" :`.
    private func memberValue(_ text: ArraySlice<UInt8>, colon: Int) -> Int? {
        guard !secretNames.isEmpty else { return nil }
        let before = text[..<colon].suffix(Self.nameLimit).reversed().drop { $0 <= 0x20 }
        guard before.first == UInt8(ascii: "\"") else { return nil }
        let name = before.dropFirst().prefix { Self.isNameByte($0) }.reversed()
        let spelled = MemberName.normalized(String(decoding: name, as: UTF8.self))
        let value = text[(colon + 1)...].drop { $0 <= 0x20 }
        guard secretNames.contains(spelled), value.first == UInt8(ascii: "\"") else { return nil }
        return value.startIndex + 1
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private static func endsSecret(_ byte: UInt8) -> Bool {
        byte <= 0x20
            || [UInt8(ascii: "\""), UInt8(ascii: "&"), UInt8(ascii: "#"), UInt8(ascii: "'"), UInt8(ascii: "<")]
                .contains(byte)
    }

    /// Longer than any of the names that are looked for.
    private static let nameLimit = 40
}
