import ExactJSON

extension JSONValue {
    /// The string, or null.
    init(_ string: String?) { self = .optional(string) }

    /// The number, or null.
    init(_ integer: Int64?) { self = integer.map(JSONValue.integer) ?? .null }

    /// An array of strings.
    init(_ strings: [String]) { self = .array(strings.map(JSONValue.string)) }
}
