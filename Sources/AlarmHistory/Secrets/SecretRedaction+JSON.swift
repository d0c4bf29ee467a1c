import ExactJSON

extension SecretRedaction {
    /// What stands for bytes that are a secret as a whole: `redacted:` and 16 hexadecimal digits.
    public func placeholder(for secret: [UInt8]) -> String { String(decoding: mask(secret), as: UTF8.self) }

    /// A body without its secrets, as JSON without white space; what is no JSON becomes a string, without what looks like
    /// a secret in it.
    public func redacted(_ body: [UInt8]) -> [UInt8] {
        guard let text = try? JSONText(body) else {
            return JSONValue.string(String(decoding: redact(unparsed: body), as: UTF8.self)).bytes
        }
        do {
            return try redact(text) ?? text.root.compactBytes
        } catch {
            return JSONValue.string("redacted").bytes
        }
    }

    /// What stands for the value of a member of that name: a number or a container may be a secret, too; nil where it is none.
    func mask(of value: JSONElement, called name: String) -> JSONValue? {
        guard value.kind != .bool, let match = SecretNames.match(name), !(match.mayCount && value.kind == .number)
        else {
            return nil
        }
        return .string(
            String(decoding: mask(value.string.map { Array($0.utf8) } ?? [UInt8](value.bytes)), as: UTF8.self))
    }

    /// What stands for a text under that name; nil where it is no secret.
    func mask(of text: String, called name: String) -> String? {
        SecretNames.match(name) == nil ? nil : String(decoding: mask(Array(text.utf8)), as: UTF8.self)
    }
}
