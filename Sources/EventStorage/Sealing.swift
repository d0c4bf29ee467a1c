import ArchiveEvents

/// Turns frames into sealed blocks, within one transaction.
struct Sealing {
    private let log: any WritableLog

    init(log: any WritableLog) {
        self.log = log
    }

    /// Seals what fills whole blocks and returns what is left.
    func sealFullBlocks() throws -> UnsealedTail {
        let frames = try log.blocks(from: try log.unsealed(), limit: .max)
        let events = try frames.flatMap { try $0.events() }
        let runs = LineRun.greedy(events)
        guard let open = runs.last, runs.count > 1 else { return UnsealedTail(events: events) }
        let border = open.firstPosition
        let sealed = try runs.dropLast().map(seal)
        try log.replaceFrames(until: border, with: sealed + rest(of: frames, from: border, events))
        for (subject, version) in lastVersions(events.prefix { $0.position < border }) {
            try log.setSealedVersion(version, of: StreamKey(subject))
        }
        return UnsealedTail(events: events.drop { $0.position < border })
    }

    /// What is left of a frame that the border cuts.
    private func rest(of frames: [Block], from border: Position, _ events: [RecordedEvent]) -> [Block] {
        guard let cut = frames.first(where: { $0.firstPosition < border && border < $0.end }) else { return [] }
        var lines = LineRun(from: border, time: cut.lastTime)
        for event in events where event.position >= border && event.position < cut.end {
            lines.append(event.line, time: event.time)
        }
        return [Block(codec: .plain, lines: lines)]
    }

    /// A sealed block that was inflated again and compared byte for byte.
    private func seal(_ lines: LineRun) throws -> Block {
        let block = Block(codec: .deflate, lines: lines)
        guard try block.plainBytes() == lines.bytes else {
            throw EventLogError.damaged("a block did not inflate to what was sealed; its frames were kept")
        }
        return block
    }

    private func lastVersions(_ events: some Sequence<RecordedEvent>) -> [String: StreamVersion] {
        events.reduce(into: [:]) { $0[$1.subject] = $1.version }
    }
}
