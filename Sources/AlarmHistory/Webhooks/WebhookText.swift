/// A body in UTF-8, whatever code it came in: UTF-16 with or without a byte order mark, UTF-8 with one.
struct WebhookText {
    /// The body in UTF-8 without a byte order mark; as it came where it is in no code that is known.
    let bytes: [UInt8]

    init(_ body: [UInt8]) {
        if body.starts(with: [0xEF, 0xBB, 0xBF]) {
            bytes = Array(body.dropFirst(3))
        } else if body.starts(with: [0xFF, 0xFE]) {
            bytes = Self.utf16(body.dropFirst(2), highFirst: false) ?? body
        } else if body.starts(with: [0xFE, 0xFF]) {
            bytes = Self.utf16(body.dropFirst(2), highFirst: true) ?? body
        } else if Self.isASCII(body, high: 0) {
            bytes = Self.utf16(body[...], highFirst: true) ?? body
        } else if Self.isASCII(body, high: 1) {
            bytes = Self.utf16(body[...], highFirst: false) ?? body
        } else {
            bytes = body
        }
    }

    /// Whether it begins with two letters of which one half each is zero, as every template does in UTF-16.
    private static func isASCII(_ body: [UInt8], high: Int) -> Bool {
        body.count >= 4 && body[high] == 0 && body[high + 2] == 0 && body[1 - high] != 0 && body[3 - high] != 0
    }

    /// Nil for what is no text in UTF-16.
    private static func utf16(_ body: ArraySlice<UInt8>, highFirst: Bool) -> [UInt8]? {
        guard body.count.isMultiple(of: 2) else { return nil }
        let (high, low) = (body.startIndex + (highFirst ? 0 : 1), body.startIndex + (highFirst ? 1 : 0))
        let units = stride(from: 0, to: body.count, by: 2).map { UInt16(body[high + $0]) << 8 | UInt16(body[low + $0]) }
        guard !units.contains(0), let text = String(validating: units, as: UTF16.self) else { return nil }
        return Array(text.utf8)
    }
}
