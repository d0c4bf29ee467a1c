extension SecretValues {
    /// Whether a word is the whole of a value: of a text or a line, between quotes or tags, behind an equals sign. Blanks and
    /// line ends may stand around it, where what stands beyond them is a pair: `Gate "North" entrance` is a name.
    static func isValue(_ word: Range<Int>, in text: UnsafeRawBufferPointer) -> Bool {
        let head = text[..<word.lowerBound].reversed()
        let tail = text[word.upperBound...]
        let (before, after) = (head.drop { $0 <= 0x20 }, tail.drop { $0 <= 0x20 })
        let opensLine = before.isEmpty || head.prefix { $0 <= 0x20 }.contains(where: isLineEnd)
        let closesLine = after.isEmpty || tail.prefix { $0 <= 0x20 }.contains(where: isLineEnd)
        let mark = after.first
        // In quotes before a colon stands the name of a member.
        if !closesLine, mark.map(isQuote) ?? false, after.dropFirst().first(where: { $0 > 0x20 }) == UInt8(ascii: ":") {
            return false
        }
        let isOpen = opensLine || head.first.map { "\"'=>".utf8.contains($0) } ?? false
        let isClosed = closesLine || tail.first.map { "\"'<&;".utf8.contains($0) } ?? false
        if isOpen && isClosed { return true }
        switch before.first {
        case UInt8(ascii: "="):
            // Behind `x = ` stands prose as well.
            let isTouched = head.first == UInt8(ascii: "=") && tail.first.map { $0 <= 0x20 } ?? false
            return closesLine || isTouched || mark.map { "\"'<&;,#|)]}".utf8.contains($0) } ?? false
        case UInt8(ascii: ">"): return mark == UInt8(ascii: "<")
        case let quote?: return isQuote(quote) && mark == quote
        case nil: return false
        }
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
}
