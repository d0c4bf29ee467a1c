import Testing
import TransparencyLog

private let six = """
    first\tcount\tdisposition\tvalue
    0\t2\twithheld\t773a040ab8512d31a2efa6e5fd4575c27f1647f10684ff20cff329ed66b0a763
    2\t1\tdisclosed\t7365a07b4571dc929c3629031f2b3b81
    3\t1\thead-only\t513e1d5f0fad886685279a8c63b6025c540744899f9b02e315fcb23a0ad4e189
    4\t1\tdisclosed\t7675097dad40071964d9badf71515d2f
    5\t1\twithheld\t2997afa3839ab5c796ddf913c4d8923c8a7091bedd9cf38c6d9790d4d7261d40

    """

private let threeHundred = """
    first\tcount\tdisposition\tvalue
    0\t256\tdisclosed-run\t000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
    256\t32\twithheld\t64e275f0bb75889da0cb9edbda39967fbfef37374da5ae150e6c20f40601729d
    288\t8\twithheld\ta3bea98dc3f5d1d8f6bdb1e72430f6860258501a91fbda3071673867e6985b1a
    296\t4\twithheld\tce9174bd303c0ac7a54b390b9bbb5af4c93c00c2996432eff4bb8a8b2513055f

    """

struct LedgerTests {
    @Test(
        "the format's worked examples are built, written, read and folded",
        arguments: [
            (
                [.withheld, .withheld, .disclosed, .headOnly, .disclosed, .withheld], six,
                "883b393a1a49c4a4fd8e765c7b179a636320a7b17c33027cb2acbe7f80222255"
            ),
            (
                Array(repeating: .disclosed, count: 256) + Array(repeating: .withheld, count: 44), threeHundred,
                "b876c7771c6cee3466ac01f58e67182e511825dca96b0f3f4fab5d7a6a492c85"
            ),
        ] as [([Disclosure], String, String)])
    func worked(shown: [Disclosure], text: String, root: String) throws {
        let log = WorkedLog(size: UInt64(shown.count))
        let ledger = try log.ledger(shown)
        #expect(String(decoding: ledger.text, as: UTF8.self) == text)
        #expect(try Ledger(text: Array(text.utf8)) == ledger)
        let roots = try log.fold(ledger, WorkedLog.lines(shown))
        #expect(roots.root(ofSize: roots.size)?.hex == root)
        #expect(roots.disclosed == UInt64(shown.count { $0 == .disclosed }))
        #expect(roots.headOnly == UInt64(shown.count { $0 == .headOnly }))
        #expect(roots.withheld == UInt64(shown.count { $0 == .withheld }))
    }

    @Test("the ledger of no event is its header, and proves the empty root")
    func empty() throws {
        let ledger = try Ledger(size: 0, choices: [], source: WorkedLog(size: 0).source)
        #expect(ledger.text == Array("first\tcount\tdisposition\tvalue\n".utf8))
        try WorkedLog(size: 0).verify(ledger.text, [], earlier: [0])
    }

    @Test("an unfinished run that is disclosed as a whole has salts, for its seed would open what is still to come")
    func unfinishedRun() throws {
        let log = WorkedLog(size: 300)
        let ledger = try log.ledger(Array(repeating: .disclosed, count: 300))
        #expect(ledger.rows.count == 1 + 44)
        #expect(ledger.rows.first?.disposition == .disclosedRun(seed: WorkedLog.seed(0)))
        #expect(ledger.rows.dropFirst().allSatisfy { $0.disposition == .disclosed(salt: WorkedLog.salt($0.first)) })
    }

    @Test("every choice over every tree up to 5, with every set of borders: built, written, read, folded")
    func exhaustive() throws {
        for size in 0...5 {
            let log = WorkedLog(size: UInt64(size))
            for shown in choices(size) {
                for borders in sets(1..<max(1, UInt64(size))) {
                    let ledger = try log.ledger(shown, borders: borders)
                    #expect(ledger.rows.map(\.positions) == naiveRows(shown, borders), "\(shown) \(borders)")
                    try log.verify(ledger.text, WorkedLog.lines(shown), earlier: borders)
                }
            }
        }
    }

    @Test("whole runs, runs with one event less, withheld runs, beside each other")
    func runs() throws {
        let size = 600
        let log = WorkedLog(size: UInt64(size), erased: [300])
        let kinds: [[Disclosure]] = [
            Array(repeating: .disclosed, count: 256),
            Array(repeating: .withheld, count: 256),
            [.withheld] + Array(repeating: .disclosed, count: 255),
            Array(repeating: .disclosed, count: 255) + [.headOnly],
            Array(repeating: .disclosed, count: 44) + [.headOnly] + Array(repeating: .disclosed, count: 211),
        ]
        for first in kinds {
            for second in kinds where second[44] != .disclosed {
                for last in [Disclosure.disclosed, .withheld] {
                    let shown = first + second + Array(repeating: last, count: size - 512)
                    let ledger = try log.ledger(shown, borders: [256, 511, 590])
                    let runs = ledger.rows.filter {
                        $0.count == 256 && $0.disposition == .disclosedRun(seed: WorkedLog.seed(0))
                    }
                    #expect(runs.count == (first == kinds[0] ? 1 : 0))
                    #expect(ledger.rows.map(\.positions) == naiveRows(shown, [256, 511, 590]))
                    try log.verify(ledger.text, WorkedLog.lines(shown), earlier: [256, 511, 590])
                }
            }
        }
    }

    @Test("random choices over trees of some runs: built, written, read, folded", arguments: 0..<12 as Range<UInt64>)
    func random(seed: UInt64) throws {
        var generator = SplitMix(state: seed)
        let size = UInt64.random(in: 0...2000, using: &generator)
        let erased = Set(
            (0..<UInt64.random(in: 0...3, using: &generator)).map { _ in
                UInt64.random(in: 0...size, using: &generator)
            })
        var shown: [Disclosure] = []
        while shown.count < Int(size) {
            let choice = [Disclosure.disclosed, .headOnly, .withheld].randomElement(using: &generator) ?? .withheld
            let length = [1, 2, 10, 600].randomElement(using: &generator) ?? 1
            shown += Array(repeating: choice, count: Int.random(in: 1...length, using: &generator))
        }
        shown = Array(shown.prefix(Int(size)))
        for position in erased where position < size { shown[Int(position)] = .headOnly }
        let borders = (0..<4).map { _ in UInt64.random(in: 0...size, using: &generator) }
        let log = WorkedLog(size: size, erased: erased)
        let ledger = try log.ledger(shown, borders: borders)
        #expect(ledger.rows.map(\.positions) == naiveRows(shown, borders, erased), "seed \(seed)")
        try log.verify(ledger.text, WorkedLog.lines(shown), earlier: borders)
    }

    @Test("a ledger with any one byte changed, left out or doubled is refused")
    func mutatedBytes() throws {
        let log = WorkedLog(size: 6)
        let shown: [Disclosure] = [.withheld, .withheld, .disclosed, .headOnly, .disclosed, .withheld]
        let lines = WorkedLog.lines(shown)
        let text = try log.ledger(shown).text
        try log.verify(text, lines)
        for index in text.indices {
            var (shorter, longer) = (text, text)
            shorter.remove(at: index)
            longer.insert(text[index], at: index)
            #expect(throws: LedgerFinding.self, "byte \(index) left out") { try log.verify(shorter, lines) }
            #expect(throws: LedgerFinding.self, "byte \(index) doubled") { try log.verify(longer, lines) }
            for other in "\n\r\t 0123456789aAdf-+.é".utf8 where other != text[index] {
                var changed = text
                changed[index] = other
                #expect(throws: LedgerFinding.self, "byte \(index) is \(other)") { try log.verify(changed, lines) }
            }
        }
    }

    @Test("a ledger with any one field of any one row changed is refused, a run's row too")
    func mutatedFields() throws {
        let shown = Array(repeating: Disclosure.disclosed, count: 256) + [.headOnly, .disclosed, .withheld, .withheld]
        let log = WorkedLog(size: 260)
        let (rows, lines) = (try log.ledger(shown).rows, WorkedLog.lines(shown))
        let salt = WorkedLog.salt(7)
        for (index, row) in rows.enumerated() {
            var others: [LedgerRow] = [
                LedgerRow(first: row.first + 1, disposition: row.disposition),
                LedgerRow(first: row.first &- row.count, disposition: row.disposition),
            ]
            let dispositions: [LedgerRow.Disposition] = [
                .disclosedRun(seed: WorkedLog.seed(0)), .disclosedRun(seed: WorkedLog.seed(1)),
                .disclosed(salt: WorkedLog.salt(row.first)), .disclosed(salt: salt),
                .headOnly(body: WorkedLog.body(row.first)), .headOnly(body: MerkleTree.emptyRoot),
                .withheld(height: 0, hash: log.leaves[Int(row.first)]),
                .withheld(height: 0, hash: MerkleTree.emptyRoot),
                .withheld(height: 1, hash: MerkleTree.emptyRoot),
            ]
            for other in dispositions where other != row.disposition {
                others.append(LedgerRow(first: row.first, disposition: other))
            }
            for other in others {
                var changed = rows
                changed[index] = other
                #expect(throws: LedgerFinding.self, "row \(index) as \(other.line)") {
                    try log.verify(Ledger(rows: changed).text, lines)
                }
            }
        }
    }

    @Test("a ledger without one of its rows, with one twice, or with two in the wrong order is refused")
    func mutatedRows() throws {
        let shown: [Disclosure] = [.withheld, .withheld, .disclosed, .headOnly, .disclosed, .withheld]
        let log = WorkedLog(size: 6)
        let (rows, lines) = (try log.ledger(shown).rows, WorkedLog.lines(shown))
        for index in rows.indices {
            var (shorter, longer, swapped) = (rows, rows, rows)
            shorter.remove(at: index)
            longer.insert(rows[index], at: index)
            swapped.swapAt(index, (index + 1) % rows.count)
            for changed in [shorter, longer, swapped] {
                #expect(throws: LedgerFinding.self) { try log.verify(Ledger(rows: changed).text, lines) }
            }
        }
    }

    /// Every choice over so many positions.
    private func choices(_ size: Int) -> [[Disclosure]] {
        guard size > 0 else { return [[]] }
        return choices(size - 1).flatMap { choice in
            [Disclosure.disclosed, .headOnly, .withheld].map { choice + [$0] }
        }
    }

    /// Every subset of these numbers.
    private func sets(_ numbers: Range<UInt64>) -> [[UInt64]] {
        numbers.reduce([[]]) { sets, number in sets + sets.map { $0 + [number] } }
    }

    /// The positions of each row as the format's rules for the writer give them, one position after the other.
    private func naiveRows(
        _ shown: [Disclosure], _ borders: [UInt64], _ erased: Set<UInt64> = []
    ) -> [Range<UInt64>] {
        var rows: [Range<UInt64>] = []
        var next = 0
        while next < shown.count {
            var count = 1
            let run = next..<next + 256
            let isRun =
                next % 256 == 0 && run.upperBound <= shown.count
                && run.allSatisfy { shown[$0] == .disclosed } && erased.allSatisfy { !run.contains(Int($0)) }
            if isRun { count = 256 }
            if shown[next] == .withheld {
                count =
                    [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024].last { count in
                        let end = next + count
                        return next % count == 0 && end <= shown.count
                            && shown[next..<end].allSatisfy { $0 == .withheld }
                            && borders.allSatisfy { $0 <= UInt64(next) || $0 >= UInt64(end) }
                    } ?? 1
            }
            rows.append(UInt64(next)..<UInt64(next + count))
            next += count
        }
        return rows
    }
}

/// SplitMix64, so that a seed gives the same numbers everywhere.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
