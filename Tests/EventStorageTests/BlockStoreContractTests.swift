import ArchiveEvents
import EventStorage
import TestSupport
import Testing
import TransparencyLog

/// What the log asks of a store, whichever it is. A further engine is one more row of ``TestLog/Storage``.
@Suite("Every block store")
struct BlockStoreContractTests {
    @Test("is empty when it is new", arguments: TestLog.Storage.allCases)
    func empty(storage: TestLog.Storage) throws {
        let store = try makeStore(storage)
        #expect(try store.read { try $0.size() } == .first)
        #expect(try store.read { try $0.unsealed() } == .first)
        #expect(try store.read { try $0.blocks(from: .first, limit: 9).isEmpty })
        #expect(try store.read { try $0.newestCheckpoint() } == nil)
        #expect(try store.read { try $0.firstPosition(notBefore: .testStart) } == nil)
        #expect(try store.read { try $0.saltCount() } == 0)
        #expect(try store.read { try $0.tileCounts().isEmpty })
        #expect(try store.read { try $0.strayRows().isEmpty })
    }

    @Test("gives frames back as they were appended, from any position", arguments: TestLog.Storage.allCases)
    func frames(storage: TestLog.Storage) throws {
        let store = try makeStore(storage)
        let frames = Self.frames([3, 1, 4])
        for frame in frames { try store.write { try $0.append([frame]) } }
        #expect(try store.read { try $0.size().number } == 8)
        #expect(try store.read { try $0.unsealed() } == .first)
        let starts: [[UInt64]] = try (0...8).map { position in
            try store.read { try $0.blocks(from: Position(position), limit: 9) }.map(\.row.firstPosition.number)
        }
        #expect(starts == [[0, 3, 4], [0, 3, 4], [0, 3, 4], [3, 4], [4], [4], [4], [4], []])
        #expect(try store.read { try $0.blocks(from: Position(1), limit: 1).map(\.body) } == [frames[0].body])
        var rows: [BlockRow] = []
        try store.read { try $0.forEachRow(from: Position(3)) { rows.append($0) } }
        #expect(rows == frames.dropFirst().map(\.row))
        #expect(try store.read { try $0.firstPosition(notBefore: frames[1].row.lastTime)?.number } == 3)
    }

    @Test("keeps nothing of a write that fails", arguments: TestLog.Storage.allCases)
    func allOrNothing(storage: TestLog.Storage) throws {
        struct Interruption: Error {}
        let store = try makeStore(storage)
        let frames = Self.frames([2, 2])
        try store.write { try $0.append([frames[0]]) }
        #expect(throws: Interruption.self) {
            try store.write { log in
                try log.append([frames[1]])
                try log.insertSeed([UInt8](repeating: 1, count: 32), forRun: 0)
                throw Interruption()
            }
        }
        #expect(try store.read { try $0.size().number } == 2)
        #expect(try store.read { try $0.salts(ofRun: 0) } == nil)
        try store.write { try $0.append([frames[1]]) }
        #expect(try store.read { try $0.size().number } == 4)
    }

    @Test("refuses a frame that does not come at the end", arguments: TestLog.Storage.allCases)
    func atTheEnd(storage: TestLog.Storage) throws {
        let store = try makeStore(storage)
        let frames = Self.frames([2, 2, 2])
        try store.write { try $0.append([frames[0]]) }
        #expect(throws: (any Error).self) { try store.write { try $0.append([frames[2]]) } }
        #expect(throws: (any Error).self) { try store.write { try $0.append([frames[0]]) } }
    }

    @Test(
        "replaces frames by blocks of the same events, also where a block ends within a frame",
        arguments: TestLog.Storage.allCases)
    func sealing(storage: TestLog.Storage) throws {
        let store = try makeStore(storage)
        for frame in Self.frames([3, 1, 4]) { try store.write { try $0.append([frame]) } }
        let events = try LogReader(store).allEvents()
        let cut = [0..<2, 2..<6].map { Self.block(.deflate, events[$0]) } + [Self.block(.plain, events[6..<8])]
        try store.write { try $0.replaceFrames(until: Position(6), with: cut) }
        #expect(try store.read { try $0.blocks(from: .first, limit: 9).map(\.row) } == cut.map(\.row))
        #expect(try store.read { try $0.unsealed().number } == 6)
        #expect(try store.read { try $0.size().number } == 8)
        #expect(try LogReader(store).allEvents().map { [UInt8]($0.line) } == events.map { [UInt8]($0.line) })
    }

    @Test("keeps salts and tiles, and refuses to replace them", arguments: TestLog.Storage.allCases)
    func saltsAndTiles(storage: TestLog.Storage) throws {
        let store = try makeStore(storage)
        let seed = [UInt8](repeating: 5, count: 32)
        try store.write { log in
            try log.insertSeed(seed, forRun: 0)
            try log.insertTile(MerkleTree.emptyRoot, level: 1, number: 0)
            try log.insertTile(MerkleTree.emptyRoot, level: 1, number: 1)
        }
        guard case .seed(let stored) = try #require(try store.read { try $0.salts(ofRun: 0) }) else {
            Issue.record("not a seed")
            return
        }
        #expect(stored == seed)
        #expect(try store.read { try $0.salts(ofRun: 1) } == nil)
        #expect(try store.read { try $0.saltCount() } == 1)
        #expect(try store.read { try $0.tile(level: 1, number: 1) } == MerkleTree.emptyRoot)
        #expect(try store.read { try $0.tile(level: 2, number: 0) } == nil)
        #expect(try store.read { try $0.tileCounts() } == [1: 2])
        #expect(throws: (any Error).self) { try store.write { try $0.insertSeed(seed, forRun: 0) } }
        #expect(throws: (any Error).self) {
            try store.write { try $0.insertTile(MerkleTree.emptyRoot, level: 1, number: 0) }
        }
    }

    @Test("keeps the newest checkpoint, and those that are kept for ever", arguments: TestLog.Storage.allCases)
    func checkpoints(storage: TestLog.Storage) throws {
        let store = try makeStore(storage)
        func put(_ size: UInt64, after previous: UInt64?, keepingIt: Bool) throws {
            let checkpoint = StoredCheckpoint(size: size, note: "note \(size)", isKept: false)
            try store.write { try $0.putCheckpoint(checkpoint, after: previous, keepingIt: keepingIt) }
        }
        try put(1, after: nil, keepingIt: false)
        try put(2, after: 1, keepingIt: true)
        try put(4, after: 2, keepingIt: false)
        #expect(try store.read { try $0.checkpoints().map(\.size) } == [1, 4])
        #expect(try store.read { try $0.checkpoints().map(\.isKept) } == [true, false])
        #expect(try store.read { try $0.newestCheckpoint()?.note } == "note 4")
        #expect(throws: (any Error).self) { try put(4, after: nil, keepingIt: false) }
    }

    @Test("gives the index of streams by key, and its latest version", arguments: TestLog.Storage.allCases)
    func streams(storage: TestLog.Storage) throws {
        let store = try makeStore(storage)
        let keys = (0..<40).map { StreamKey("hq/alerts/\($0)") }
        try store.write { log in
            for (number, key) in keys.enumerated() { try log.setSealedVersion(StreamVersion(UInt64(number)), of: key) }
            try log.setSealedVersion(StreamVersion(99), of: keys[7])
        }
        var seen: [StreamKey] = []
        try store.read { try $0.forEachSealedStream { key, _ in seen.append(key) } }
        #expect(seen == keys.sorted())
        #expect(try store.read { try $0.sealedVersion(of: keys[7])?.number } == 99)
        #expect(try store.read { try $0.sealedVersion(of: StreamKey("other")) } == nil)
    }

    @Test(
        "carries the log: random appends, seals and openings leave the lines that a list holds",
        arguments: TestLog.Storage.allCases, [1, 2, 3] as [UInt64])
    func model(storage: TestLog.Storage, seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let test = try TestLog(storage)
        var log = try await test.create()
        var expected = 1
        for step in 0..<60 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0: try await log.sealFullBlocks()
            case 1:
                try await log.close()
                log = try test.open()
            default:
                let batch = (0..<Int.random(in: 1...60, using: &generator)).map {
                    NewEvent.sample("s\($0 % 7)", step, size: Int.random(in: 20...4000, using: &generator))
                }
                let receipt = try await log.append(batch, at: .testStart)
                expected += batch.count
                let checkpoint = try Checkpoint(text: try #require(receipt.checkpoint).text)
                #expect(checkpoint.size == UInt64(expected), "seed \(seed), step \(step)")
            }
        }
        let events = try test.events()
        #expect(events.map(\.position.number) == Array(0..<UInt64(expected)), "seed \(seed)")
        let newest = try #require(try test.reader().newestCheckpoint())
        #expect(try Checkpoint(text: SignedNote(newest.note).text).root == test.rootFromLines(), "seed \(seed)")
    }

    func makeStore(_ storage: TestLog.Storage) throws -> any BlockStore {
        switch storage {
        case .memory: MemoryBlockStore()
        case .sqlite: try HeldStore()
        }
    }

    /// Frames of so many events each.
    static func frames(_ counts: [Int]) -> [Block] {
        var next: UInt64 = 0
        return counts.map { count in
            let time = Instant.testStart.advanced(byMilliseconds: Int64(next) * 1000)
            var run = LineRun(from: Position(next), time: time)
            for _ in 0..<count {
                let line = EventLine(
                    .sample("s", Int(next)), position: Position(next), source: "test.example/log", time: time,
                    version: StreamVersion(next + 1))
                run.append(line.bytes, time: time)
                next += 1
            }
            return Block(codec: .plain, lines: run)
        }
    }

    static func block(_ codec: Block.Codec, _ events: ArraySlice<RecordedEvent>) -> Block {
        var run = LineRun(from: events.first?.position ?? .first, time: .testStart)
        for event in events { run.append(event.line, time: event.time) }
        return Block(codec: codec, lines: run)
    }
}

/// A SQLite store with the folder that it lies in.
private final class HeldStore: BlockStore {
    private let folder: TemporaryFolder
    private let store: SQLiteBlockStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteBlockStore.create(at: folder.file("log.sqlite"))
    }

    func read<Value>(_ body: (any StoredLog) throws -> Value) throws -> Value { try store.read(body) }
    func write<Value>(_ body: (any WritableLog) throws -> Value) throws -> Value { try store.write(body) }
    func flush() throws { try store.flush() }
}

extension LogReader {
    fileprivate func allEvents() throws -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        try forEachChunk(from: .first) {
            events += $0
            return true
        }
        return events
    }
}

extension BlockStoreContractTests {
    @Test(
        "appends sealed blocks, the first of which takes in the frames at the end", arguments: TestLog.Storage.allCases)
    func sealedAppend(storage: TestLog.Storage) throws {
        let store = try makeStore(storage)
        let all = Self.frames([3, 1, 4, 5])
        let events = try all.flatMap { try $0.events() }
        for frame in all.prefix(2) { try store.write { try $0.append([frame]) } }
        let blocks = [0..<6, 6..<9].map { Self.block(.deflate, events[$0]) } + [Self.block(.plain, events[9..<13])]
        try store.write { try $0.append(blocks) }
        #expect(try store.read { try $0.blocks(from: .first, limit: 9) }.map(\.row) == blocks.map(\.row))
        #expect(try LogReader(store).allEvents().map { [UInt8]($0.line) } == events.map { [UInt8]($0.line) })
    }
}
