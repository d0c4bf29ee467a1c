import Cryptography

/// A stream's name as the index keeps it: the first 16 bytes of SHA-256 of the subject. Names are long and many, and
/// nothing is ever listed from the index.
package struct StreamKey: Hashable, Comparable, Sendable {
    private let high: UInt64
    private let low: UInt64

    package init(_ subject: String) {
        var subject = subject
        self = subject.withUTF8 { StreamKey(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// The key of the stream whose name has those bytes.
    package init(utf8 subject: UnsafeRawBufferPointer) {
        let words = SHA256.hash(subject).words
        self.init(high: UInt64(bigEndian: words[0]), low: UInt64(bigEndian: words[1]))
    }

    /// A key as it is stored. What is not 16 bytes long is the key of no stream.
    package init(stored bytes: [UInt8]) {
        let isKey = bytes.count == Self.size
        func word(_ start: Int) -> UInt64 { bytes[start..<start + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        self.init(high: isKey ? word(0) : .max, low: isKey ? word(8) : .max)
    }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The 16 bytes.
    package var bytes: [UInt8] {
        [high, low].flatMap { word in withUnsafeBytes(of: word.bigEndian) { [UInt8]($0) } }
    }

    /// By the bytes, as SQLite orders them.
    package static func < (one: StreamKey, other: StreamKey) -> Bool { (one.high, one.low) < (other.high, other.low) }

    package static let size = 16
}
