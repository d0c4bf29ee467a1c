/// Finds secrets by what stands before them in a text of any form: in links (`?t=`), forms, cookies, JSON, XML, lines with a
/// colon, and in whatever of these is broken. It sees the text as it is; what is escaped in it is ``UnescapedText``'s.
struct SecretText {
    /// What the text is, which decides how much of it is taken for a secret.
    enum Style {
        /// A text within a record. Operators and installers write in prose there, and names of places count: behind a colon
        /// stands a sentence more often than a secret, so that only a credential's first word is taken.
        case record
        /// The name of a member of one: the same, and words in it are the vendor's.
        case name
        /// Anything else: an answer that cannot be read, a webhook, a program's words.
        case free
    }

    let text: [UInt8]
    let style: Style

    /// Where secrets stand, in order and without overlap. None is empty.
    func ranges() -> [Range<Int>] {
        var found: [Range<Int>] = []
        var index = 0
        while index < text.count {
            if let secret = secret(at: index), !secret.isEmpty, !SecretRedaction.isMask(text[secret]) {
                found.append(secret)
                index = max(index + 1, secret.upperBound)
            } else {
                index += 1
            }
        }
        return found
    }

    private func secret(at index: Int) -> Range<Int>? {
        switch text[index] {
        case UInt8(ascii: "="): assigned(index)
        case UInt8(ascii: ":"): text[(index + 1)...].starts(with: Self.authority) ? user(index) : told(index)
        case UInt8(ascii: "<"): element(index)
        case UInt8(ascii: "\""): text[(index + 1)...].starts(with: Self.imageMark) ? quoted(index) : nil
        case UInt8(ascii: " "), UInt8(ascii: "\t"): bearer(index)
        default: nil
        }
    }

    // MARK: names

    private struct Name {
        let bytes: ArraySlice<UInt8>
        let isQuoted: Bool
        /// What stands before it.
        let before: UInt8?

        var match: SecretNames.Match? { bytes.withUnsafeBufferPointer { SecretNames.match($0) } }

        func isExactly(_ name: StaticString) -> Bool {
            bytes.elementsEqual(UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        }
    }

    /// The name that ends before a mark: in quotes, or a run of bytes that a name can have.
    private func name(before mark: Int) -> Name? {
        var end = mark
        while end > 0, text[end - 1] <= 0x20, mark - end < Self.blankLimit { end -= 1 }
        guard end > 0 else { return nil }
        let quote = text[end - 1]
        if Self.isQuote(quote) {
            // Behind a backslash the quote is part of a text that is unescaped later.
            guard end < 2 || text[end - 2] != UInt8(ascii: "\\") else { return nil }
            let inside = text[max(0, end - 1 - Self.quotedLimit)..<end - 1]
            guard let begin = inside.lastIndex(of: quote) else { return nil }
            return Name(bytes: text[begin + 1..<end - 1], isQuoted: true, before: begin > 0 ? text[begin - 1] : nil)
        }
        guard text[end..<mark].allSatisfy({ Self.isBlank($0) }) else { return nil }
        var begin = end
        while begin > 0, end - begin < Self.nameLimit, Self.isNameByte(text[begin - 1]) { begin -= 1 }
        guard begin < end else { return nil }
        return Name(bytes: text[begin..<end], isQuoted: false, before: begin > 0 ? text[begin - 1] : nil)
    }

    // MARK: what follows a name

    /// Behind an equals sign: in a link, a form, a cookie, an attribute, a program.
    private func assigned(_ mark: Int) -> Range<Int>? {
        guard let name = name(before: mark) else { return nil }
        let isLink = name.before.map { Self.parameterMarks.contains($0) } ?? false
        if name.isExactly("t") || name.isExactly("T") {
            return isLink || name.before == nil && style == .free ? word(mark + 1, inLink: true) : nil
        }
        if name.isExactly("va") {
            // The vendor's cookie; but also an apparent power.
            let value = word(mark + 1, inLink: false)
            return style == .free || value.count >= Self.cookieLength ? value : nil
        }
        guard let match = name.match else { return isLink ? user(inParameter: mark + 1) : nil }
        var begin = mark + 1
        while begin < text.count, text[begin] == UInt8(ascii: "=") || text[begin] == UInt8(ascii: ">") { begin += 1 }
        begin = skipBlanks(begin)
        guard begin < text.count else { return nil }
        if Self.isQuote(text[begin]) { return quoted(begin) }
        let value = match.kind == .contact ? line(begin) : word(begin, inLink: isLink)
        return isCount(value, match) ? nil : value
    }

    /// Behind a colon: in JSON, or in a line.
    private func told(_ mark: Int) -> Range<Int>? {
        guard let name = name(before: mark), let match = name.match else { return nil }
        let value: Range<Int>?
        if name.isQuoted {
            value = member(mark + 1)
        } else {
            guard style == .free || match.kind == .credential else { return nil }
            let begin = skipBlanks(mark + 1)
            guard begin < text.count else { return nil }
            if Self.isQuote(text[begin]) { return quoted(begin) }
            let isLine = match.holdsPhrase || style == .free
            value = isLine ? match.isOnePart ? part(begin) : line(begin) : word(begin, inLink: false)
        }
        return value.flatMap { isCount($0, match) ? nil : $0 }
    }

    private func isCount(_ value: Range<Int>, _ match: SecretNames.Match) -> Bool {
        match.mayCount && text[value].allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
    }

    /// Behind a tag's name: up to the end of that element.
    private func element(_ mark: Int) -> Range<Int>? {
        let name = text[(mark + 1)...].prefix { Self.isNameByte($0) || $0 == UInt8(ascii: ":") }
        guard !name.isEmpty, name.count <= Self.nameLimit else { return nil }
        let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
        guard local.withUnsafeBufferPointer({ SecretNames.match($0) }) != nil,
            let close = text[name.endIndex...].prefix(Self.tagLimit).firstIndex(of: UInt8(ascii: ">")),
            text[close - 1] != UInt8(ascii: "/")
        else { return nil }
        let end = Array("</".utf8) + name
        var index = close + 1
        while index < text.count, text[index] != UInt8(ascii: "<") || !text[index...].starts(with: end) { index += 1 }
        return close + 1..<index
    }

    /// `Bearer abc`, without anything that tells that it is one.
    private func bearer(_ blank: Int) -> Range<Int>? {
        guard let name = name(before: blank), !name.isQuoted, Self.isBearer(name.bytes) else { return nil }
        let value = word(skipBlanks(blank), inLink: false)
        // Somebody may bear something else.
        let isToken = value.count >= Self.bearerLength || text[value].contains { $0 &- UInt8(ascii: "0") < 10 }
        return style == .free || isToken ? value : nil
    }

    // MARK: how far a value goes

    /// A member's value in JSON: a string's inside, a number, or a whole container; nil for literals, which are no secrets.
    private func member(_ start: Int) -> Range<Int>? {
        var begin = start
        while begin < text.count, text[begin] <= 0x20 { begin += 1 }
        guard begin < text.count else { return nil }
        switch text[begin] {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            return begin + 1..<min(BrokenJSON.stringEnd(text, from: begin + 1, quote: text[begin]), text.count)
        case UInt8(ascii: "["), UInt8(ascii: "{"): return container(begin)
        case let byte where (byte | 0x20) &- UInt8(ascii: "a") < 26: return nil
        default:
            return begin..<text[begin...].prefix { $0 > 0x20 && !",]}".utf8.contains($0) }.endIndex
        }
    }

    /// From behind a quote up to the one that closes it, or the end of the text.
    private func quoted(_ quote: Int) -> Range<Int> {
        var end = quote + 1
        while end < text.count, text[end] != text[quote] { end += text[end] == UInt8(ascii: "\\") ? 2 : 1 }
        return quote + 1..<min(end, text.count)
    }

    /// Up to the closing bracket, or the end of the text.
    private func container(_ start: Int) -> Range<Int> {
        var (depth, end) = (0, start)
        while end < text.count {
            switch text[end] {
            case UInt8(ascii: "\""): end = min(quoted(end).upperBound, text.count - 1)
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
            end += 1
            if depth == 0 { break }
        }
        return start..<end
    }

    /// Up to what cannot stand in a word, or begins the next parameter.
    private func word(_ start: Int, inLink: Bool) -> Range<Int> {
        var end = start
        while end < text.count, !endsWord(end, inLink) { end += 1 }
        while end > start, ",;)]".utf8.contains(text[end - 1]) { end -= 1 }
        return start..<end
    }

    private func endsWord(_ index: Int, _ inLink: Bool) -> Bool {
        let byte = text[index]
        let following = text[(index + 1)...]
        switch byte {
        case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"): return true
        case UInt8(ascii: "#"): return inLink
        case UInt8(ascii: "'"): return following.first.map { !Self.isNameByte($0) } ?? true
        // `a=1;b=2`, and not a password with a semicolon.
        case UInt8(ascii: ";"): return following.drop { Self.isNameByte($0) }.first == UInt8(ascii: "=")
        case UInt8(ascii: "\\"):
            return following.first == UInt8(ascii: "\"") || following.starts(with: Self.escapedMark)
        default: return false
        }
    }

    private func line(_ start: Int) -> Range<Int> {
        start..<text[start...].prefix { $0 >= 0x20 && !"&<>\"}".utf8.contains($0) }.endIndex
    }

    /// A part of a line that lists several.
    private func part(_ start: Int) -> Range<Int> {
        start..<text[line(start)].prefix { !",;|".utf8.contains($0) }.endIndex
    }

    private func skipBlanks(_ start: Int) -> Int { text[start...].drop { Self.isBlank($0) }.startIndex }

    // MARK: bytes

    static func isNameByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || "_-.[]".utf8.contains(byte)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    private static func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }

    private static func isBearer(_ name: ArraySlice<UInt8>) -> Bool {
        name.count == 6 && name.elementsEqual("bearer".utf8) { $0 | 0x20 == $1 }
    }

    private static let parameterMarks = Array("?&;#".utf8)
    private static let escapedMark = Array("u00".utf8)
    private static let authority = Array("//".utf8)
    private static let imageMark = Array("data:image/".utf8)
    /// Bytes of a name without quotes: longer than any name of a secret.
    private static let nameLimit = 64
    /// Bytes of a name in quotes: the same, each letter escaped.
    private static let quotedLimit = 160
    /// Blanks between a name and its mark.
    private static let blankLimit = 16
    /// Bytes of a tag with its attributes.
    private static let tagLimit = 1024
    /// Bytes from which on a word behind `bearer` is a token without a digit.
    private static let bearerLength = 20
    /// Bytes from which on `va=` is a session and no measurement.
    private static let cookieLength = 8
}
