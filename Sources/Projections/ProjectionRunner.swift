import ArchiveEvents
package import EventStorage
package import Logging
import ServiceLifecycle

/// Keeps the views up with the log while the daemon runs.
package struct ProjectionRunner: Service {
    private let log: EventLog
    private let reader: LogReader
    private let path: String
    private let logger: Logger
    private let pause: Pause

    /// Waits between two attempts, for that many milliseconds.
    package typealias Pause = @Sendable (Int64) async throws -> Void

    /// Keeps the views in the file at `path`, where anything may lie, or nothing.
    package init(log: EventLog, reader: LogReader, path: String, logger: Logger, pause: @escaping Pause) {
        self.log = log
        self.reader = reader
        self.path = path
        self.logger = logger
        self.pause = pause
    }

    /// Takes in each event until the service group shuts down. Views that cannot be read or written do not stop the
    /// recording, whatever lies in their place: that is told once, and they are opened again until they are there.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var trouble = ViewTrouble()
            while !Task.isCancelled {
                do {
                    try await follow(&trouble)
                    // The log is closed.
                    return
                } catch is ReplacedViews {
                    logger.warning("\(path) was replaced or removed while it was kept: it is opened again")
                } catch {
                    if let notice = trouble.notice(error) { logger.error("\(notice)") }
                    try? await pause(trouble.pause(after: error))
                }
            }
        }
    }

    private func follow(_ trouble: inout ViewTrouble) async throws {
        let views = try ViewStore.open(at: path, origin: log.origin, patience: .service)
        if let remark = views.remark { logger.warning("\(remark)") }
        do {
            // A log that was rolled back has fewer events than the views: those begin anew.
            try views.catchUp(with: reader)
            if trouble.end() { logger.notice("\(path) is kept up with the log again") }
            for try await events in await log.subscribe(reader, from: try views.progress()) {
                guard views.isNamed else { throw ReplacedViews() }
                try views.take(events)
                // Somebody else may have put rows in their place that stand elsewhere, as a rebuild does.
                if let last = events.last, try views.progress() != last.position.advanced(by: 1) {
                    try views.catchUp(with: reader)
                }
            }
        } catch let error as ViewError where trouble.asksForNewRows(error) {
            // Made from the log at the next attempt.
            if let remark = try ViewStore.discard(path) { logger.warning("\(remark)") }
            throw error
        }
    }

    private struct ReplacedViews: Error {}

    /// Milliseconds: long enough to cost nothing, short enough that whoever mends it sees that it helped.
    static let retryInterval: Int64 = 5000
    /// Milliseconds: a fold that fails again and again, each time with rows made anew perhaps, costs nearly nothing any
    /// more, and goes on within ten minutes of what helps it.
    static let longestRetryInterval: Int64 = 600_000
}

/// What keeps the views from being written, told once and not at each attempt.
struct ViewTrouble {
    private var told: String?
    private var attempts = 0
    /// Attempts that failed by what the rows or the events hold.
    private var failedFolds = 0

    /// What to say of an error now; nil where that was said. A lock is told of when it lasts: other programs of ours hold
    /// one for a moment.
    mutating func notice(_ error: any Error) -> String? {
        attempts += 1
        if (error as? ViewError)?.isAboutRows == true { failedFolds += 1 }
        if case ViewError.unavailable(_, .locked, _) = error, attempts == 1 { return nil }
        let text =
            "the views are behind the log: \(error). Events are recorded all the same, and the views follow by themselves"
        guard told != text else { return nil }
        told = text
        return text
    }

    /// Whether rows made anew may help: nothing else helps damage; an event that cannot be taken in is tried once with new
    /// rows, since some that were changed by hand may be why. After that the rows stay as they are.
    func asksForNewRows(_ error: ViewError) -> Bool { error.isDamage || error.isAboutRows && failedFolds == 0 }

    /// Milliseconds until the next attempt: what somebody may mend is tried again soon, what fails by itself ever later.
    func pause(after error: any Error) -> Int64 {
        guard (error as? ViewError)?.isAboutRows == true else { return ProjectionRunner.retryInterval }
        let doubled = ProjectionRunner.retryInterval << Int64(min(max(failedFolds, 1) - 1, Self.mostDoublings))
        return min(doubled, ProjectionRunner.longestRetryInterval)
    }

    /// Well beyond the longest interval, and within 64 bits.
    private static let mostDoublings = 16

    /// Whether there was trouble that was told; none of it is left.
    mutating func end() -> Bool {
        defer { self = ViewTrouble() }
        return told != nil
    }
}
