import AltaAPI
import Archive
import ArchiveEvents
import EventStorage
import Logging

extension ArchiveWriter {
    /// What `body` gives, beside which the archive is looked after: files that are moved are noticed, the write-ahead log
    /// is taken into the log's file, and what is to be told of the storage is told.
    func tended<Value: Sendable>(
        _ clock: any WallClock, _ logger: Logger, _ body: () async throws -> Value
    ) async throws -> Value {
        let value = try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await tend(clock, logger) }
            defer { tasks.cancelAll() }
            return try await body()
        }
        await tendOnce(clock, logger)
        return value
    }

    private func tend(_ clock: any WallClock, _ logger: Logger) async {
        while !Task.isCancelled {
            await tendOnce(clock, logger)
            try? await clock.sleep(until: clock.now.advanced(byMilliseconds: Self.interval))
        }
    }

    private func tendOnce(_ clock: any WallClock, _ logger: Logger) async {
        for notice in await tend(at: clock.now) { logger.log(level: notice.level.loggerLevel, "\(notice.sentence)") }
    }

    /// Milliseconds: what is moved away is noticed within seconds, and `log.sqlite` alone is no more than seconds behind.
    private static let interval: Int64 = 2_000
}

extension StorageNotice.Level {
    fileprivate var loggerLevel: Logger.Level {
        switch self {
        case .critical: .critical
        case .error: .error
        case .notice: .notice
        }
    }
}
