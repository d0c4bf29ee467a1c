import Archive
import ArchiveEvents
import EventStorage
import Foundation
import Logging
import Projections
import Synchronization

/// How far the views are behind the log while a thousand events come in each second, ten a commit: from the moment at
/// which an append is acknowledged until another connection finds its last event in the views.
struct LiveProjection {
    private let workshop: Workshop

    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    func measure(into table: inout ResultTable) async throws {
        let history = HistoryArchive(workshop)
        try history.make()
        let archive = try await ArchiveWriter.open(history.directory, origin: nil, at: SampleYear.end)
        let runner = ProjectionRunner(
            log: archive.log, reader: archive.reader, path: history.directory.viewsPath, logger: Logger(label: "views"),
            pause: { try await Task.sleep(for: .milliseconds($0)) })
        let running = Task { try await runner.run() }
        let sealing = Task { await archive.sealer.run { print("sealing failed: \($0)") } }
        let commits = Commits()
        let watching = Task { try await commits.watch(ViewStore.openReadOnly(at: history.directory.viewsPath)) }
        try await append(to: archive, commits)
        let delays = try await watching.value.sorted()
        // Ends those who follow the log; they read what is closed next.
        try await archive.log.close()
        try await running.value
        await sealing.value
        try await archive.closeWithoutViews()
        let what = "views behind the log at 1,000 events a second, ms"
        table.add("\(what): median", against: "-", median(delays), atMost: 50)
        table.add("\(what): 99th percentile", against: "-", delays[(delays.count * 99 - 1) / 100], atMost: 50)
        table.add("  the most; commits", "\(rounded(delays.last ?? .nan, 1)); \(delays.count)")
    }

    private func append(to archive: ArchiveWriter, _ commits: Commits) async throws {
        var samples = SampleEvents(from: 1 << 33)
        let start = ContinuousClock.now
        for number in 0..<Self.commits {
            try await Task.sleep(until: start + Self.pause * number)
            let time = SampleYear.end.advanced(byMilliseconds: Int64(start.duration(to: .now) / .milliseconds(1)))
            let events = try await archive.log.append(samples.next(Self.events), at: time).events
            if let last = events.last { commits.note(last.position) }
        }
        commits.end()
    }

    private static let events = 10
    private static let pause = Duration.milliseconds(10)
    /// Thirty seconds.
    private static let commits = 3000
}

/// The commits that were acknowledged and are not in the views yet.
private final class Commits: Sendable {
    private let state = Mutex((open: [(last: Position, time: ContinuousClock.Instant)](), isOver: false))

    func note(_ last: Position) { state.withLock { $0.open.append((last, .now)) } }

    func end() { state.withLock { $0.isOver = true } }

    /// Milliseconds that each commit took to be in the views, once all are.
    func watch(_ views: ViewStore) async throws -> [Double] {
        var delays: [Double] = []
        while true {
            let progress = try views.progress()
            let now = ContinuousClock.now
            let isDone = state.withLock { state in
                let shown = state.open.prefix { $0.last < progress }
                delays += shown.map { $0.time.duration(to: now) / .milliseconds(1) }
                state.open.removeFirst(shown.count)
                return state.isOver && state.open.isEmpty
            }
            if isDone { return delays }
            try await Task.sleep(for: .microseconds(500))
        }
    }
}
