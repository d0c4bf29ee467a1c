import Testing
import TransparencyLog

struct LedgerBuilderTests {
    private let hash = MerkleTree.emptyRoot
    private let salt = [UInt8](repeating: 1, count: 16)
    private let seed = [UInt8](repeating: 2, count: 32)

    @Test("an erased event cannot be disclosed", arguments: [nil, [], [UInt8](repeating: 0, count: 15)] as [[UInt8]?])
    func noSalt(salt: [UInt8]?) {
        let source = LedgerSource(seed: { _ in nil }, salt: { _ in salt }, body: { _ in hash }, subtree: { _ in hash })
        #expect(throws: LedgerError.noSalt(position: 3)) {
            try Ledger(size: 5, choices: [(3..<4, .disclosed)], source: source)
        }
    }

    @Test("a seed of another size is not written")
    func malformedSeed() {
        let source = LedgerSource(seed: { _ in salt }, salt: { _ in salt }, body: { _ in hash }, subtree: { _ in hash })
        #expect(throws: LedgerError.malformedSeed(run: 1)) {
            try Ledger(size: 512, choices: [(256..<512, .disclosed)], source: source)
        }
    }

    @Test(
        "a seed is asked for only where its run is complete in the tree and disclosed as a whole",
        arguments: [
            (256, [0..<256], [0], "one run"),
            (255, [0..<255], [], "a run that is not complete"),
            (600, [0..<600], [0, 1], "two runs and a part"),
            (600, [1..<600], [1], "without the first event"),
            (600, [0..<511, 512..<600], [0], "without the last event of a run"),
            (512, [128..<384], [], "256 events of two runs"),
            (512, [0..<100, 100..<256, 256..<300, 300..<512], [0, 1], "chosen in pieces"),
        ] as [(UInt64, [Range<UInt64>], [UInt64], String)])
    func seeds(size: UInt64, disclosed: [Range<UInt64>], runs: [UInt64], why: String) throws {
        var asked: [UInt64] = []
        let source = LedgerSource(
            seed: { run in
                asked.append(run)
                return seed
            }, salt: { _ in salt }, body: { _ in hash }, subtree: { _ in hash })
        let ledger = try Ledger(size: size, choices: disclosed.map { ($0, .disclosed) }, source: source)
        #expect(asked == runs, "\(why)")
        #expect(ledger.rows.filter { $0.count == 256 }.map(\.first) == runs.map { $0 * 256 })
    }

    @Test("the same choice, in one piece or in many, gives the same rows")
    func pieces() throws {
        let source = LedgerSource(
            seed: { _ in seed }, salt: { _ in salt }, body: { _ in hash }, subtree: { _ in hash })
        for shown in [Disclosure.disclosed, .headOnly, .withheld] {
            let whole = try Ledger(size: 700, choices: [(10..<690, shown)], borders: [256, 300], source: source)
            let pieces = try Ledger(
                size: 700, choices: (10..<690).map { ($0..<$0 + 1, shown) }, borders: [300, 256, 300, 0, 700, 900],
                source: source)
            #expect(whole == pieces)
        }
    }

    @Test("the row of a head-only event is given before the choice returns")
    func prompt() throws {
        let source = LedgerSource(
            seed: { _ in seed }, salt: { _ in salt }, body: { _ in hash }, subtree: { _ in hash })
        var builder = LedgerBuilder(size: 10, source: source)
        var rows: [UInt64] = []
        try builder.add(0..<2, as: .disclosed) { rows.append($0.first) }
        #expect(rows.isEmpty)
        try builder.add(2..<3, as: .headOnly) { rows.append($0.first) }
        #expect(rows == [0, 1, 2])
        try builder.finish { rows.append($0.first) }
        #expect(rows == [0, 1, 2, 3, 4, 8])
    }

    @Test("ten million events with a few shown are a few rows")
    func many() throws {
        var asked = 0
        let source = LedgerSource(
            seed: { _ in seed }, salt: { _ in salt }, body: { _ in hash },
            subtree: { _ in
                asked += 1
                return hash
            })
        let choices = stride(from: UInt64(0), to: 10_000_000, by: 100_000).map {
            (positions: $0..<$0 + 1, shown: Disclosure.disclosed)
        }
        var (builder, rows) = (LedgerBuilder(size: 10_000_000, source: source), 0)
        for choice in choices { try builder.add(choice.positions, as: choice.shown) { _ in rows += 1 } }
        try builder.finish { _ in rows += 1 }
        #expect(rows == asked + choices.count)
        #expect(rows < choices.count * 2 * 24)
    }

    @Test("an error of the source or of the one who takes rows ends the writing")
    func errors() {
        struct Broken: Error {}
        let broken = LedgerSource(
            seed: { _ in throw Broken() }, salt: { _ in throw Broken() }, body: { _ in throw Broken() },
            subtree: { _ in throw Broken() })
        for shown in [Disclosure.disclosed, .headOnly, .withheld] {
            #expect(throws: Broken.self) { try Ledger(size: 256, choices: [(0..<256, shown)], source: broken) }
        }
        let source = LedgerSource(seed: { _ in seed }, salt: { _ in salt }, body: { _ in hash }, subtree: { _ in hash })
        var builder = LedgerBuilder(size: 1, source: source)
        #expect(throws: Broken.self) { try builder.finish { _ in throw Broken() } }
    }
}
