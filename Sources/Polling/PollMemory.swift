import ArchiveEvents
package import EventStorage

/// Brings the polling of many deployments up to the log in one pass.
package struct PollMemory: Sendable {
    private var cycles: [String: PollCycle]

    /// The cycles of these deployments, none of which knows anything yet.
    package init(_ cycles: [PollCycle]) {
        self.cycles = Dictionary(cycles.map { ($0.deployment, $0) }) { first, _ in first }
    }

    /// Folds the log; false where the task was cancelled meanwhile.
    package mutating func catchUp(with reader: LogReader) throws -> Bool {
        try reader.forEachChunk(from: .first) { events in
            for event in events { apply(event) }
            return !Task.isCancelled
        }
        return !Task.isCancelled
    }

    private mutating func apply(_ event: RecordedEvent) {
        guard let slash = event.subject.utf8.firstIndex(of: UInt8(ascii: "/")) else { return }
        cycles[String(event.subject[..<slash])]?.apply(event)
    }

    /// The polling of a deployment, as far as the log knows it.
    package func cycle(of deployment: String) -> PollCycle? { cycles[deployment] }
}
