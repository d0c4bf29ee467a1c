import ArchiveEvents
package import EventStorage
import Synchronization
import TransparencyLog

/// A store without a file: the same contract, for simulations, and proof that nothing in the log's logic is SQLite's.
package final class MemoryBlockStore: BlockStore {
    private let state = Mutex(MemoryLog.State())

    package init() {}

    package func read<Value>(_ body: (any StoredLog) throws -> Value) throws -> Value {
        try body(MemoryLog(state.withLock { $0 }))
    }

    package func write<Value>(_ body: (any WritableLog) throws -> Value) throws -> Value {
        let log = MemoryLog(state.withLock { $0 })
        let value = try body(log)
        let changed = log.state
        state.withLock { $0 = changed }
        return value
    }

    package func flush() throws {}
}

/// One state of it, kept or thrown away as a whole.
private final class MemoryLog: WritableLog {
    struct State: Sendable {
        var blocks: [Block] = []
        var salts: [UInt64: [UInt8]] = [:]
        var tiles: [Tile: TreeHash] = [:]
        var checkpoints: [StoredCheckpoint] = []
        var streams: [StreamKey: StreamVersion] = [:]
    }

    struct Tile: Hashable {
        let level: Int
        let number: UInt64
    }

    private(set) var state: State

    init(_ state: State) {
        self.state = state
    }

    func size() -> Position { state.blocks.last?.row.end ?? .first }

    func blocks(from position: Position, limit: Int) -> [Block] {
        Array(state.blocks.drop { $0.row.end <= position }.prefix(limit))
    }

    func forEachRow(from position: Position, _ visit: (BlockRow) throws -> Void) rethrows {
        for block in state.blocks where block.row.firstPosition >= position { try visit(block.row) }
    }

    func unsealed() -> Position { state.blocks.last { $0.row.codec == .deflate }?.row.end ?? .first }

    func firstPosition(notBefore time: Instant) -> Position? {
        state.blocks.first { $0.row.lastTime >= time }?.row.firstPosition
    }

    func salts(ofRun run: UInt64) -> RunSalts? { state.salts[run].map { .seed($0) } }

    func forEachSaltRow(_ visit: (SaltRow) throws -> Void) rethrows {
        for (run, seed) in state.salts.sorted(by: { $0.key < $1.key }) {
            try visit(SaltRow(run: run, seedSize: seed.count, salts: nil))
        }
    }

    func saltCount() -> UInt64 { UInt64(state.salts.count) }

    func tile(level: Int, number: UInt64) -> TreeHash? { state.tiles[Tile(level: level, number: number)] }

    func tileCounts() -> [Int: UInt64] { state.tiles.keys.reduce(into: [:]) { $0[$1.level, default: 0] += 1 } }

    func strayRows() -> [String] { [] }

    func checkpoints() -> [StoredCheckpoint] { state.checkpoints }

    func newestCheckpoint() -> StoredCheckpoint? { state.checkpoints.last }

    func sealedVersion(of stream: StreamKey) -> StreamVersion? { state.streams[stream] }

    func forEachSealedStream(_ visit: (StreamKey, StreamVersion) throws -> Void) rethrows {
        for (key, version) in state.streams.sorted(by: { $0.key < $1.key }) { try visit(key, version) }
    }

    func append(_ blocks: [Block]) throws {
        guard let first = blocks.first else { return }
        let frames = state.blocks.filter { $0.row.firstPosition >= first.row.firstPosition }
        let takesIn = frames.allSatisfy { $0.row.codec == .plain && $0.row.end <= first.row.end }
        guard
            frames.isEmpty
                || (takesIn && first.row.codec == .deflate && frames[0].row.firstPosition == first.row.firstPosition)
        else { throw Refusal.otherEvents }
        state.blocks.removeLast(frames.count)
        for block in blocks {
            guard block.row.firstPosition == size() else { throw Refusal.notAtTheEnd }
            state.blocks.append(block)
        }
    }

    func replaceFrames(until border: Position, with blocks: [Block]) throws {
        guard let start = blocks.first?.row.firstPosition, let end = blocks.last?.row.end else { return }
        let replaced = state.blocks.filter { $0.row.firstPosition >= start && $0.row.firstPosition < border }
        guard replaced.allSatisfy({ $0.row.codec == .plain }), replaced.first?.row.firstPosition == start,
            replaced.last?.row.end == end
        else { throw Refusal.otherEvents }
        state.blocks.removeAll { $0.row.firstPosition >= start && $0.row.firstPosition < border }
        state.blocks = (state.blocks + blocks).sorted { $0.row.firstPosition < $1.row.firstPosition }
    }

    func insertSeed(_ seed: [UInt8], forRun run: UInt64) throws {
        guard state.salts.updateValue(seed, forKey: run) == nil else { throw Refusal.replaced }
    }

    func insertTile(_ hash: TreeHash, level: Int, number: UInt64) throws {
        let tile = Tile(level: level, number: number)
        guard state.tiles.updateValue(hash, forKey: tile) == nil else { throw Refusal.replaced }
    }

    func putCheckpoint(_ checkpoint: StoredCheckpoint, after previous: UInt64?, keepingIt: Bool) throws {
        guard !state.checkpoints.contains(where: { $0.size == checkpoint.size }) else { throw Refusal.replaced }
        if let index = state.checkpoints.firstIndex(where: { $0.size == previous }) {
            let old = state.checkpoints[index]
            if keepingIt {
                state.checkpoints[index] = StoredCheckpoint(size: old.size, note: old.note, isKept: true)
            } else if !old.isKept {
                state.checkpoints.remove(at: index)
            }
        }
        state.checkpoints.append(checkpoint)
    }

    func setSealedVersion(_ version: StreamVersion, of stream: StreamKey) { state.streams[stream] = version }

    enum Refusal: Error {
        case notAtTheEnd, otherEvents, replaced
    }
}
