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
}
