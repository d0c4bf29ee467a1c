import Archive
import ArchiveEvents
import EventStorage
import Foundation
import GRDB
import TransparencyLog

/// Makes blocks whose checksums are right, and notes that are signed, though with a key of its own.
struct Forger {
    private let signer: NoteSigner
    private let tree: CompactRange
    private let salts: RunSalts
    private let sealed: Block
    private let frame: Block
    private let note: String

    /// Looks at the archive as anyone can who may read it, except for its keys.
    init(_ directory: ArchiveDirectory) throws {
        let archive = try ArchiveReader(directory)
        signer = try NoteSigner(name: archive.origin, seed: [UInt8](repeating: 9, count: 32))
        (tree, salts, sealed, frame, note) = try archive.store.read { log in
            let last = Position(try log.size().number - 1)
            guard let salts = try log.salts(ofRun: RunSalts.run(of: last)),
                let sealed = try log.blocks(from: .first, limit: 1).first, sealed.codec == .deflate,
                let frame = try log.blocks(from: last, limit: 1).first, frame.codec == .plain,
                let checkpoint = try log.newestCheckpoint()
            else { throw ExerciseFailure(description: "the archive lacks a sealed block, a frame or a checkpoint") }
            return (try StoredTree(log).range(ofSize: last.number + 1), salts, sealed, frame, checkpoint.note)
        }
    }

    func forgeries() throws -> [Forgery] {
        let (longer, longerTree) = try lengthened()
        let (shorter, signed) = (try shortened(), try foreignNote(tree))
        let (newFrame, newSealed) = (try edited(frame), try edited(sealed))
        let (foreign, doubled) = (try foreignNote(longerTree), try badlyDoubledNote())
        return [
            Forgery("an event of a frame replaced, all checksums right") { try Self.put(newFrame, $0) },
            Forgery("an event of a sealed block replaced, all checksums right") { try Self.put(newSealed, $0) },
            Forgery("the last event taken out of its frame, all checksums right") { try Self.put(shorter, $0) },
            Forgery("an event added, all checksums right") { try Self.put(longer, $0) },
            Forgery("an event added under a checkpoint that another key signed") {
                try Self.put(longer, $0)
                try Self.put(foreign, ofSize: longerTree.size, $0)
            },
            Forgery("newest checkpoint signed by another key") { try Self.put(signed, ofSize: tree.size, $0) },
            Forgery("newest checkpoint with a good and a bad signature") {
                try Self.put(doubled, ofSize: tree.size, $0)
            },
        ]
    }

    /// A block with one digit of its last event's data changed.
    private func edited(_ block: Block) throws -> Block {
        var plain = try block.plainBytes()
        let mark = Array(#""n":"#.utf8)
        guard let start = plain.indices.dropLast(mark.count).last(where: { plain[$0...].starts(with: mark) }) else {
            throw ExerciseFailure(description: "a block has no event with a number")
        }
        let digit = start + mark.count
        plain[digit] = plain[digit] == UInt8(ascii: "9") ? UInt8(ascii: "8") : UInt8(ascii: "9")
        return Self.block(block, Array(LineRun.lines(of: plain)))
    }

    private func shortened() throws -> Block { Self.block(frame, try LineRun.lines(of: frame.plainBytes()).dropLast()) }

    /// A frame behind the last one, and the tree with its event.
    private func lengthened() throws -> (Block, CompactRange) {
        let event = NewEvent(type: .recordSeen, subject: "hq/alerts/forged", data: Array("null".utf8))
        let line = EventLine(
            event, position: Position(tree.size), source: signer.verifier.name, time: frame.lastTime,
            version: StreamVersion(1)
        ).bytes
        var run = LineRun(from: Position(tree.size), time: frame.lastTime)
        run.append(line, time: frame.lastTime)
        var longer = tree
        guard let recorded = RecordedEvent(line: line[...]), let leaf = salts.leaf(of: recorded) else {
            throw ExerciseFailure(description: "an event that was made up is none")
        }
        longer.append(leaf)
        return (Block(codec: .plain, lines: run), longer)
    }

    private func foreignNote(_ tree: CompactRange) throws -> String {
        let head = Checkpoint(origin: signer.verifier.name, size: tree.size, root: tree.root)
        return try SignedNote(text: head.text, signers: [signer]).note
    }

    /// The archive's own signature, and once more with another last byte.
    private func badlyDoubledNote() throws -> String {
        guard let line = note.split(separator: "\n").last else { throw ExerciseFailure(description: "an empty note") }
        let middle = line.index(line.endIndex, offsetBy: -40)
        let other = line[middle] == "A" ? "B" : "A"
        return note + line[..<middle] + other + line[line.index(after: middle)...] + "\n"
    }

    private static func block(_ block: Block, _ lines: [ArraySlice<UInt8>]) -> Block {
        var run = LineRun(from: block.firstPosition, time: block.firstTime)
        for line in lines { run.append(line, time: run.eventCount == 0 ? block.firstTime : block.lastTime) }
        return Block(codec: block.codec, lines: run)
    }

    private static func put(_ block: Block, _ database: Database) throws {
        let numbers: [Int64] = [
            Int64(block.firstPosition.number), Int64(block.eventCount), Int64(block.codec.rawValue),
            Int64(block.plainSize), Int64(block.plainCRC32), Int64(block.bodyCRC32), block.firstTime.milliseconds,
            block.lastTime.milliseconds,
        ]
        try database.execute(
            sql: "INSERT OR REPLACE INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: StatementArguments(numbers.map(\.databaseValue) + [Data(block.body).databaseValue]))
    }

    private static func put(_ note: String, ofSize size: UInt64, _ database: Database) throws {
        try database.execute(
            sql: "INSERT OR REPLACE INTO checkpoint VALUES (?, ?, 0)", arguments: [Int64(size), note])
    }
}
