/// A body as a web form sends it: `zone=b0a7e7c4&device=N%2FA`.
struct WebhookForm {
    let members: [(name: String, value: String)]

    /// Reads a form; nil for what cannot be one.
    init?(_ body: [UInt8]) {
        guard !body.isEmpty, body.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"<>\"{}".utf8.contains($0) }) else {
            return nil
        }
        var members: [(String, String)] = []
        for part in body.split(separator: UInt8(ascii: "&")) {
            guard let mark = part.firstIndex(of: UInt8(ascii: "=")), mark > part.startIndex else { return nil }
            members.append((Self.decoded(part[..<mark]), Self.decoded(part[(mark + 1)...])))
        }
        // A link alone has an equals sign, too.
        guard let first = members.first, !first.0.contains("/") else { return nil }
        self.members = members
    }

    private static func decoded(_ text: ArraySlice<UInt8>) -> String {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let code = UInt8(hex: rest.prefix(2)) {
                bytes.append(code)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate init?(hex digits: ArraySlice<UInt8>) {
        guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }) else { return nil }
        self.init(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
