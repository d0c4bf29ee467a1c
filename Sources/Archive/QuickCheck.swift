import ArchiveEvents
import EventStorage
import TransparencyLog

/// Checkpoints against the tiles, and the lines of the log's end.
struct QuickCheck {
    private let log: any StoredLog
    private let origin: String
    private let verifier: NoteVerifier?
    let size: UInt64
    private(set) var root: TreeHash?
    private(set) var findings = FindingList()

    init(_ log: any StoredLog, origin: String) throws {
        self.log = log
        self.origin = origin
        verifier = try LogReader.verifier(of: log)
        size = try log.size().number
        if verifier == nil { findings.add(.checkpoint, "0", "the first event does not name the log's key") }
    }

    /// Each stored checkpoint, and those that were brought along, must sign the root that the tiles give.
    mutating func checkCheckpoints(_ others: [(name: String, note: String)]) throws {
        let stored = try log.checkpoints().map { (name: "\($0.size)", note: $0.note) }
        for (name, note) in stored + others {
            do {
                try check(name, note)
            } catch {
                findings.add(.checkpoint, name, "\(error)")
            }
        }
        if try log.newestCheckpoint()?.size != size {
            findings.add(.checkpoint, "\(size)", "no checkpoint covers the whole log")
        }
    }

    private mutating func check(_ name: String, _ text: String) throws {
        let checkpoint = try SignedNote(text).checkpoint(of: verifier)
        guard checkpoint.size <= size else {
            return findings.add(.checkpoint, name, "it knows of more events than the log has")
        }
        let found = try StoredTree(log).range(ofSize: checkpoint.size).root
        guard checkpoint.origin == origin, checkpoint.root == found else {
            return findings.add(.checkpoint, name, "the events before it do not have the root that it signs")
        }
        if checkpoint.size == size { root = found }
    }

    /// The last sealed block and the frames behind it, line by line.
    mutating func checkTail() throws {
        let unsealed = try log.unsealed()
        var next = unsealed == .first ? .first : Position(unsealed.number - 1)
        next = try log.blocks(from: next, limit: 1).first?.firstPosition ?? next
        while case let blocks = try log.blocks(from: next, limit: 32), let end = blocks.last?.row.end, next < end {
            let salts = try StoredLeaves(log).salts(of: blocks, from: next)
            let context = BlockCheck.Context(origin: Array(origin.utf8), salts: salts, cuts: [])
            let start = next
            for check in try concurrentMap(blocks, { BlockCheck($0, from: start, context) }) {
                findings.add(check.findings)
            }
            next = end
        }
    }
}
