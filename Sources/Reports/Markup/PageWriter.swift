/// Writes pieces of a page as bytes that are both HTML and XML.
struct PageWriter {
    private(set) var bytes: [UInt8] = []

    /// A whole document.
    static func document(_ root: Node) -> [UInt8] {
        var writer = PageWriter()
        writer.put("<!DOCTYPE html>\n")
        writer.write(root)
        return writer.bytes
    }

    mutating func write(_ node: Node) {
        switch node {
        case .text(let text): writeEscaped(text)
        case .style(let sheet): put("<style>\n\(sheet.rules)</style>\n")
        case .element(let tag, let attributes, let content): write(tag, attributes, content)
        }
    }

    private mutating func write(_ tag: Tag, _ attributes: [Attribute], _ content: [Node]) {
        put("<\(tag.rawValue)")
        for attribute in attributes {
            put(" \(attribute.name)=\"")
            writeEscaped(attribute.value)
            put("\"")
        }
        if tag.isVoid || tag.isShape && content.isEmpty {
            put("/>")
        } else {
            put(">")
            for node in content { write(node) }
            put("</\(tag.rawValue)>")
        }
        if tag.endsLine { put("\n") }
    }

    /// Text that can be nothing but text, in an element as in an attribute.
    private mutating func writeEscaped(_ text: String) {
        guard !text.utf8.allSatisfy(Self.isPlain) else { return put(text) }
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": put("&amp;")
            case "<": put("&lt;")
            case ">": put("&gt;")
            case "\"": put("&quot;")
            case "'": put("&#39;")
            case "\r": put("&#13;")
            default:
                bytes.append(
                    contentsOf: UTF8.encode(Self.isWritable(scalar) ? scalar : "\u{FFFD}")
                        ?? UTF8.encodedReplacementCharacter)
            }
        }
    }

    /// Whether a byte is a character that stands for itself; nearly all are.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
        default: (0x20..<0x7F).contains(byte)
        }
    }

    /// Whether it may stand in a page: XML can hold no control characters, however they are written; and what turns the
    /// direction of text must not reach beyond the name that it came with.
    private static func isWritable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: true
        case 0..<0x20, 0x7F..<0xA0, 0xFFFE, 0xFFFF, 0x202A...0x202E, 0x2066...0x2069: false
        default: true
        }
    }

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }
}
