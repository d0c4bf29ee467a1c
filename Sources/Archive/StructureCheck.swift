import ArchiveEvents
import EventStorage
import TransparencyLog

/// What can be said of the log's rows without reading a block's bytes: one state, in one transaction.
struct StructureCheck {
    /// Events whose salts are gone, by the table of salts.
    private(set) var forgotten = PositionSet()
    /// The events of the rows, as far as the bytes of each can hold them: one range, unless rows are missing or forged.
    private(set) var events: [Range<Position>] = []
    private var findings = FindingList()
    private var next = Position.first
    private var lastTime = Instant(milliseconds: .min)
    private var lastCodec = Block.Codec.deflate

    /// What is wrong with the rows of `log`.
    mutating func findings(_ log: any StoredLog) throws -> FindingList {
        try log.forEachRow(from: .first) { take($0) }
        for stray in try log.strayRows() { report(.position, stray, "the log cannot have such a row") }
        for run in try missingSalts(log) {
            report(.salt, "\(run * Leaf.runLength)", "the salts of the run that begins here are missing")
        }
        let salts = try SaltCheck(log, size: next)
        findings.add(salts.findings)
        forgotten = salts.forgotten
        let counts = try log.tileCounts()
        for level in 1..<StoredTree.levels {
            let expected = next.number >> UInt64(level * StoredTree.tileHeight)
            guard counts[level] ?? 0 != expected else { continue }
            report(.tile, "level \(level)", "there are \(counts[level] ?? 0) tiles instead of \(expected)")
        }
        for level in counts.keys.sorted() where !(1..<StoredTree.levels).contains(level) {
            report(.tile, "level \(level)", "a log of this size has no tiles of that level")
        }
        return findings
    }

    private mutating func take(_ row: BlockRow) {
        if row.firstPosition != next {
            let isHole = row.firstPosition > next
            report(.position, "\(next)", isHole ? "events are missing from here on" : "an event is in two blocks")
        }
        if row.codec == .deflate, lastCodec == .plain {
            report(.block, row.place, "a sealed block stands behind a frame")
        }
        let (first, last) = (row.firstTime.writable, row.lastTime.writable)
        if first < lastTime || last < first {
            report(.time, row.place, "the block's times lie before those of the block before, or end before they begin")
        }
        if row.codec == .plain, row.bodySize != row.plainSize { report(.block, row.place, "a frame of another size") }
        let start = max(next, row.firstPosition)
        events.join(start..<max(start, min(row.end, start.advanced(by: row.mostEvents))))
        next = max(next, row.end)
        lastTime = max(lastTime, last)
        lastCodec = row.codec
    }

    private mutating func missingSalts(_ log: any StoredLog) throws -> [UInt64] {
        guard next > .first else { return [] }
        let runs = RunSalts.run(of: Position(next.number - 1)) + 1
        guard try log.saltCount() != runs else { return [] }
        // Named one by one only where the count tells that there is one; a row may claim any number of events.
        var missing: [UInt64] = []
        for run in 0..<runs where try log.salts(ofRun: run) == nil {
            missing.append(run)
            guard missing.count >= Self.listLimit else { continue }
            report(.salt, "\(run * Leaf.runLength)", "from here on further salts may be missing")
            break
        }
        return missing
    }

    /// Rows of one kind that are named at most.
    private static let listLimit = 100

    private mutating func report(_ code: Finding.Code, _ place: String, _ message: String) {
        findings.add(code, place, message)
    }
}
