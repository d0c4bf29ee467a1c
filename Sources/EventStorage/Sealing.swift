import ArchiveEvents

/// Turns frames into sealed blocks, within one transaction.
struct Sealing {
    private let log: any WritableLog

    init(log: any WritableLog) {
        self.log = log
    }

    /// Seals what fills whole blocks and returns what is left.
    func sealFullBlocks() throws -> UnsealedTail {
        let start = try log.unsealed()
        let events = try LogReader.events(of: log, from: start, until: try log.size())
        let runs = LineRun.greedy(events)
        guard let open = runs.last, runs.count > 1 else { return UnsealedTail(events: events) }
        let sealed = try runs.dropLast().map(seal)
        try log.replaceFrames(from: start, with: sealed + [Block(codec: .plain, lines: open)])
        for (subject, version) in lastVersions(events.prefix { $0.position < open.firstPosition }) {
            try log.setSealedVersion(version, of: StreamKey(subject))
        }
        return UnsealedTail(events: events.drop { $0.position < open.firstPosition })
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
