import Cryptography
public import ExactJSON

/// One element of an answer: which record it is, and its exact bytes with the secrets taken out. No interpretation.
public struct Observation: Hashable, Sendable {
    /// Where the element belongs.
    public let stream: RecordStream
    /// One JSON value without white space outside strings; what is stored.
    public let content: [UInt8]
    /// What tells this content from another.
    public let digest: ContentDigest

    /// An element of which `content` is to be kept.
    public init(stream: RecordStream, content: [UInt8], digest: ContentDigest) {
        self.stream = stream
        self.content = content
        self.digest = digest
    }
}

/// SHA-256 of a content's comparable form: equal for two spellings of the same content, and for nothing else.
public struct ContentDigest: Hashable, Comparable, Sendable {
    private let words: SIMD4<UInt64>

    /// An order that means nothing and is always the same.
    public static func < (one: ContentDigest, other: ContentDigest) -> Bool {
        for index in 0..<4 where one.words[index] != other.words[index] { return one.words[index] < other.words[index] }
        return false
    }

    /// SHA-256 in 64 lower-case hexadecimal digits.
    public var hex: String {
        withUnsafeBytes(of: words) { bytes in
            bytes.map { ($0 < 0x10 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }

    /// The digest of a JSON value.
    public init(_ element: JSONElement) {
        self.init(hashing: element.comparableBytes)
    }

    /// The digest of bytes as they are.
    public init(hashing bytes: [UInt8]) { self.init(hashing: bytes[...]) }

    /// The digest of bytes as they are.
    public init(hashing bytes: ArraySlice<UInt8>) {
        words = SHA256.hash(bytes).words
    }

    /// The digest of a stored content; nil where the bytes are not one JSON value.
    public init?(stored content: ArraySlice<UInt8>) {
        guard let text = try? JSONText([UInt8](content)) else { return nil }
        self.init(text.root)
    }
}
