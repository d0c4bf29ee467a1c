/// Why bytes are not a JSON text, and at which of them.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: String, Sendable {
        case unexpectedByte = "unexpected byte"
        case unexpectedEnd = "the text ends too early"
        case invalidNumber = "not a number"
        case invalidEscape = "not an escape"
        case invalidUTF8 = "not UTF-8"
        case controlCharacter = "a control character inside a string"
        case trailingBytes = "bytes after the value"
        case tooDeep = "nested too deeply"
        case tooLarge = "too large"
        case tooManyEntries = "too many values"
        case tooManyElements = "too many elements"

        /// Whether the text was refused for what it asks of a reader, whatever it holds.
        public var isLimit: Bool {
            switch self {
            case .tooDeep, .tooLarge, .tooManyEntries, .tooManyElements: true
            case .unexpectedByte, .unexpectedEnd, .invalidNumber, .invalidEscape, .invalidUTF8, .controlCharacter,
                .trailingBytes:
                false
            }
        }
    }

    /// What is wrong.
    public let reason: Reason
    /// Offset in bytes from the start of the text.
    public let offset: Int

    /// An error at `offset`.
    public init(_ reason: Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// For instance `unexpected byte at offset 17`.
    public var description: String { "\(reason.rawValue) at offset \(offset)" }
}
