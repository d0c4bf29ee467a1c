/// Writes the rows of a ledger for any choice of what to show, from the left, remembering one run of positions.
///
/// - A seed opens every position of its run. So it is written only for a run that is complete in the tree and disclosed
///   as a whole; all other disclosed events have their salts.
/// - Withheld subtrees are the largest that fit, from the left, and cross no border: folding the rows before a border
///   gives the root of the tree of that size.
public struct LedgerBuilder {
    private let size: UInt64
    private let source: LedgerSource
    private var borders: ArraySlice<UInt64>
    /// Positions `written..<next` were chosen as `pending`, and have no row yet.
    private var written: UInt64 = 0
    private var next: UInt64 = 0
    private var pending = Disclosure.withheld

    /// For a tree of `size` leaves, at most `Ledger.sizeLimit`. `borders` are the sizes of earlier trees whose roots the
    /// same rows shall prove.
    public init(size: UInt64, borders: [UInt64] = [], source: LedgerSource) {
        precondition(size <= Ledger.sizeLimit, "a ledger's numbers are below 2^63")
        self.size = size
        self.source = source
        self.borders = borders.sorted()[...]
    }

    /// Chooses what to show of `positions`, which begin at or after the end of those chosen before; what is passed over
    /// is withheld. Gives the rows that this settles; those of head-only events before it returns. Throws `LedgerError`,
    /// and what the source and `row` throw.
    public mutating func add(
        _ positions: Range<UInt64>, as shown: Disclosure, row: (LedgerRow) throws -> Void
    ) throws {
        precondition(positions.lowerBound >= next && positions.upperBound <= size, "positions are chosen in order")
        try extend(to: positions.lowerBound, .withheld, row)
        try extend(to: positions.upperBound, shown, row)
    }

    /// Withholds what is left of the tree, and gives the last rows.
    public mutating func finish(row: (LedgerRow) throws -> Void) throws {
        try extend(to: size, .withheld, row)
        try settle(next, row)
    }

    private mutating func extend(to end: UInt64, _ shown: Disclosure, _ row: (LedgerRow) throws -> Void) throws {
        guard end > next else { return }
        if shown != pending { try settle(next, row) }
        pending = shown
        next = end
        switch shown {
        case .disclosed: try settle(max(written, next - next % Leaf.runLength), row)
        case .headOnly: try settle(next, row)
        case .withheld: break
        }
    }

    /// Writes the rows of the pending positions before `end`.
    private mutating func settle(_ end: UInt64, _ row: (LedgerRow) throws -> Void) throws {
        let positions = written..<end
        written = end
        switch pending {
        case .disclosed: try disclose(positions, row)
        case .headOnly:
            for position in positions {
                try row(LedgerRow(first: position, disposition: .headOnly(body: try source.body(position))))
            }
        case .withheld: try withhold(positions, row)
        }
    }

    private func disclose(_ positions: Range<UInt64>, _ row: (LedgerRow) throws -> Void) throws {
        var first = positions.lowerBound
        while first < positions.upperBound {
            let run = first / Leaf.runLength
            let end = min(positions.upperBound, (run + 1) * Leaf.runLength)
            let isWhole = end - first == Leaf.runLength
            if isWhole, let seed = try source.seed(run) {
                guard seed.count == Leaf.seedSize else { throw LedgerError.malformedSeed(run: run) }
                try row(LedgerRow(first: first, disposition: .disclosedRun(seed: seed)))
            } else {
                for position in first..<end { try row(salted(position)) }
            }
            first = end
        }
    }

    private func salted(_ position: UInt64) throws -> LedgerRow {
        guard let salt = try source.salt(position), salt.count == Leaf.saltSize else {
            throw LedgerError.noSalt(position: position)
        }
        return LedgerRow(first: position, disposition: .disclosed(salt: salt))
    }

    private mutating func withhold(_ positions: Range<UInt64>, _ row: (LedgerRow) throws -> Void) throws {
        var first = positions.lowerBound
        while first < positions.upperBound {
            borders = borders.drop { $0 <= first }
            let end = min(positions.upperBound, borders.first ?? positions.upperBound)
            for subtree in Subtree.covering(first..<end) {
                let hash = try source.subtree(subtree)
                try row(
                    LedgerRow(
                        first: subtree.leaves.lowerBound, disposition: .withheld(height: subtree.height, hash: hash)))
            }
            first = end
        }
    }
}
