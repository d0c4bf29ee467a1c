import ArchiveEvents
import EventStorage
import Foundation
package import GRDB
import TransparencyLog

/// A log's file as somebody rewrites it who may write it and has none of its keys: lines and salts as he likes, blocks
/// packed greedily anew, checksums and the index of streams right, triggers dropped and put back.
package struct RewrittenLog: Sendable {
    /// The lines by position, without their line feeds.
    package var lines: [[UInt8]] = []
    /// What stands in table `salt`, by run.
    package var salts: [UInt64: Salts] = [:]

    /// A row of table `salt`.
    package struct Salts: Sendable {
        package var seed: [UInt8]?
        package var salts: [UInt8]?

        package init(seed: [UInt8]? = nil, salts: [UInt8]? = nil) {
            self.seed = seed
            self.salts = salts
        }
    }

    /// Reads the log in the file at `path`.
    package init(_ path: String) throws {
        let store = try SQLiteBlockStore.open(at: path, access: .reading)
        try LogReader(store).forEachChunk(from: .first) { events in
            lines += events.map { [UInt8]($0.line) }
            return true
        }
        for run in 0...UInt64(lines.count - 1) / Leaf.runLength {
            switch try store.read({ try $0.salts(ofRun: run) }) {
            case .seed(let seed)?: salts[run] = Salts(seed: seed)
            case .salts(let stored)?: salts[run] = Salts(salts: stored)
            case nil: break
            }
        }
        try store.close()
    }

    /// Puts the body hash in the place of the data, which changes no leaf.
    package mutating func takeData(at positions: some Sequence<Int>) {
        for position in positions {
            guard let event = RecordedEvent(line: lines[position][...]), let data = event.data,
                let salt = salt(at: position)
            else { continue }
            let body = Leaf.body(salt: salt, data: data)
            lines[position] = event.head + Array(#","datahash":"\#(body.hex)"}"#.utf8)
        }
    }

    /// Puts the runs' salts in the place of their seeds, with zeros for those events.
    package mutating func forgetSalts(at positions: some Sequence<Int>) {
        for position in positions {
            let run = UInt64(position) / Leaf.runLength
            let first = Int(run * Leaf.runLength)
            let end = min(lines.count, first + Int(Leaf.runLength))
            var kept = salts[run]?.salts ?? (first..<end).flatMap { salt(at: $0) ?? [] }
            let slot = (position - first) * Leaf.saltSize
            kept.replaceSubrange(slot..<slot + Leaf.saltSize, with: [UInt8](repeating: 0, count: Leaf.saltSize))
            salts[run] = Salts(salts: kept)
        }
    }

    /// As the format wants it, but for the event that names them.
    package mutating func erase(_ positions: some Collection<Int>) {
        takeData(at: positions)
        forgetSalts(at: positions)
    }

    private func salt(at position: Int) -> [UInt8]? {
        let row = salts[UInt64(position) / Leaf.runLength]
        if let seed = row?.seed { return Leaf.salt(seed: seed, position: UInt64(position)) }
        let slot = position % Int(Leaf.runLength) * Leaf.saltSize
        return row?.salts.map { [UInt8]($0[slot..<slot + Leaf.saltSize]) }
    }

    /// Replaces the log in the file at `path`.
    package func write(to path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { database in
            let triggers = try Row.fetchAll(database, sql: "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            for trigger in triggers { try database.execute(sql: "DROP TRIGGER \(trigger["name"] as String)") }
            try write(to: database)
            for trigger in triggers { try database.execute(sql: trigger["sql"]) }
        }
        try queue.close()
    }

    /// The same where the triggers are away already.
    package func write(to database: Database) throws {
        try database.execute(sql: "DELETE FROM block; DELETE FROM stream; DELETE FROM salt")
        let runs = LineRun.greedy(lines.compactMap { RecordedEvent(line: $0[...]) })
        for run in runs.dropLast() { try insert(Block(codec: .deflate, lines: run), database) }
        if let open = runs.last { try insert(Block(codec: .plain, lines: open), database) }
        for (run, row) in salts {
            try database.execute(
                sql: "INSERT INTO salt VALUES (?, ?, ?)",
                arguments: [Int64(run), row.seed.map { Data($0) }, row.salts.map { Data($0) }])
        }
    }

    private func insert(_ block: Block, _ database: Database) throws {
        let numbers = [
            Int64(block.firstPosition.number), Int64(block.eventCount), Int64(block.codec.rawValue),
            Int64(block.plainSize), Int64(block.plainCRC32), Int64(block.bodyCRC32), block.firstTime.milliseconds,
            block.lastTime.milliseconds,
        ]
        try database.execute(
            sql: "INSERT INTO block VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            arguments: StatementArguments(numbers.map(\.databaseValue) + [Data(block.body).databaseValue]))
        guard block.codec == .deflate else { return }
        for event in try block.events() {
            try database.execute(
                sql: "INSERT OR REPLACE INTO stream VALUES (?, ?)",
                arguments: [Data(StreamKey(event.subject).bytes), Int64(event.version.number)])
        }
    }
}
