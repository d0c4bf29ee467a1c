import Testing
import TransparencyLog

/// The log of the format's worked example, as long as wanted, and what an archive can say about it.
struct WorkedLog {
    static let origin = "example.com/demo"
    let leaves: [TreeHash]
    private let erased: Set<UInt64>

    init(size: UInt64, erased: Set<UInt64> = []) {
        leaves = (0..<size).map { Leaf.hash(head: Self.head($0), body: Self.body($0)) }
        self.erased = erased
    }

    static func head(_ position: UInt64) -> [UInt8] {
        Array(
            (#"{"specversion":"1.0","id":"\#(position)","source":"\#(origin)","type":"record-seen.v1","#
                + #""subject":"demo/alerts/a\#(position)","time":"2026-01-01T00:00:00.000Z","streamversion":1"#).utf8)
    }

    static func seed(_ run: UInt64) -> [UInt8] { (0..<32).map { UInt8(truncatingIfNeeded: 32 * run + $0) } }

    static func salt(_ position: UInt64) -> [UInt8] {
        Leaf.salt(seed: seed(position / Leaf.runLength), position: position)
    }

    static func body(_ position: UInt64) -> TreeHash {
        Leaf.body(salt: salt(position), data: Array(#"{"n":\#(position)}"#.utf8))
    }

    static func line(_ position: UInt64, _ shown: Disclosure) -> [UInt8] {
        let rest = shown == .disclosed ? #","data":{"n":\#(position)}}"# : #","datahash":"\#(body(position).hex)"}"#
        return head(position) + Array(rest.utf8)
    }

    func root(_ size: UInt64) throws -> TreeHash {
        try MerkleTree.root(ofSize: size) { try naiveRoot($0.slice(of: leaves)) }
    }

    var source: LedgerSource {
        LedgerSource(
            seed: { run in
                let isWhole = erased.allSatisfy { $0 / Leaf.runLength != run }
                return isWhole ? Self.seed(run) : nil
            },
            salt: { erased.contains($0) ? nil : Self.salt($0) },
            body: { Self.body($0) },
            subtree: { try naiveRoot($0.slice(of: leaves)) })
    }

    /// The ledger that shows each position as `shown` says, given to the builder in runs of equal choices.
    func ledger(_ shown: [Disclosure], borders: [UInt64] = []) throws -> Ledger {
        var choices: [(positions: Range<UInt64>, shown: Disclosure)] = []
        for (position, choice) in zip(0..., shown) {
            if let last = choices.last, last.shown == choice {
                choices[choices.count - 1].positions = last.positions.lowerBound..<UInt64(position) + 1
            } else {
                choices.append((UInt64(position)..<UInt64(position) + 1, choice))
            }
        }
        return try Ledger(size: UInt64(leaves.count), choices: choices, borders: borders, source: source)
    }

    /// The lines of an export that shows each position as `shown` says.
    static func lines(_ shown: [Disclosure]) -> [LoggedLine] {
        zip(0..., shown).filter { $0.1 != .withheld }.compactMap { LoggedLine(line(UInt64($0.0), $0.1)[...]) }
    }

    func fold(_ ledger: Ledger, _ lines: [LoggedLine], earlier: [UInt64] = []) throws -> LedgerRoots {
        var lines = lines[...]
        var fold = LedgerFold(origin: Self.origin, size: UInt64(leaves.count), earlier: earlier)
        for row in ledger.rows { try fold.add(row) { lines.popFirst() } }
        return try fold.finish { lines.popFirst() }
    }

    /// Reads the text and folds it; throws unless it proves the log's own root, and those at the sizes `earlier`.
    func verify(_ text: [UInt8], _ lines: [LoggedLine], earlier: [UInt64] = []) throws {
        let roots = try fold(Ledger(text: text), lines, earlier: earlier)
        for size in earlier + [UInt64(leaves.count)] {
            try roots.verify(Checkpoint(origin: Self.origin, size: size, root: root(size)))
        }
    }
}
