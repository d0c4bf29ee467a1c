import ArchiveEvents
package import EventStorage
package import Logging
import ServiceLifecycle

/// Keeps the views up with the log while the daemon runs.
package struct ProjectionRunner: Service {
    private let log: EventLog
    private let reader: LogReader
    private let views: ViewStore
    private let logger: Logger

    package init(log: EventLog, reader: LogReader, views: ViewStore, logger: Logger) {
        self.log = log
        self.reader = reader
        self.views = views
        self.logger = logger
    }

    /// Takes in each event until the service group shuts down. Views that cannot be written do not stop the recording:
    /// they are rebuilt at any time.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    // A log that was rolled back has fewer events than the views: those begin anew.
                    try views.catchUp(with: reader)
                    for try await events in await log.subscribe(reader, from: try views.progress()) {
                        try views.take(events)
                    }
                    return
                } catch {
                    logger.error("the views are behind the log: \(error); the next event tries again")
                    await nextAppend()
                }
            }
        }
    }

    private func nextAppend() async {
        // The first size is told at once.
        for await _ in await log.sizes().dropFirst() { return }
    }
}
