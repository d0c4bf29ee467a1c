import Cryptography
import ExactJSON

/// Takes secrets out of what was served, before anything is hashed or stored.
///
/// A secret becomes `"redacted:<first 16 hex digits of HMAC-SHA-256(redaction key, value)>"`: equal secrets stay
/// comparable, and nobody without the key can confirm a guess. `null`, booleans and empty strings are no secrets and stay.
///
/// It knows secrets by the names of members (``SecretNames``), by what stands before them in a text (``SecretText``), and our
/// own by their value (``SecretValues``).
public struct SecretRedaction: Sendable {
    private let key: [UInt8]
    private let values: SecretValues

    /// With the archive's redaction key, 32 bytes, and the secrets that are recognised by their value.
    public init(key: [UInt8], hiding values: SecretValues = SecretValues()) {
        self.init(key, values)
    }

    private init(_ key: [UInt8], _ values: SecretValues) {
        self.key = key
        self.values = values
    }

    /// The same, with these secrets recognised by their value instead.
    public func hiding(_ values: SecretValues) -> SecretRedaction { SecretRedaction(key, values) }

    // MARK: JSON

    /// The text without its secrets; nil where it has none.
    func redact(_ text: JSONText) throws -> [UInt8]? {
        let holdsOwn = values.occur(in: text.root.bytes)
        var replacements: [(range: Range<Int>, with: [UInt8])] = []
        for (name, value) in text.allMembers {
            if let mask = mask(of: value, called: name) { replacements.append((value.range, mask)) }
            if let clean = cleaned(name, .name, holdsOwn) { replacements.append((name.range, clean)) }
        }
        for value in text.allStringValues {
            if let clean = cleaned(value, .record, holdsOwn) { replacements.append((value.range, clean)) }
        }
        if holdsOwn { replacements += numbers(text) }
        return replacements.isEmpty ? nil : try text.compactBytes(replacing: replacements)
    }

    private func mask(of value: JSONElement, called name: JSONElement) -> [UInt8]? {
        guard let match = name.withName({ SecretNames.match($0) }) ?? nil, Self.isFilled(value),
            !(match.mayCount && value.kind == .number)
        else { return nil }
        return quoted(placeholder(for: value))
    }

    /// A number can be a password, too.
    private func numbers(_ text: JSONText) -> [(range: Range<Int>, with: [UInt8])] {
        text.allNumbers.filter { values.occur(in: $0.bytes) }.map { ($0.range, quoted(mask([UInt8]($0.bytes)))) }
    }

    /// A string without the secrets in it; nil where it has none. Its other characters stay, those that had needless escapes
    /// without them. Where it holds half a surrogate pair, so that it cannot be taken apart, and a secret, none of it stays.
    private func cleaned(_ string: JSONElement, _ style: SecretText.Style, _ holdsOwn: Bool) -> [UInt8]? {
        guard holdsOwn || Self.mayHoldSecret(string) else { return nil }
        if string.bytes.dropFirst().starts(with: Self.imageMark) { return quoted(mask(string.canonicalStringBody)) }
        if let characters = string.string {
            return clean(Array(characters.utf8), style).map { quoted($0) }
        }
        let characters = string.canonicalStringBody
        guard let clean = clean(characters, style) else { return nil }
        let spelled = [UInt8(ascii: "\"")] + clean + [UInt8(ascii: "\"")]
        return (try? JSONText(spelled)) == nil ? quoted(mask(characters)) : spelled
    }

    // MARK: texts

    /// Bytes that are no JSON, without what looks like a secret in them.
    func redact(unparsed bytes: [UInt8]) -> [UInt8] { clean(bytes, .free) ?? bytes }

    /// A text of any kind without the secrets in it: our own, tokens in links, values behind secret names.
    public func redact(text: String) -> String { redact(text, .free) }

    /// The name of a member without the secrets in it.
    func redact(name: String) -> String { redact(name, .name) }

    private func redact(_ text: String, _ style: SecretText.Style) -> String {
        clean(Array(text.utf8), style).map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// The text with a mask in the place of each secret, under however many layers of escapes; nil where it has none.
    private func clean(_ text: [UInt8], _ style: SecretText.Style) -> [UInt8]? {
        var secrets: [Finding] = []
        var view = UnescapedText(text)
        for layer in 0...Self.layers {
            secrets += values.matches(in: view.bytes, isName: style == .name).map {
                Finding(view.original($0.range), $0.secret, layer)
            }
            secrets += SecretText(text: view.bytes, style: style).ranges().map {
                Finding(view.original($0), [UInt8](view.bytes[$0]), layer)
            }
            guard let next = view.unescaped() else { break }
            view = next
        }
        return secrets.isEmpty ? nil : Self.replacing(secrets, in: text, mask)
    }

    /// A secret in a text, as it was found under some layers of escapes.
    private struct Finding {
        let range: Range<Int>
        let secret: [UInt8]
        let layer: Int

        init(_ range: Range<Int>, _ secret: [UInt8], _ layer: Int) {
            self.range = range
            self.secret = secret
            self.layer = layer
        }

        /// Which one speaks for a place: the one that takes the most, then the one that is spelled as it was served.
        func isBefore(_ other: Finding) -> Bool {
            (range.lowerBound, other.range.upperBound, layer)
                < (other.range.lowerBound, range.upperBound, other.layer)
        }
    }

    private static func replacing(
        _ findings: [Finding], in text: [UInt8], _ mask: ([UInt8]) -> [UInt8]
    ) -> [UInt8] {
        var output: [UInt8] = []
        var position = 0
        var rest = findings.sorted { $0.isBefore($1) }[...]
        while let first = rest.popFirst() {
            var (range, secret) = (first.range, first.secret)
            // What overlaps is one secret, of which nothing may be left.
            while let next = rest.first, next.range.lowerBound < range.upperBound {
                rest.removeFirst()
                guard next.range.upperBound > range.upperBound else { continue }
                range = range.lowerBound..<next.range.upperBound
                secret = [UInt8](text[range])
            }
            output += text[position..<range.lowerBound]
            output += mask(secret)
            position = range.upperBound
        }
        return output + text[position...]
    }

    // MARK: masks

    private func placeholder(for value: JSONElement) -> [UInt8] {
        mask(value.string.map { Array($0.utf8) } ?? [UInt8](value.bytes))
    }

    /// What stands for a secret; a mask stands for itself.
    func mask(_ secret: [UInt8]) -> [UInt8] {
        guard !Self.isMask(secret[...]) else { return secret }
        let code = MessageAuthentication.hmacSHA256(secret, key: key)
        let digits = code.prefix(8).flatMap { byte in [byte >> 4, byte & 0xF].map { Self.hexDigits[Int($0)] } }
        return Self.maskMark + digits
    }

    /// Whether a text is what stands for a secret.
    static func isMask(_ text: ArraySlice<UInt8>) -> Bool {
        text.count == maskMark.count + 16 && text.starts(with: maskMark)
            && text.dropFirst(maskMark.count).allSatisfy { hexDigits.contains($0) }
    }

    private func quoted(_ bytes: [UInt8]) -> [UInt8] {
        JSONValue.string(String(decoding: bytes, as: UTF8.self)).bytes
    }

    private static func isFilled(_ value: JSONElement) -> Bool {
        value.kind != .null && value.kind != .bool && value.string != ""
    }

    /// Most strings need no closer look: they have neither an escape nor anything that stands between a name and a value. A
    /// colon amid digits is a time's.
    private static func mayHoldSecret(_ string: JSONElement) -> Bool {
        let body = string.bytes.dropFirst()
        // The byte before, and the last one that is no digit.
        var before: UInt8 = 0
        var word: UInt8 = 0
        for (index, byte) in zip(body.indices, body) {
            switch byte {
            case UInt8(ascii: "="), UInt8(ascii: "\\"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "<"):
                return true
            case UInt8(ascii: ":") where !isOfTime(before, word, body[(index + 1)...].first): return true
            // The end of "bearer".
            case UInt8(ascii: " ") where before | 0x20 == UInt8(ascii: "r"): return true
            default:
                before = byte
                if !isDigit(byte) { word = byte }
            }
        }
        return false
    }

    /// Whether a colon stands amid the digits of a time: `08:00`, also behind the `T` of a date, but not `token1:2`.
    private static func isOfTime(_ before: UInt8, _ word: UInt8, _ after: UInt8?) -> Bool {
        let isName = UInt8(ascii: "a")...UInt8(ascii: "z") ~= word | 0x20 && word != UInt8(ascii: "T")
        return isDigit(before) && after.map(isDigit) ?? false && !isName
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    private static let imageMark = Array("data:image/".utf8)
    private static let maskMark = Array("redacted:".utf8)
    private static let hexDigits = Array("0123456789abcdef".utf8)
    /// Layers of escapes that are taken off: an escape in JSON in a link in XML, and the like. Nothing that was ever met has
    /// more than two.
    private static let layers = 4
}
