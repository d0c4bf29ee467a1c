import ExactJSON

/// Takes secrets out of texts that nobody agreed on the form of: in links, and behind whatever is called like a secret,
/// be it in JSON, in XML, in a form, or in lines with a colon.
struct WebhookSecrets: Sendable {
    let redaction: SecretRedaction

    /// Whether a name, as ``MemberName`` spells it, is a secret's. Customers make up names: `X-Webhook-Secret`.
    func isSecret(_ spelled: String) -> Bool {
        SecretRedaction.secretNames.contains(spelled) || Self.endings.contains { spelled.hasSuffix($0) }
    }

    /// What stands for a secret.
    func placeholder(_ secret: String) -> String {
        let member = Array(#"{"token":"#.utf8) + JSONValue.string(secret).bytes + Array("}".utf8)
        let redacted = try? JSONText(member).root.compactBytes
        let masked = redacted.flatMap { try? JSONText($0) }.flatMap { try? redaction.redact($0) }
        return masked.flatMap { try? JSONText($0).root["token"]?.string } ?? "redacted"
    }

    /// What stands for a secret of any kind: a number or an object may be one, too; a boolean is none.
    func placeholder(_ secret: JSONElement) -> JSONValue {
        if secret.kind == .bool { return .verbatim([UInt8](secret.bytes)) }
        return .string(placeholder(secret.string ?? String(decoding: secret.bytes, as: UTF8.self)))
    }

    /// The text without its secrets.
    func redact(_ text: String) -> String {
        // A form begins with a name that no ampersand stands before.
        let mark = UInt8(ascii: "&")
        let links = redaction.redact(unparsed: [mark] + text.utf8).dropFirst()
        var output: [UInt8] = []
        var rest = Array(links)[...]
        while let secret = nextSecret(in: rest) {
            output += rest[..<secret.lowerBound]
            output += placeholder(String(decoding: rest[secret], as: UTF8.self)).utf8
            rest = rest[secret.upperBound...]
        }
        return String(decoding: output + rest, as: UTF8.self)
    }

    /// The first value behind a secret's name.
    private func nextSecret(in text: ArraySlice<UInt8>) -> Range<Int>? {
        var position = text.startIndex
        while position < text.endIndex {
            let name = text[position...].prefix { MemberName.isNameByte($0) }
            guard !name.isEmpty else {
                position += 1
                continue
            }
            position = name.endIndex
            guard name.count <= Self.nameLimit,
                isSecret(MemberName.normalized(String(decoding: name, as: UTF8.self))),
                let value = value(behind: name, in: text), !value.isEmpty,
                !text[value].starts(with: Self.redacted)
            else { continue }
            return value
        }
        return nil
    }

    private func value(behind name: ArraySlice<UInt8>, in text: ArraySlice<UInt8>) -> Range<Int>? {
        let before = text[..<name.startIndex].reversed().drop { MemberName.isNameByte($0) || $0 == UInt8(ascii: ":") }
        if before.first == UInt8(ascii: "<") { return Self.element(text[name.endIndex...]) }
        // Quotes around the name, escaped or not, and spaces before the mark.
        let mark = text[name.endIndex...].drop { Self.isBlank($0) || Self.isQuote($0) }
        guard let sign = mark.first, sign == UInt8(ascii: "=") || sign == UInt8(ascii: ":") else {
            return Self.isScheme(name) && mark.startIndex > name.endIndex ? Self.word(mark) : nil
        }
        let value = mark.dropFirst().drop { Self.isBlank($0) }
        if let quote = value.first(where: { $0 != UInt8(ascii: "\\") }), quote == 0x22 || quote == 0x27 {
            let inside = value.drop { Self.isQuote($0) }
            let end = inside.prefix { $0 != quote && $0 != UInt8(ascii: "\\") }.endIndex
            return inside.startIndex..<end
        }
        return sign == UInt8(ascii: "=") ? Self.word(value) : Self.line(value)
    }

    // MARK: values

    /// Up to the closing tag.
    private static func element(_ text: ArraySlice<UInt8>) -> Range<Int>? {
        guard let begin = text.prefix(tagLimit).firstIndex(of: UInt8(ascii: ">")) else { return nil }
        var end = begin + 1
        while end < text.endIndex, !text[end...].starts(with: [UInt8(ascii: "<"), UInt8(ascii: "/")]) { end += 1 }
        return begin + 1..<end
    }

    private static func word(_ text: ArraySlice<UInt8>) -> Range<Int> {
        text.startIndex..<text.prefix { $0 > 0x20 && !"&<>\"',;".utf8.contains($0) }.endIndex
    }

    private static func line(_ text: ArraySlice<UInt8>) -> Range<Int> {
        text.startIndex..<text.prefix { $0 >= 0x20 && !"&<>\"}".utf8.contains($0) }.endIndex
    }

    private static func isScheme(_ name: ArraySlice<UInt8>) -> Bool {
        MemberName.normalized(String(decoding: name, as: UTF8.self)) == "bearer"
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func isQuote(_ byte: UInt8) -> Bool { byte == 0x22 || byte == 0x27 || byte == UInt8(ascii: "\\") }

    private static let endings = ["token", "secret", "password", "cookie", "apikey"]
    private static let redacted = Array("redacted:".utf8)
    /// Bytes: longer than any name of a secret, in any style.
    private static let nameLimit = 64
    /// Bytes of a tag with its attributes.
    private static let tagLimit = 1024
}

extension SecretRedaction {
    /// A text of any kind without what looks like a secret in it: tokens in links, and values behind secret names.
    public func redact(text: String) -> String {
        // A program's words may also hold the session's cookie, or who signs in at a link.
        WebhookSecrets(redaction: self).redact(text)
            .replacing(/\bva=[^;\s]+/) { _ in "va=redacted" }
            .replacing(/:\/\/[^\/\s@]+@/) { _ in "://redacted@" }
    }
}
