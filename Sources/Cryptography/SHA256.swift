import COpenSSL

/// SHA-256 (FIPS 180-4) over bytes that arrive in pieces.
public struct SHA256: Sendable {
    private var context = SHA256_CTX()

    /// A hash of no bytes yet.
    public init() { SHA256_Init(&context) }

    /// Appends bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) {
        SHA256_Update(&context, bytes.baseAddress, bytes.count)
    }

    /// Appends bytes.
    public mutating func update(_ bytes: some Collection<UInt8>) {
        bytes.withContiguousBytes { update($0) }
    }

    /// The digest of all bytes that were appended.
    public consuming func finalize() -> SHA256Digest {
        withUnsafeTemporaryAllocation(byteCount: SHA256Digest.size, alignment: 1) { buffer in
            SHA256_Final(buffer.assumingMemoryBound(to: UInt8.self).baseAddress, &context)
            return SHA256Digest(UnsafeRawBufferPointer(buffer))
        }
    }

    /// The digest of bytes that lie in one piece.
    public static func hash(_ bytes: UnsafeRawBufferPointer) -> SHA256Digest {
        var hasher = SHA256()
        hasher.update(bytes)
        return hasher.finalize()
    }

    /// The digest of bytes.
    public static func hash(_ bytes: some Collection<UInt8>) -> SHA256Digest {
        bytes.withContiguousBytes { hash($0) }
    }
}

/// The 32 bytes of a SHA-256 hash.
public struct SHA256Digest: Hashable, Sendable {
    /// The bytes in their order in memory, so that digests are hashed and compared without a conversion.
    public let words: SIMD4<UInt64>

    init(_ bytes: UnsafeRawBufferPointer) { words = bytes.loadUnaligned(as: SIMD4<UInt64>.self) }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes(of: words) { [UInt8]($0) } }

    /// Bytes of a digest.
    public static let size = 32
}

extension Collection<UInt8> {
    /// Calls `body` with the elements in one piece; they are copied where they do not lie so.
    func withContiguousBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        withContiguousStorageIfAvailable { body(UnsafeRawBufferPointer($0)) } ?? Array(self).withUnsafeBytes(body)
    }
}
