import Testing
import TransparencyLog

struct LedgerFoldTests {
    private let log = WorkedLog(size: 300)
    private let hash = MerkleTree.emptyRoot

    @Test("rows that do not follow each other from 0 to the size are refused")
    func order() throws {
        let withheld = { (first: UInt64, height: Int) in
            LedgerRow(first: first, disposition: .withheld(height: height, hash: MerkleTree.emptyRoot))
        }
        let salted = { (first: UInt64) in LedgerRow(first: first, disposition: .disclosed(salt: WorkedLog.salt(first)))
        }
        let cases: [([LedgerRow], Int, LedgerFinding.Reason, String)] = [
            ([], 1, .short(of: 300), "no row"),
            ([withheld(0, 8)], 2, .short(of: 300), "the rest is missing"),
            ([salted(1)], 2, .hole(expected: 0), "the first position is missing"),
            ([withheld(0, 2), withheld(8, 3)], 3, .hole(expected: 4), "a hole"),
            ([withheld(0, 2), withheld(0, 2)], 3, .overlap(expected: 4), "a row twice"),
            ([withheld(0, 2), withheld(2, 1)], 3, .overlap(expected: 4), "an overlap"),
            ([withheld(4, 2), withheld(0, 2)], 2, .hole(expected: 0), "the wrong order"),
            ([withheld(0, 9)], 2, .beyondSize(300), "a subtree beyond the tree"),
            ([withheld(0, 62)], 2, .beyondSize(300), "the largest subtree"),
            (
                [withheld(0, 8), LedgerRow(first: 256, disposition: .disclosedRun(seed: WorkedLog.seed(1)))], 3,
                .beyondSize(300), "a run that is not complete"
            ),
            (
                [withheld(0, 2), LedgerRow(first: 4, disposition: .disclosedRun(seed: WorkedLog.seed(0)))], 3,
                .misaligned, "a run across a border of runs"
            ),
            ([withheld(0, 1), withheld(2, 2)], 3, .misaligned, "a subtree at the wrong place"),
            ([withheld(0, 64)], 2, .misaligned, "a subtree of no tree"),
            ([withheld(0, -1)], 2, .misaligned, "a height below the leaves"),
        ]
        for (rows, line, reason, why) in cases {
            #expect(throws: LedgerFinding(line: line, reason: reason), "\(why)") {
                try log.fold(Ledger(rows: rows), WorkedLog.lines(Array(repeating: .disclosed, count: 300)))
            }
        }
    }

    @Test("a row behind the last position is refused, in the empty tree too")
    func beyond() throws {
        let row = LedgerRow(first: 0, disposition: .withheld(height: 0, hash: hash))
        #expect(throws: LedgerFinding(line: 2, reason: .beyondSize(0))) {
            try WorkedLog(size: 0).fold(Ledger(rows: [row]), [])
        }
    }

    @Test(
        "a withheld subtree may end at an earlier checkpoint's size, but not cross it",
        arguments: [
            (256, false, "its beginning"), (257, true, "behind its first leaf"), (271, true, "the middle"),
            (287, true, "before its last leaf"), (288, false, "its end"),
        ] as [(UInt64, Bool, String)])
    func crossing(size: UInt64, isRefused: Bool, why: String) throws {
        let shown = Array(repeating: Disclosure.disclosed, count: 256) + Array(repeating: .withheld, count: 44)
        let (ledger, lines) = (try log.ledger(shown), WorkedLog.lines(shown))
        guard isRefused else { return try log.verify(ledger.text, lines, earlier: [size]) }
        #expect(throws: LedgerFinding(line: 3, reason: .crossesCheckpoint(size)), "\(why)") {
            try log.fold(ledger, lines, earlier: [size])
        }
    }

    @Test("a disclosed run may cross an earlier checkpoint's size, and gives its root")
    func insideRun() throws {
        let shown = Array(repeating: Disclosure.disclosed, count: 300)
        try log.verify(log.ledger(shown).text, WorkedLog.lines(shown), earlier: Array(0...300))
    }

    @Test("lines that the rows do not show as they stand are refused")
    func lines() throws {
        let shown: [Disclosure] = [.disclosed, .headOnly, .disclosed, .withheld]
        let log = WorkedLog(size: 4)
        let (ledger, lines) = (try log.ledger(shown), WorkedLog.lines(shown))
        let erased = try line(0, .headOnly), full = try line(1, .disclosed)
        let otherBody = LoggedLine(head: lines[1].head, payload: .body(hash))
        let foreign = LoggedLine(
            head: Array(String(decoding: lines[0].head, as: UTF8.self).replacing("demo\"", with: "other\"").utf8)[...],
            payload: lines[0].payload)
        let cases: [([LoggedLine], Int, LedgerFinding.Reason, String)] = [
            ([], 2, .missingLine(0), "no line"),
            (lines.dropLast(), 4, .missingLine(2), "a line less"),
            (lines + [try line(3, .disclosed)], 5, .unlistedLine, "a withheld event's line"),
            (lines + [lines[2]], 5, .unlistedLine, "a line twice"),
            ([lines[1], lines[0], lines[2]], 2, .foreignLine(0), "the wrong order"),
            ([lines[0], lines[2]], 3, .foreignLine(1), "a line left out"),
            ([foreign, lines[1], lines[2]], 2, .foreignLine(0), "another log's line"),
            ([erased, lines[1], lines[2]], 2, .dataMissing(0), "disclosed, without data"),
            ([lines[0], full, lines[2]], 3, .dataPresent(1), "head-only, with data"),
            ([lines[0], otherBody, lines[2]], 3, .bodyDiffers(1), "another datahash"),
        ]
        for (lines, line, reason, why) in cases {
            #expect(throws: LedgerFinding(line: line, reason: reason), "\(why)") { try log.fold(ledger, lines) }
        }
    }

    @Test("any one byte changed in a disclosed line changes the root or is refused")
    func mutatedLine() throws {
        let log = WorkedLog(size: 3)
        let ledger = try log.ledger([.withheld, .disclosed, .withheld])
        let line = WorkedLog.line(1, .disclosed)
        for index in line.indices {
            var changed = line
            changed[index] ^= 1
            guard let read = LoggedLine(changed[...]) else { continue }
            #expect(throws: LedgerFinding.self, "byte \(index)") { try log.verify(ledger.text, [read]) }
        }
    }

    @Test("a checkpoint with another root or of a size that was not asked for is refused")
    func checkpoints() throws {
        let shown = Array(repeating: Disclosure.headOnly, count: 5)
        let log = WorkedLog(size: 5)
        let roots = try log.fold(log.ledger(shown), WorkedLog.lines(shown), earlier: [2, 9])
        #expect(throws: LedgerFinding(line: 6, reason: .rootDiffers(5))) {
            try roots.verify(Checkpoint(origin: "a", size: 5, root: log.root(4)))
        }
        #expect(throws: LedgerFinding(line: 6, reason: .rootDiffers(2))) {
            try roots.verify(Checkpoint(origin: "a", size: 2, root: log.root(5)))
        }
        for size in [3, 9] as [UInt64] {
            #expect(throws: LedgerFinding(line: 6, reason: .unknownSize(size))) {
                try roots.verify(Checkpoint(origin: "a", size: size, root: hash))
            }
        }
    }

    @Test("leaves hashed elsewhere fold into the same root")
    func leavesFromElsewhere() throws {
        let shown =
            Array(repeating: Disclosure.disclosed, count: 256) + [.headOnly, .withheld, .withheld, .disclosed]
            + Array(repeating: .withheld, count: 40)
        var fold = LedgerFold(origin: WorkedLog.origin, size: 300)
        for row in try log.ledger(shown).rows { try fold.add(row) { log.leaves[Int($0)] } }
        #expect(try fold.finish().root(ofSize: 300) == log.root(300))
    }

    @Test("an error of the one who reads the lines reaches the one who folds")
    func readerError() {
        struct Broken: Error {}
        var fold = LedgerFold(origin: WorkedLog.origin, size: 1)
        let row = LedgerRow(first: 0, disposition: .headOnly(body: hash))
        #expect(throws: Broken.self) { try fold.add(row) { throw Broken() } }
    }

    private func line(_ position: UInt64, _ shown: Disclosure) throws -> LoggedLine {
        try #require(LoggedLine(WorkedLog.line(position, shown)[...]))
    }
}
