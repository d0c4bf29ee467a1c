import Cryptography

/// How an event becomes a leaf of the tree.
///
/// ```
/// salt(i) = first 16 bytes of SHA-256(seed(i / 256) || uint64 big-endian i)
/// body    = SHA-256(salt(i) || bytes of the data value)
/// leaf(i) = SHA-256(0x00 || head bytes || 0x0A || body)
/// ```
/// The last line is the leaf hash of RFC 6962, section 2.1, for the entry `head || 0x0A || body`. The salt keeps a
/// guessable datum from being confirmed by its hash after the datum was erased.
public enum Leaf {
    /// The salt of the event at `position`, 16 bytes, from the 32-byte seed of its run.
    public static func salt(seed: [UInt8], position: UInt64) -> [UInt8] {
        var hasher = SHA256()
        seed.withContiguousBytes { hasher.update($0) }
        withUnsafeBytes(of: position.bigEndian) { hasher.update($0) }
        return [UInt8](hasher.finalize().bytes.prefix(saltSize))
    }

    /// The hash of an event's data, salted.
    public static func body(salt: [UInt8], data: some Sequence<UInt8> & ContiguousBytes) -> TreeHash {
        var hasher = SHA256()
        salt.withContiguousBytes { hasher.update($0) }
        data.withContiguousBytes { hasher.update($0) }
        return TreeHash(hasher.finalize())
    }

    /// The leaf hash of an event: `head` is its line before `,"data":`.
    public static func hash(head: some Sequence<UInt8> & ContiguousBytes, body: TreeHash) -> TreeHash {
        var hasher = SHA256()
        withUnsafeBytes(of: UInt8(0x00)) { hasher.update($0) }
        head.withContiguousBytes { hasher.update($0) }
        withUnsafeTemporaryAllocation(byteCount: 1 + TreeHash.size, alignment: 1) { end in
            end[0] = 0x0A
            body.copy(to: end, at: 1)
            hasher.update(UnsafeRawBufferPointer(end))
        }
        return TreeHash(hasher.finalize())
    }

    /// Bytes of a salt.
    public static let saltSize = 16
    /// Bytes of a seed.
    public static let seedSize = 32
    /// Consecutive positions that share a seed; the width of a tile, too.
    public static let runLength: UInt64 = 256
}
