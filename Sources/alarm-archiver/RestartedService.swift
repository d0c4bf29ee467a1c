import AltaAPI
import ArchiveEvents
import Logging
import ServiceLifecycle

/// A service beside the polling that is started again where it ends although nobody told it to: it is no reason to stop
/// recording.
struct RestartedService: Service {
    private let service: any Service
    private let clock: any WallClock
    private let logger: Logger

    init(_ service: any Service, clock: any WallClock, logger: Logger) {
        self.service = service
        self.clock = clock
        self.logger = logger
    }

    func run() async throws {
        for failures in 1... {
            let why: String
            do {
                try await service.run()
                why = "it came to its end"
            } catch {
                why = "\(error)"
            }
            if Task.isCancelled || Task.isShuttingDownGracefully { return }
            let level: Logger.Level = failures == 1 ? .critical : .error
            logger.log(level: level, "\(type(of: service)) broke off: \(why); it is started again in a minute")
            await cancelWhenGracefulShutdown {
                _ = try? await clock.sleep(until: clock.now.advanced(byMilliseconds: Self.pause))
            }
            if Task.isCancelled || Task.isShuttingDownGracefully { return }
        }
    }

    /// Milliseconds: long enough that a service that breaks off at once does not fill the log.
    private static let pause: Int64 = 60_000
}
