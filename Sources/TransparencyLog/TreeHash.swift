import Cryptography

/// A SHA-256 hash: of a leaf, a node, or a whole tree.
public struct TreeHash: Hashable, Sendable {
    /// The 32 bytes in their order in memory, so that they are hashed and compared without a conversion.
    private let words: SIMD4<UInt64>

    /// From exactly 32 bytes; nil for any other number.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.size else { return nil }
        var words = SIMD4<UInt64>()
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
        self.words = words
    }

    /// From exactly 64 hexadecimal digits; nil for anything else.
    public init?(hex: String) {
        guard let bytes = Hexadecimal.decode(Array(hex.utf8)[...]) else { return nil }
        self.init(bytes)
    }

    /// From exactly 64 lower-case hexadecimal digits, where a format has one spelling; nil for anything else.
    init?(lowerHex digits: ArraySlice<UInt8>) {
        guard let bytes = Hexadecimal.decodeLower(digits) else { return nil }
        self.init(bytes)
    }

    /// SHA-256 of `input`, which lies in one piece: one call of the hasher is most of what it costs.
    init(sha256 input: UnsafeRawBufferPointer) {
        self.init(SHA256.hash(input))
    }

    init(_ digest: SHA256Digest) { words = digest.words }

    /// The 32 bytes.
    public var bytes: [UInt8] { withBytes { [UInt8]($0) } }

    /// 64 lower-case hexadecimal digits.
    public var hex: String { withBytes { $0.hex } }

    /// Bytes in a hash.
    public static let size = 32

    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withUnsafeBytes(of: words, body)
    }

    func copy(to buffer: UnsafeMutableRawBufferPointer, at offset: Int) {
        buffer.storeBytes(of: words, toByteOffset: offset, as: SIMD4<UInt64>.self)
    }
}
