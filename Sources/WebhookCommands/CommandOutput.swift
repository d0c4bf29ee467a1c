/// How much a command wrote, and the end of what it wrote to standard error. Standard output is counted and forgotten:
/// links with tokens may stand in it.
struct CommandOutput {
    private(set) var count = 0
    private var tail: [UInt8] = []
    private var isCut = false

    /// Counts bytes of standard output.
    mutating func count(_ bytes: Int) { count += bytes }

    /// Takes in bytes of standard error.
    mutating func take(_ bytes: [UInt8]) {
        count += bytes.count
        if tail.count + bytes.count > Self.keptSize { isCut = true }
        tail = Array((tail + bytes.suffix(Self.keptSize)).suffix(Self.keptSize))
    }

    /// Whether it is more than a command may write.
    var isTooMuch: Bool { count > Self.limit }

    /// The last words on standard error, in one line, without what `redact` takes out. What was cut begins with a whole
    /// line: half a link would no longer show that its token is one.
    func lastWords(_ redact: (String) -> String) -> String {
        let bytes = isCut ? tail.drop { $0 != UInt8(ascii: "\n") } : tail[...]
        let text = redact(String(decoding: bytes, as: UTF8.self))
        let line = text.split(whereSeparator: \.isNewline).joined(separator: "; ").unicodeScalars.map { scalar in
            scalar.properties.generalCategory == .control ? " " : scalar
        }
        let words = String(String.UnicodeScalarView(line)).utf8.suffix(Self.toldSize)
        return String(decoding: words, as: UTF8.self)
    }

    /// Bytes on both streams: more is no message but a runaway.
    private static let limit = 1 << 20
    /// Bytes of standard error that come into the daemon's log.
    private static let toldSize = 2 << 10
    /// Bytes of it that are kept: enough that a secret's beginning is seen with it.
    private static let keptSize = 8 << 10
}
