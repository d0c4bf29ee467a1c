/// A JSON value whose members keep the order in which they are written down: the vendor's order is part of the bytes.
indirect enum JSONValue: Equatable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case string(String)
    case array([JSONValue])
    case object([JSONMember])

    /// The JSON text, without white space.
    var bytes: [UInt8] {
        var text: [UInt8] = []
        write(to: &text)
        return text
    }

    /// Appends the JSON text to `text`.
    func write(to text: inout [UInt8]) {
        switch self {
        case .null: text.append(contentsOf: "null".utf8)
        case .boolean(let value): text.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): text.append(contentsOf: String(value).utf8)
        case .string(let value): JSONValue.write(value, to: &text)
        case .array(let elements): JSONValue.write(elements, to: &text)
        case .object(let members): JSONValue.write(members, to: &text)
        }
    }

    private static func write(_ elements: [JSONValue], to text: inout [UInt8]) {
        text.append(UInt8(ascii: "["))
        for (position, element) in elements.enumerated() {
            if position > 0 { text.append(UInt8(ascii: ",")) }
            element.write(to: &text)
        }
        text.append(UInt8(ascii: "]"))
    }

    private static func write(_ members: [JSONMember], to text: inout [UInt8]) {
        text.append(UInt8(ascii: "{"))
        for (position, member) in members.enumerated() {
            if position > 0 { text.append(UInt8(ascii: ",")) }
            write(member.name, to: &text)
            text.append(UInt8(ascii: ":"))
            member.value.write(to: &text)
        }
        text.append(UInt8(ascii: "}"))
    }

    private static func write(_ string: String, to text: inout [UInt8]) {
        text.append(UInt8(ascii: "\""))
        for unit in string.utf8 { writeEscaped(unit, to: &text) }
        text.append(UInt8(ascii: "\""))
    }

    private static func writeEscaped(_ unit: UInt8, to text: inout [UInt8]) {
        switch unit {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            text.append(UInt8(ascii: "\\"))
            text.append(unit)
        case 0..<0x20:
            let digits = String(unit, radix: 16)
            text.append(contentsOf: ("\\u00" + (digits.utf8.count < 2 ? "0" : "") + digits).utf8)
        default:
            text.append(unit)
        }
    }
}

/// One member of a JSON object.
struct JSONMember: Equatable, Sendable {
    let name: String
    let value: JSONValue
}
