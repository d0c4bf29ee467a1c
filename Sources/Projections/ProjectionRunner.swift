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

    /// Catches up after each append until the service group shuts down. Views that cannot be written do not stop the
    /// recording: they are rebuilt at any time.
    package func run() async throws {
        let sizes = await log.sizes()
        for await _ in sizes.cancelOnGracefulShutdown() {
            do {
                try views.catchUp(with: reader)
            } catch {
                logger.error("the views are behind the log: \(error); the next event tries again")
            }
        }
    }
}
