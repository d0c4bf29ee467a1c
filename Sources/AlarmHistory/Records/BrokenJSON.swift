import ExactJSON

/// JSON that is none any more: a template into which a name with a quote was filled, an answer that broke off.
enum BrokenJSON {
    /// Where the string ends whose inside begins at `start`: at the first quote behind which its object or array goes on, so
    /// that quotes that nobody escaped stay within; else at the end of the text.
    static func stringEnd(_ text: [UInt8], from start: Int, quote: UInt8) -> Int {
        var end = start
        while end < text.count {
            switch text[end] {
            case quote where goesOn(text, behind: end + 1, quote): return end
            case UInt8(ascii: "\\"): end += 2
            default: end += 1
            }
        }
        return text.count
    }

    /// Whether a container ends there, or its next element begins, or the text ends.
    private static func goesOn(_ text: [UInt8], behind start: Int, _ quote: UInt8) -> Bool {
        let rest = text[start...].drop { $0 <= 0x20 }
        guard let next = rest.first, next != UInt8(ascii: "}"), next != UInt8(ascii: "]") else { return true }
        guard next == UInt8(ascii: ",") else { return false }
        let element = rest.dropFirst().drop { $0 <= 0x20 }
        guard element.first == quote else { return element.isEmpty || !isText(element) }
        // A name, and a colon behind it; or another string of a list, which ends as this one does.
        let name = element.dropFirst().prefix(nameLimit)
        guard let close = name.firstIndex(of: quote) else { return name.count < nameLimit }
        let mark = text[(close + 1)...].drop { $0 <= 0x20 }.first
        return mark.map { ":,]}".utf8.contains($0) } ?? true
    }

    /// Whether what stands behind a comma is no value.
    private static func isText(_ element: ArraySlice<UInt8>) -> Bool {
        let word = element.prefix { ($0 | 0x20) &- UInt8(ascii: "a") < 26 }
        if !word.isEmpty { return !["true", "false", "null"].contains { word.elementsEqual($0.utf8) } }
        return element.first.map { !"{[}]-0123456789".utf8.contains($0) } ?? false
    }

    /// Bytes: longer than any name of a member.
    private static let nameLimit = 160
}

/// The members that a text was meant to have: of JSON that is broken, of a form that nobody encoded, of lines.
struct LooseMembers {
    /// The members in their order, duplicates included.
    private(set) var members: [(name: String, value: String)] = []

    init(_ text: String) {
        let bytes = Array(text.utf8.prefix(Self.readLimit))
        readJSON(bytes)
        if members.isEmpty { readLines(String(decoding: bytes, as: UTF8.self)) }
    }

    private mutating func readJSON(_ text: [UInt8]) {
        var index = 0
        while index < text.count, members.count < Self.memberLimit {
            guard text[index] == UInt8(ascii: "\""), let (name, value) = Self.member(text, at: index) else {
                index += 1
                continue
            }
            switch value < text.count ? text[value] : 0 {
            case UInt8(ascii: "\""):
                let end = BrokenJSON.stringEnd(text, from: value + 1, quote: UInt8(ascii: "\""))
                members.append((name, Self.unescaped(text[value + 1..<min(end, text.count)])))
                index = end + 1
            case UInt8(ascii: "{"), UInt8(ascii: "["): index = value + 1
            default:
                let word = text[value...].prefix { $0 > 0x20 && !",]}".utf8.contains($0) }
                members.append((name, String(decoding: word, as: UTF8.self)))
                index = max(word.endIndex, index + 1)
            }
        }
    }

    /// A name in quotes with a colon behind it, and where its value begins.
    private static func member(_ text: [UInt8], at quote: Int) -> (name: String, value: Int)? {
        let name = text[(quote + 1)...].prefix(nameLimit).prefix { $0 != UInt8(ascii: "\"") }
        let mark = text[name.endIndex...].dropFirst().drop { $0 <= 0x20 }
        guard name.endIndex < text.count, mark.first == UInt8(ascii: ":") else { return nil }
        return (unescaped(name), mark.dropFirst().drop { $0 <= 0x20 }.startIndex)
    }

    /// The characters of a string's inside, in which quotes may stand that nobody escaped.
    private static func unescaped(_ inside: ArraySlice<UInt8>) -> String {
        let text = String(decoding: inside, as: UTF8.self)
        guard inside.contains(UInt8(ascii: "\\")) else { return text }
        var spelled: [UInt8] = [UInt8(ascii: "\"")]
        var isEscaped = false
        for byte in inside {
            if byte == UInt8(ascii: "\""), !isEscaped { spelled.append(UInt8(ascii: "\\")) }
            spelled.append(byte)
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        return (try? JSONText(spelled + [UInt8(ascii: "\"")]).root.string) ?? text
    }

    /// `zone=...` on lines of their own or with ampersands between them, or `zone: ...` on lines.
    private mutating func readLines(_ text: String) {
        let isForm = !text.contains(where: \.isNewline)
        for part in text.split(whereSeparator: { isForm ? $0 == "&" : $0.isNewline }).prefix(Self.memberLimit) {
            let mark = part.firstIndex { $0 == "=" || $0 == ":" && !isForm }
            if let mark, let name = Self.name(part[..<mark]) {
                members.append((name, Self.trimmed(part[part.index(after: mark)...])))
            } else if isForm, let last = members.indices.last {
                // An ampersand within a name.
                members[last].value += "&\(part)"
            }
        }
    }

    private static func name(_ text: Substring) -> String? {
        let name = trimmed(text)
        let isName = name.utf8.allSatisfy { ($0 | 0x20) &- UInt8(ascii: "a") < 26 || "_-".utf8.contains($0) }
        return isName && (1...nameLimit).contains(name.utf8.count) ? name : nil
    }

    private static func trimmed(_ text: Substring) -> String {
        let text = text.drop(while: \.isWhitespace)
        return String(
            text.prefix(upTo: text.lastIndex { !$0.isWhitespace }.map { text.index(after: $0) } ?? text.startIndex))
    }

    /// Bytes of a text that are read: what is stored of a webhook is not longer.
    private static let readLimit = 64 << 10
    /// A template has a code for each of some twenty facts.
    private static let memberLimit = 256
    /// Bytes of a name.
    private static let nameLimit = 64
}
