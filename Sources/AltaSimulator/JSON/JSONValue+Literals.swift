// A shape is written down as a literal that reads like the JSON it becomes. A dictionary literal keeps its order here.

extension JSONValue: ExpressibleByNilLiteral {
    init(nilLiteral: ()) { self = .null }
}

extension JSONValue: ExpressibleByBooleanLiteral {
    init(booleanLiteral value: Bool) { self = .boolean(value) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
    init(integerLiteral value: Int64) { self = .integer(value) }
}

extension JSONValue: ExpressibleByStringLiteral {
    init(stringLiteral value: String) { self = .string(value) }
}

extension JSONValue: ExpressibleByArrayLiteral {
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(members.map { JSONMember(name: $0.0, value: $0.1) })
    }
}

extension JSONValue {
    /// The string, or null.
    init(_ string: String?) { self = string.map(JSONValue.string) ?? .null }

    /// The number, or null.
    init(_ integer: Int64?) { self = integer.map(JSONValue.integer) ?? .null }

    /// An array of strings.
    init(_ strings: [String]) { self = .array(strings.map(JSONValue.string)) }
}
