import ArchiveEvents
import EventStorage
import TransparencyLog

/// Whether seeds and salts stand exactly as the format says: a run has its seed of 32 bytes, or, once an event of it was
/// erased, 16 bytes for each of its events so far, zeros for those that were erased, and never both.
struct SaltCheck {
    /// Events whose salts are gone, by the table.
    private(set) var forgotten = PositionSet()
    private(set) var findings = FindingList()
    private let size: Position

    /// Reads the rows of a log of `size` events, in one state of it.
    init(_ log: any StoredLog, size: Position) throws {
        self.size = size
        try log.forEachSaltRow { take($0) }
    }

    private mutating func take(_ row: SaltRow) {
        let (first, isOutside) = row.run.multipliedReportingOverflow(by: Leaf.runLength)
        // Rows of no run are reported with the other rows that no log can have.
        guard !isOutside, first < size.number else { return }
        switch (row.seedSize, row.salts) {
        case (Leaf.seedSize?, nil): return
        case (let count?, nil): report(first, "the seed of the run that begins here has \(count) bytes, not 32")
        case (nil, nil): report(first, "the run that begins here has neither a seed nor salts")
        case (_?, _?): report(first, "the run that begins here has a seed and salts: the seed opens what was erased")
        case (nil, let salts?): take(salts, ofRunAt: first)
        }
    }

    private mutating func take(_ salts: [UInt8], ofRunAt first: UInt64) {
        let count = min(Leaf.runLength, size.number - first)
        guard salts.count == Int(count) * Leaf.saltSize else {
            return report(
                first,
                "the run that begins here has \(salts.count) bytes of salts, not 16 for each of its \(count) events")
        }
        var hasForgotten = false
        for index in 0..<Int(count) where isForgotten(index, salts) {
            forgotten.insert(Position(first + UInt64(index)))
            hasForgotten = true
        }
        if !hasForgotten {
            report(first, "the run that begins here has salts in the place of its seed, but no erased event")
        }
    }

    private func isForgotten(_ index: Int, _ salts: [UInt8]) -> Bool {
        salts[index * Leaf.saltSize..<(index + 1) * Leaf.saltSize].allSatisfy { $0 == 0 }
    }

    private mutating func report(_ first: UInt64, _ message: String) { findings.add(.salt, "\(first)", message) }
}
