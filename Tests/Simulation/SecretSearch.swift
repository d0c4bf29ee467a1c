/// Finds any of many secrets in a text in one pass, since a run hands out hundreds of cookies: a dictionary of their first
/// eight bytes says where to compare.
struct SecretSearch {
    private let secrets: [UInt64: [[UInt8]]]

    /// Every secret has eight bytes at least.
    init(_ secrets: some Sequence<String>) {
        self.secrets = Dictionary(grouping: secrets.map { Array($0.utf8) }) { secret in
            precondition(secret.count >= 8, "too short to be searched for")
            return secret.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    func occurs(in text: some Collection<UInt8>) -> Bool {
        var window: UInt64 = 0
        for (index, byte) in zip(text.indices, text) {
            window = window << 8 | UInt64(byte)
            guard let candidates = secrets[window] else { continue }
            let rest = text[text.index(after: index)...]
            if candidates.contains(where: { rest.starts(with: $0.dropFirst(8)) }) { return true }
        }
        return false
    }
}
