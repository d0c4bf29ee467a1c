import Crypto
import ExactJSON

/// Takes secrets out of what was served, before anything is hashed or stored.
///
/// A secret becomes `"redacted:<first 16 hex digits of HMAC-SHA-256(redaction key, value)>"`: equal secrets stay
/// comparable, and nobody without the key can confirm a guess. `null` and empty strings are no secrets and stay.
public struct SecretRedaction: Sendable {
    private let key: SymmetricKey

    /// With the archive's redaction key, 32 bytes.
    public init(key: [UInt8]) {
        self.key = SymmetricKey(data: key)
    }

    /// The text without its secrets; nil where it has none.
    func redact(_ text: JSONText) throws -> [UInt8]? {
        var replacements: [(range: Range<Int>, with: [UInt8])] = []
        for (name, value) in text.allMembers where Self.isSecret(name) && Self.isFilled(value) {
            replacements.append((value.range, quoted(placeholder(for: value))))
        }
        for value in text.allStringValues {
            if let clean = withoutTokens(value) { replacements.append((value.range, clean)) }
        }
        return replacements.isEmpty ? nil : try text.compactBytes(replacing: replacements)
    }

    /// Bytes that are no JSON, without what looks like a secret in them.
    func redact(unparsed bytes: [UInt8]) -> [UInt8] { TokenScanner(secretNames: Self.secretNames).redact(bytes, mask) }

    private func placeholder(for value: JSONElement) -> [UInt8] {
        mask(value.string.map { Array($0.utf8) } ?? [UInt8](value.bytes))
    }

    /// A string with the tokens in its links masked; nil where it has none. Its other characters stay, those that had
    /// needless escapes without them.
    private func withoutTokens(_ value: JSONElement) -> [UInt8]? {
        guard Self.mayHoldToken(value) else { return nil }
        let characters = value.canonicalStringBody
        if characters.starts(with: Self.imageMark) { return quoted(mask(characters)) }
        let clean = TokenScanner(secretNames: []).redact(characters, mask)
        guard clean != characters else { return nil }
        return [UInt8(ascii: "\"")] + clean + [UInt8(ascii: "\"")]
    }

    func mask(_ secret: [UInt8]) -> [UInt8] {
        let code = HMAC<SHA256>.authenticationCode(for: secret, using: key)
        let digits = code.prefix(8).flatMap { byte in
            [byte >> 4, byte & 0xF].map { Array("0123456789abcdef".utf8)[Int($0)] }
        }
        return Array("redacted:".utf8) + digits
    }

    private func quoted(_ bytes: [UInt8]) -> [UInt8] {
        JSONValue.string(String(decoding: bytes, as: UTF8.self)).bytes
    }

    /// Most strings need no closer look: a link with a token has an equals sign, as it is or escaped.
    private static func mayHoldToken(_ value: JSONElement) -> Bool {
        let body = value.bytes.dropFirst()
        return body.contains { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "\\") } || body.starts(with: imageMark)
    }

    private static let imageMark = Array("data:image/".utf8)

    private static func isSecret(_ name: JSONElement) -> Bool {
        name.withName { name in secretNameBytes.contains { $0.withUnsafeBufferPointer { MemberName.isSame(name, $0) } }
        }
            ?? false
    }

    private static func isFilled(_ value: JSONElement) -> Bool {
        value.kind != .null && value.kind != .bool && value.string != ""
    }

    /// Names of members that hold secrets, pictures or telephone numbers, as ``MemberName`` spells them.
    static let secretNames: Set<String> = [
        "guesttoken", "token", "accesstoken", "refreshtoken", "bearer", "authorization", "password", "secret", "cookie",
        "apikey", "webhookurl", "jpg", "phone",
    ]

    private static let secretNameBytes = secretNames.map { Array($0.utf8) }
}

/// The spelling of a member's name that is the same in all key styles: `guest_token`, `guestToken`, `Guest-Token`.
enum MemberName {
    /// Whether a byte can be part of the name of a secret member, in whatever key style.
    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }

    static func normalized(_ name: String) -> String {
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
