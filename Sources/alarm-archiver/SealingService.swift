import AltaAPI
import ArchiveEvents
import EventStorage
import Logging
import ServiceLifecycle
import Synchronization

/// Seals beside the pollers until the service group shuts down.
struct SealingService: Service {
    let sealer: Sealer
    let clock: any WallClock
    let logger: Logger

    func run() async throws {
        let toldAt = Mutex<Instant?>(nil)
        await cancelWhenGracefulShutdown {
            await sealer.run { error in
                let now = clock.now
                let isDue = toldAt.withLock { toldAt in
                    let isDue = toldAt.map { abs(now.milliseconds(since: $0)) >= Self.reminder } ?? true
                    if isDue { toldAt = now }
                    return isDue
                }
                logger.log(level: isDue ? .error : .debug, "sealing waits: \(error); the next event tries again")
            }
        }
    }

    /// Milliseconds until it is told again that sealing waits: each event tries it.
    private static let reminder: Int64 = 600_000
}
