import ArchiveEvents

/// What becomes of a run of frames: the full blocks that their lines make, and the rest of the frame that the last
/// block's end cuts.
struct Sealing: Sendable {
    /// Lines of the blocks to be sealed, in their order.
    let runs: [LineRun]
    /// First position that stays unsealed.
    let border: Position
    /// The lines behind them, which do not fill a block yet.
    private let open: LineRun
    /// What the last block's end leaves of the frame that it cuts.
    private let rest: Block?
    private let versions: [StreamKey: StreamVersion]

    /// Cuts frames that follow each other; nil where they do not fill a block.
    init?(of frames: [Block]) throws {
        guard let first = frames.first else { return nil }
        var cut = GreedyRuns(from: first.firstPosition, time: first.firstTime)
        var heads: [(position: Position, key: StreamKey, version: StreamVersion)] = []
        for frame in frames {
            try frame.forEachLine { line, head in
                cut.append(line, time: head.time)
                let subject = UnsafeRawBufferPointer(rebasing: line[head.subject])
                heads.append((head.position, StreamKey(utf8: subject), head.version))
            }
        }
        guard cut.runs.count > 1, let open = cut.runs.last else { return nil }
        let border = open.firstPosition
        self.border = border
        self.open = open
        runs = cut.runs.dropLast()
        rest = try frames.last { $0.firstPosition < border && border < $0.end }.map {
            try Self.rest(of: $0, from: border)
        }
        versions = heads.reduce(into: [:]) { if $1.position < border { $0[$1.key] = $1.version } }
    }

    /// The first frames, as many as make a step; nil where they do not fill a block.
    static func next(in log: any StoredLog) throws -> Sealing? {
        var frames: [Block] = []
        var bytes = 0
        var next = try log.unsealed()
        while bytes < stepSize, let frame = try log.blocks(from: next, limit: 1).first {
            guard frame.firstPosition == next else { throw EventLogError.damaged("event \(next) is missing") }
            bytes += frame.body.count
            next = frame.end
            frames.append(frame)
        }
        return try Sealing(of: frames)
    }

    /// What is sealed with it.
    var sealed: UnsealedTail.Sealed {
        UnsealedTail.Sealed(border: border, bytes: runs.reduce(0) { $0 + $1.bytes.count })
    }

    /// A sealed block that was inflated again and compared byte for byte.
    static func seal(_ lines: LineRun) throws -> Block {
        let block = Block(codec: .deflate, lines: lines)
        guard try block.plainBytes() == lines.bytes else {
            throw EventLogError.damaged("a block did not inflate to what was sealed; its frames were kept")
        }
        return block
    }

    /// Puts the sealed blocks into the place of the frames, within one transaction; false where the log's frames do
    /// not begin there any more.
    func commit(_ blocks: [Block], to log: any WritableLog) throws -> Bool {
        guard try log.unsealed() == runs.first?.firstPosition else { return false }
        try log.replaceFrames(until: border, with: blocks + (rest.map { [$0] } ?? []))
        try Self.index(versions, in: log)
        return true
    }

    /// In the order in which the index holds them: neighbours share pages.
    private static func index(_ versions: [StreamKey: StreamVersion], in log: any WritableLog) throws {
        for (key, version) in versions.sorted(by: { $0.key < $1.key }) { try log.setSealedVersion(version, of: key) }
    }

    private static func rest(of frame: Block, from border: Position) throws -> Block {
        var lines = LineRun(from: border, time: frame.lastTime)
        try frame.forEachLine { line, head in
            if head.position >= border { lines.append(line, time: head.time) }
        }
        return Block(codec: .plain, lines: lines)
    }

    /// Plain bytes that are sealed in one transaction: large enough that neighbours in the index of streams are written
    /// together, small enough that an append never waits for long.
    private static let stepSize = 4 << 20
}

extension Sealing {
    /// Appends many lines, sealed at once as far as they fill blocks: the same blocks as if they had been frames first.
    ///
    /// Plain frames would be written twice, wiped and written again compressed; for many events that costs more than
    /// compressing them here.
    static func append(_ run: LineRun, to log: any WritableLog) throws -> UnsealedTail.Sealed {
        var bytes = 0
        while let sealing = try next(in: log) {
            _ = try sealing.commit(concurrentMap(sealing.runs, seal), to: log)
            bytes += sealing.sealed.bytes
        }
        let frames = try log.blocks(from: try log.unsealed(), limit: .max)
        let whole = Block(codec: .plain, lines: run)
        guard let sealing = try Sealing(of: frames + [whole]) else {
            try log.append([whole])
            return UnsealedTail.Sealed(border: try log.unsealed(), bytes: bytes)
        }
        // The frames do not fill a block, so the first block ends within the new lines.
        try log.append(concurrentMap(sealing.runs, seal) + [Block(codec: .plain, lines: sealing.open)])
        try index(sealing.versions, in: log)
        return UnsealedTail.Sealed(border: sealing.border, bytes: bytes + sealing.sealed.bytes)
    }
}
