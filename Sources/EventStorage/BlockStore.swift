package import ArchiveEvents
package import TransparencyLog

/// Where blocks lie: the small door between the log's logic and a database. Several may read at once.
package protocol BlockReader: Sendable {
    /// Calls `body` with one consistent state.
    func read<Value>(_ body: (any StoredLog) throws -> Value) throws -> Value
}

/// The one writer's side.
package protocol BlockStore: BlockReader {
    /// Calls `body` within one transaction: all of it is durable when this returns, none of it when it throws.
    func write<Value>(_ body: (any WritableLog) throws -> Value) throws -> Value
    /// Puts what was written where it stays, as far as readers let it; a store that has no such step does nothing.
    func flush() throws
    /// Does as ``flush()``; whether that was all.
    func flushFully() throws -> Bool
    /// Throws ``EventLogError/misplaced(_:)`` where what is written would not be found in its place any more; what is to
    /// be told of files that were lost and made again.
    func checkFiles() throws -> String?
}

extension BlockStore {
    /// A store that readers do not hold back.
    package func flushFully() throws -> Bool {
        try flush()
        return true
    }

    /// A store without files has nothing that could be misplaced.
    package func checkFiles() throws -> String? { nil }
}

/// One state of a stored log.
package protocol StoredLog {
    /// Position of the next event.
    func size() throws -> Position
    /// Blocks from the one that holds `position` on, at most `limit`.
    func blocks(from position: Position, limit: Int) throws -> [Block]
    /// Calls `visit` with what the rows from `position` on say, without reading a body.
    func forEachRow(from position: Position, _ visit: (BlockRow) throws -> Void) throws
    /// First position of the first frame; the log's size where everything is sealed.
    func unsealed() throws -> Position
    /// First position of the first block that holds an event at `time` or later.
    func firstPosition(notBefore time: Instant) throws -> Position?
    func salts(ofRun run: UInt64) throws -> RunSalts?
    /// Calls `visit` with each row of salts, in the order of the runs; rows of no run are left to ``strayRows()``.
    func forEachSaltRow(_ visit: (SaltRow) throws -> Void) throws
    /// How many runs have a row of salts.
    func saltCount() throws -> UInt64
    func tile(level: Int, number: UInt64) throws -> TreeHash?
    func tileCounts() throws -> [Int: UInt64]
    /// Rows that no log can have, for their keys or for what they say beside each other, each as table and key.
    func strayRows() throws -> [String]
    func checkpoints() throws -> [StoredCheckpoint]
    func newestCheckpoint() throws -> StoredCheckpoint?
    /// Version of a stream's last sealed event; `subject` is hashed by ``StreamKey``.
    func sealedVersion(of stream: StreamKey) throws -> StreamVersion?
    /// Calls `visit` with each stream that has a sealed event, in the order of the keys' bytes.
    func forEachSealedStream(_ visit: (StreamKey, StreamVersion) throws -> Void) throws
}

/// A state that is being changed.
package protocol WritableLog: StoredLog {
    /// Appends blocks that follow each other. A sealed one in front may begin with the events of all frames that there
    /// are, which it takes in.
    func append(_ blocks: [Block]) throws
    /// Puts `blocks`, the sealed ones and the rest of a frame that their end cuts, in the place of the frames that begin
    /// before `border`; both hold the same events.
    func replaceFrames(until border: Position, with blocks: [Block]) throws
    func insertSeed(_ seed: [UInt8], forRun run: UInt64) throws
    func insertTile(_ hash: TreeHash, level: Int, number: UInt64) throws
    /// Makes `checkpoint` the newest; the one before, of size `previous`, is kept for ever or goes.
    func putCheckpoint(_ checkpoint: StoredCheckpoint, after previous: UInt64?, keepingIt: Bool) throws
    func setSealedVersion(_ version: StreamVersion, of stream: StreamKey) throws
}

/// A row of table `checkpoint`.
package struct StoredCheckpoint: Sendable, Hashable {
    package let size: UInt64
    package let note: String
    package let isKept: Bool

    package init(size: UInt64, note: String, isKept: Bool) {
        self.size = size
        self.note = note
        self.isKept = isKept
    }
}
