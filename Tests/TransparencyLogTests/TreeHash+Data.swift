import Cryptography
import Testing
import TransparencyLog

extension TreeHash {
    /// SHA-256 of these parts, one after the other.
    static func sha256(_ parts: [UInt8]...) throws -> TreeHash {
        try #require(TreeHash(SHA256.hash(parts.flatMap { $0 }).bytes))
    }

    /// The leaf hash of RFC 6962, section 2.1, for an entry.
    static func leaf(_ entry: [UInt8]) throws -> TreeHash { try sha256([0x00], entry) }

    /// As many different leaves.
    static func leaves(_ count: Int) throws -> [TreeHash] { try (0..<count).map { try leaf(Array("\($0)".utf8)) } }
}

/// The tree hash of RFC 6962, section 2.1, word for word: split at the largest power of two below the size.
func naiveRoot(_ leaves: ArraySlice<TreeHash>) throws -> TreeHash {
    guard leaves.count > 1, let only = leaves.first else { return try leaves.first ?? .sha256([]) }
    var split = 1
    while 2 * split < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    guard middle < leaves.endIndex else { return only }
    return try .sha256([0x01], naiveRoot(leaves[..<middle]).bytes, naiveRoot(leaves[middle...]).bytes)
}

/// Bytes from pairs of hexadecimal digits.
func bytes(_ hex: String) throws -> [UInt8] {
    let digits = try hex.map { try #require($0.hexDigitValue) }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}
