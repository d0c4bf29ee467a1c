/// Folds the rows of a ledger, and the lines that they show, into the root of the tree; in memory for one line and at
/// most 63 hashes.
///
/// Each event shown is proven, nothing between them can be hidden, and what is withheld is counted. The fold cannot see
/// who withheld: whoever holds a ledger can turn a disclosed row into a withheld one.
public struct LedgerFold: Sendable {
    private let origin: String
    private let size: UInt64
    private var tree = CompactRange()
    private var roots: LedgerRoots
    private var borders: ArraySlice<UInt64>
    private var line = 1

    /// For the tree of `size` leaves of the log called `origin`; also gives the roots at the sizes `earlier`.
    public init(origin: String, size: UInt64, earlier: [UInt64] = []) {
        self.origin = origin
        self.size = size
        borders = Set(earlier).sorted()[...]
        roots = LedgerRoots(size: size)
        passBorder()
    }

    /// Takes the next row, asking for as many lines as it shows, in order; nil stands for no more lines. Throws
    /// `LedgerFinding`, and what `nextLine` throws.
    public mutating func add(_ row: LedgerRow, nextLine: () throws -> LoggedLine?) throws {
        let origin = origin
        try add(row) { position in
            guard let line = try nextLine() else { throw LedgerFinding.Reason.missingLine(position) }
            return try row.leaf(at: position, of: origin, line: line)
        }
    }

    /// Takes the next row, asking for the leaf of each event that it shows, as `LedgerRow.leaf` gives it: for those who
    /// hash lines elsewhere. Throws `LedgerFinding`, and what `leaf` throws.
    public mutating func add(_ row: LedgerRow, leaf: (_ position: UInt64) throws -> TreeHash) throws {
        line += 1
        do {
            try place(row)
            try take(row, leaf)
        } catch let reason as LedgerFinding.Reason {
            throw LedgerFinding(line: line, reason: reason)
        }
    }

    /// Says that rows and lines have ended, and gives the roots.
    public func finish(nextLine: () throws -> LoggedLine? = { nil }) throws -> LedgerRoots {
        guard tree.size == size else { throw LedgerFinding(line: line, reason: .short(of: size)) }
        guard try nextLine() == nil else { throw LedgerFinding(line: line, reason: .unlistedLine) }
        var roots = roots
        roots.lines = line
        roots.known[size] = tree.root
        return roots
    }

    private func place(_ row: LedgerRow) throws(LedgerFinding.Reason) {
        guard row.isAligned else { throw .misaligned }
        guard row.first == tree.size else {
            throw row.first > tree.size ? .hole(expected: tree.size) : .overlap(expected: tree.size)
        }
        guard row.count <= size - tree.size else { throw .beyondSize(size) }
    }

    private mutating func take(_ row: LedgerRow, _ leaf: (UInt64) throws -> TreeHash) throws {
        if case .withheld(let height, let hash) = row.disposition {
            if let border = borders.first, border < row.positions.upperBound {
                throw LedgerFinding.Reason.crossesCheckpoint(border)
            }
            tree.append(hash, height: height)
            passBorder()
        } else {
            for position in row.positions {
                tree.append(try leaf(position))
                passBorder()
            }
        }
        roots.count(row)
    }

    private mutating func passBorder() {
        guard borders.first == tree.size else { return }
        roots.known[tree.size] = tree.root
        borders.removeFirst()
    }
}
