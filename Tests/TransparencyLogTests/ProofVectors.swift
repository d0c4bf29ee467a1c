import Testing
import TransparencyLog

/// Proofs over `publishedTree` that the certificate transparency project publishes for its own tests.
enum ProofVectors {
    private static let leaf1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
    private static let leaf2 = "0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7"
    private static let leaf4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    private static let leaf6 = "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f"
    private static let leaves01 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    private static let leaves23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    private static let leaves45 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
    private static let leaves67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
    private static let leaves03 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
    private static let leaves47 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"

    /// Index, size, path.
    static let inclusion: [(UInt64, UInt64, [String])] = [
        (0, 1, []),
        (0, 8, [leaf1, leaves23, leaves47]),
        (5, 8, [leaf4, leaves67, leaves03]),
        (2, 3, [leaves01]),
        (1, 5, ["6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d", leaves23, leaf4]),
    ]

    /// Old size, size, path.
    static let consistency: [(UInt64, UInt64, [String])] = [
        (1, 1, []),
        (1, 8, [leaf1, leaves23, leaves47]),
        (6, 8, [leaves45, leaves67, leaves03]),
        (2, 5, [leaves23, leaf4]),
        (6, 7, [leaves45, leaf6, leaves03]),
    ]

    static func root(_ size: UInt64) throws -> TreeHash { try #require(TreeHash(hex: publishedTree[Int(size) - 1].1)) }

    static func leaves() throws -> [TreeHash] { try publishedTree.map { try .leaf(bytes($0.0)) } }
}

extension TreeHash {
    /// The same hash with its last bit turned.
    var flipped: TreeHash {
        get throws {
            var bytes = bytes
            bytes[31] ^= 1
            return try #require(TreeHash(bytes))
        }
    }
}

/// Every path that differs from `path` in one hash: changed, left out, doubled, or put before or behind.
func mutations(of path: [TreeHash], with stranger: TreeHash) throws -> [(path: [TreeHash], change: String)] {
    var mutations: [(path: [TreeHash], change: String)] = [
        (path + [stranger], "one behind"), ([stranger] + path, "one before"),
    ]
    for index in path.indices {
        var (changed, shorter, longer) = (path, path, path)
        changed[index] = try path[index].flipped
        shorter.remove(at: index)
        longer.insert(path[index], at: index)
        mutations += [(changed, "\(index) changed"), (shorter, "\(index) left out"), (longer, "\(index) doubled")]
        guard index > 0, path[index] != path[index - 1] else { continue }
        var swapped = path
        swapped.swapAt(index, index - 1)
        mutations.append((swapped, "\(index) swapped"))
    }
    return mutations
}
