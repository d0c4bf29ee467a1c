import ExactJSON

/// Finds secrets in plain text: in the query of a link (`?t=...`, `guest_token=...`), and, where the text is broken
/// JSON, behind a secret member's name and in pictures.
struct TokenScanner {
    /// Names of secret members, as ``MemberName`` spells them; none where the text is the inside of one string.
    let secretNames: Set<String>

    /// The text with each secret's bytes replaced by what `mask` makes of them.
    func redact(_ text: [UInt8], _ mask: ([UInt8]) -> [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        var rest = text[...]
        while let secret = nextSecret(in: rest) {
            output.append(contentsOf: rest[..<secret.lowerBound])
            output.append(contentsOf: secret.isEmpty ? [] : mask([UInt8](text[secret])))
            rest = rest[secret.upperBound...]
        }
        return output + rest
    }

    private func nextSecret(in text: ArraySlice<UInt8>) -> Range<Int>? {
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "=") where isTokenParameter(text[..<index]): return parameterValue(text[(index + 1)...])
            case UInt8(ascii: ":") where !secretNames.isEmpty && isSecretName(text[..<index]):
                if let value = memberValue(text[(index + 1)...]) { return value }
            case UInt8(ascii: "\"") where !secretNames.isEmpty && text[(index + 1)...].starts(with: Self.imageMark):
                return string(text[(index + 1)...])
            default: break
            }
        }
        return nil
    }

    // MARK: links

    private func isTokenParameter(_ before: ArraySlice<UInt8>) -> Bool {
        let name = before.suffix(Self.nameLimit).reversed().prefix { MemberName.isNameByte($0) }.reversed()
        let spelled = MemberName.normalized(String(decoding: name, as: UTF8.self))
        guard spelled == "t" || SecretRedaction.secretNames.contains(spelled) else { return false }
        let separator = before.dropLast(name.count)
        // In a page `&amp;` stands for the ampersand, in JSON perhaps `\u0026`.
        return separator.last.map { Self.parameterMarks.contains($0) } ?? false
            || Self.escapedMarks.contains(String(decoding: separator.suffix(6), as: UTF8.self).lowercased())
    }

    /// Up to whatever cannot stand in a link, or begins its next part.
    private func parameterValue(_ text: ArraySlice<UInt8>) -> Range<Int> {
        var end = text.startIndex
        while end < text.endIndex, text[end] > 0x20, !Self.parameterEnds.contains(text[end]) {
            let following = text[end...].prefix(6)
            if text[end] == UInt8(ascii: "\\"),
                following.dropFirst().first == UInt8(ascii: "\"")
                    || Self.escapedMarks.contains(String(decoding: following, as: UTF8.self).lowercased())
            {
                break
            }
            end += 1
        }
        return text.startIndex..<end
    }

    // MARK: broken JSON

    /// Whether a string that names a secret member ends the text.
    private func isSecretName(_ before: ArraySlice<UInt8>) -> Bool {
        let name = before.suffix(Self.nameLimit).reversed().drop { $0 <= 0x20 }
        guard name.first == UInt8(ascii: "\"") else { return false }
        let body = name.dropFirst().prefix { $0 != UInt8(ascii: "\"") }.reversed()
        let quoted = [UInt8(ascii: "\"")] + body + [UInt8(ascii: "\"")]
        guard let decoded = try? JSONText(quoted).root.string else { return false }
        return secretNames.contains(MemberName.normalized(decoded))
    }

    /// A string's inside, a number, or a whole container; nil for literals, which are no secrets.
    private func memberValue(_ text: ArraySlice<UInt8>) -> Range<Int>? {
        let value = text.drop { $0 <= 0x20 }
        switch value.first {
        case UInt8(ascii: "\""): return string(value.dropFirst())
        case UInt8(ascii: "["), UInt8(ascii: "{"): return container(value)
        case .some(let byte) where MemberName.isNameByte(byte) && byte != UInt8(ascii: "-"): return nil
        default:
            let number = value.prefix { $0 > 0x20 && !Array(",]}".utf8).contains($0) }
            return number.startIndex..<number.endIndex
        }
    }

    /// Up to the closing quote, or the end of the text.
    private func string(_ text: ArraySlice<UInt8>) -> Range<Int> {
        var end = text.startIndex
        while end < text.endIndex, text[end] != UInt8(ascii: "\"") {
            end += text[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        return text.startIndex..<min(end, text.endIndex)
    }

    /// Up to the closing bracket, or the end of the text.
    private func container(_ text: ArraySlice<UInt8>) -> Range<Int> {
        var depth = 0
        var end = text.startIndex
        while end < text.endIndex {
            switch text[end] {
            case UInt8(ascii: "\""): end = min(string(text[(end + 1)...]).upperBound, text.endIndex - 1)
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            end += 1
            if depth == 0 { break }
        }
        return text.startIndex..<end
    }

    private static let parameterMarks = Array("?&;".utf8)
    private static let parameterEnds = Array("\"&#'<>".utf8)
    private static let escapedMarks = [#"\u0026"#, #"\u003f"#]
    private static let imageMark = Array("data:image/".utf8)
    /// Longer than any of the names that are looked for, each letter escaped.
    private static let nameLimit = 160
}
