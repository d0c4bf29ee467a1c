import Foundation

/// Secrets of our own, to be recognised wherever they are echoed, by their value alone: as they are, in base 64 (wherever they
/// begin in it), in hexadecimal digits, and in UTF-16. Escapes around them are ``UnescapedText``'s. Never printed.
public struct SecretValues: Sendable, CustomStringConvertible, CustomReflectable {
    private var secrets: [[UInt8]] = []
    /// What is searched for, by its first four bytes.
    private var needles: [UInt32: [Needle]] = [:]
    /// A bit for each hash of four bytes that a needle begins with; empty where nothing is sought.
    private var filter: [UInt64] = []

    private struct Needle {
        let bytes: [UInt8]
        /// Which secret it is a form of.
        let secret: Int
        let bounds: Bounds
    }

    private enum Bounds {
        /// It may stand within a longer word.
        case none
        /// It counts only by itself: neither a letter nor a digit touches it. In a member's name, it is the whole of it.
        case word
        /// It counts only as the whole of a value: of a text, between quotes or tags, behind an equals sign. In a member's
        /// name, never.
        case value
        /// Digits of base 64; those that touch it hold some of its bits where these say so.
        case base64(before: Bool, after: Bool)
    }

    /// The secrets of `texts` that can be recognised.
    public init(_ texts: [String] = []) {
        for text in texts { insert(text) }
    }

    /// Whether nothing is sought.
    var isEmpty: Bool { filter.isEmpty }

    /// Who made a secret up.
    public enum Origin: Sendable {
        /// A person, who may take a word.
        case person
        /// A program: letters alone are as random as anything else.
        case program
    }

    /// Looks for one more secret; one that could stand anywhere by chance is left out.
    public mutating func insert(_ text: String, of origin: Origin = .person) {
        let secret = Array(text.utf8)
        guard let strength = Strength(secret, origin), !secrets.contains(secret) else { return }
        secrets.append(secret)
        switch strength {
        case .strong: add(secret, bounds: .none)
        case .plain: add(secret, bounds: .value)
        // What is short makes forms that are shorter yet, or stand in any picture by chance.
        case .weak: return add(secret, bounds: .word)
        }
        // A plain word in the spelling of another encoding is that word still; its digits are nobody's prose.
        for form in Self.digits(of: secret) + (strength == .strong ? Self.forms(of: secret) : []) {
            add(form, bounds: .none)
        }
        for spelling in Self.spellings(of: secret) {
            for (digits, bounds) in Self.base64(spelling) { add(digits, bounds: bounds) }
        }
    }

    /// Whether a secret is recognised wherever it stands by itself. What is short or plain may stand anywhere by chance.
    public static func canRecognise(_ text: String, of origin: Origin = .person) -> Bool {
        switch Strength(Array(text.utf8), origin) {
        case .strong, .weak: true
        case .plain, nil: false
        }
    }

    private enum Strength {
        case strong, weak, plain

        /// Eight bytes that are not all digits are a secret wherever they stand. What is shorter must be no plain word and no
        /// number, and only counts by itself, like a long number: `4711` and `gate` stand everywhere.
        ///
        /// Letters alone may be a word, and with `_` the vendor's name of a member: `entrance`, `timezone`, `zone_name`.
        /// Masked wherever it stands, such a password would take the word out of history, and with the names of members all
        /// that is read by them. So it counts where programs put values, as the whole of one. There it is masked even where
        /// it is the name of a door, for the two cannot be told apart; amid a sentence it stays, for it tells nobody that it
        /// is a password. `check` advises against it. From twenty bytes on it is no word any more, but a phrase or a token.
        init?(_ secret: [UInt8], _ origin: Origin) {
            let digits = secret.count { isDigit($0) }
            let letters = secret.count { isWordByte($0) && !isDigit($0) }
            let isMixed = letters < secret.count && digits < secret.count
            let isName = secret.allSatisfy { $0 == UInt8(ascii: "_") || isWordByte($0) && !isDigit($0) }
            switch secret.count {
            case SecretValues.strongLength... where digits == secret.count: self = .weak
            case SecretValues.strongLength..<SecretValues.phraseLength where isName && origin == .person: self = .plain
            case SecretValues.strongLength...: self = .strong
            case SecretValues.weakLength... where isMixed: self = .weak
            default: return nil
            }
        }
    }

    private static let strongLength = 8
    private static let phraseLength = 20
    /// Bytes, and at least as many as the search looks at in one step.
    private static let weakLength = 4

    private mutating func add(_ bytes: [UInt8], bounds: Bounds) {
        guard let word = Self.word(bytes) else { return }
        if filter.isEmpty { filter = [UInt64](repeating: 0, count: 1024) }
        let slot = Self.slot(word)
        filter[slot >> 6] |= 1 << UInt64(slot & 63)
        needles[word, default: []].append(Needle(bytes: bytes, secret: secrets.count - 1, bounds: bounds))
    }

    private static func word(_ bytes: [UInt8]) -> UInt32? {
        bytes.withUnsafeBytes { $0.count >= weakLength ? $0.loadUnaligned(as: UInt32.self) : nil }
    }

    /// One of 65,536.
    private static func slot(_ word: UInt32) -> Int { Int((word &* 0x9E37_79B1) >> 16) }

    // MARK: searching

    /// Where secrets stand, in order and without overlap, each with its own bytes; in the name of a member there are fewer.
    func matches(in text: [UInt8], isName: Bool = false) -> [(range: Range<Int>, secret: [UInt8])] {
        guard !isEmpty else { return [] }
        var found: [(range: Range<Int>, secret: [UInt8])] = []
        text.withUnsafeBytes { text in
            var position = 0
            while let next = candidate(in: text, from: position) {
                position = next + 1
                guard let (needle, range) = longest(in: text, at: next, isName) else { continue }
                found.append((range, secrets[needle.secret]))
                position = range.upperBound
            }
        }
        return found
    }

    /// Whether any secret stands in a text.
    func occur(in text: ArraySlice<UInt8>) -> Bool {
        guard !isEmpty else { return false }
        return text.withUnsafeBytes { text in
            var position = 0
            while let next = candidate(in: text, from: position) {
                if longest(in: text, at: next, false) != nil { return true }
                position = next + 1
            }
            return false
        }
    }

    /// The next place at which a needle may begin: nearly all bytes are passed over here.
    private func candidate(in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        filter.withUnsafeBufferPointer { filter in
            var position = start
            let last = text.count - Self.weakLength
            while position <= last {
                let slot = Self.slot(text.loadUnaligned(fromByteOffset: position, as: UInt32.self))
                if filter[slot >> 6] & (1 << UInt64(slot & 63)) != 0 { return position }
                position += 1
            }
            return nil
        }
    }

    private func longest(
        in text: UnsafeRawBufferPointer, at position: Int, _ isName: Bool
    ) -> (Needle, Range<Int>)? {
        let word = text.loadUnaligned(fromByteOffset: position, as: UInt32.self)
        var found: (Needle, Range<Int>)?
        for needle in needles[word] ?? [] {
            let end = position + needle.bytes.count
            guard end <= text.count, text[position..<end].elementsEqual(needle.bytes),
                let range = Self.range(position..<end, needle.bounds, in: text, isName)
            else { continue }
            if range.count > found?.1.count ?? 0 { found = (needle, range) }
        }
        return found
    }

    private static func range(
        _ range: Range<Int>, _ bounds: Bounds, in text: UnsafeRawBufferPointer, _ isName: Bool
    ) -> Range<Int>? {
        let before = range.lowerBound > 0 ? text[range.lowerBound - 1] : nil
        let after = range.upperBound < text.count ? text[range.upperBound] : nil
        switch bounds {
        case .none: return range
        case .word where isName: return range.count == text.count ? range : nil
        case .word: return [before, after].contains { $0.map(isWordByte) ?? false } ? nil : range
        case .value: return !isName && isValue(range, in: text) ? range : nil
        case .base64(let extendsBefore, let extendsAfter):
            let begin = extendsBefore && before.map(isBase64) ?? false ? range.lowerBound - 1 : range.lowerBound
            let end = extendsAfter && after.map(isBase64) ?? false ? range.upperBound + 1 : range.upperBound
            return begin..<end
        }
    }

    private static func isBase64(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || "+/-_".utf8.contains(byte)
    }

    /// Not the secrets.
    public var description: String { "(hidden)" }
    /// Without children, so that no dump finds the secrets.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

// MARK: forms

extension SecretValues {
    /// Forms that are made of the whole secret, besides itself: in a form, and in UTF-16.
    private static func forms(of secret: [UInt8]) -> [[UInt8]] {
        let units = String(decoding: secret, as: UTF8.self).utf16
        let forms = [
            secret.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "+") : $0 },
            units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] },
            units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] },
        ]
        return Array(Set(forms).subtracting([secret]))
    }

    /// In hexadecimal digits, small and in capitals.
    private static func digits(of secret: [UInt8]) -> [[UInt8]] {
        let hex = Array(secret.map { ($0 < 0x10 ? "0" : "") + String($0, radix: 16) }.joined().utf8)
        return Array(Set([hex, hex.map { isLetter($0) ? $0 & 0xDF : $0 }]))
    }

    /// How it may be spelled within what is then written in base 64: as it is, in JSON, in a form.
    private static func spellings(of secret: [UInt8]) -> Set<[UInt8]> {
        let escaped = secret.flatMap { byte -> [UInt8] in
            byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? [UInt8(ascii: "\\"), byte] : [byte]
        }
        let encoded = secret.flatMap { byte -> [UInt8] in
            let isPlain = isLetter(byte) || isDigit(byte) || "-._~".utf8.contains(byte)
            return isPlain ? [byte] : Array(String(format: "%%%02X", byte).utf8)
        }
        return [secret, escaped, encoded]
    }

    /// The digits of base 64, in both of its alphabets, that the secret alone decides, for each place at which it may begin in
    /// a group of three bytes.
    private static func base64(_ secret: [UInt8]) -> [(digits: [UInt8], bounds: Bounds)] {
        (0..<3).flatMap { shift -> [(digits: [UInt8], bounds: Bounds)] in
            let text = Data([UInt8](repeating: 0, count: shift) + secret).base64EncodedString()
            let (first, last) = ((shift * 8 + 5) / 6, (shift + secret.count) * 8 / 6)
            let digits = Array(text.utf8)[first..<last]
            let bounds = Bounds.base64(
                before: shift * 8 % 6 != 0, after: (shift + secret.count) * 8 % 6 != 0)
            let url = digits.map { digit -> UInt8 in
                switch digit {
                case UInt8(ascii: "+"): UInt8(ascii: "-")
                case UInt8(ascii: "/"): UInt8(ascii: "_")
                default: digit
                }
            }
            return (url.elementsEqual(digits) ? [Array(digits)] : [Array(digits), url]).map { ($0, bounds) }
        }
    }
}

private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

private func isWordByte(_ byte: UInt8) -> Bool { isLetter(byte) || isDigit(byte) || byte >= 0x80 }
