package import AltaAPI
import ArchiveEvents
package import EventStorage
package import Logging

/// Watches the machine's clock while an archive is written: what becomes of it is told in the program's log, and recorded
/// as `clock-stepped`.
package actor ClockRecorder {
    private let clock: DisciplinedClock
    private let log: EventLog
    private let logger: Logger
    /// Steps that are not recorded yet, as one.
    private var waiting: ClockStep?
    /// What was tried last, and is not recorded as far as is known. It is tried again by itself: a log that recorded it all
    /// the same knows it by being the same.
    private var tried: ClockStep?
    /// When the last events were recorded, by the monotonic clock.
    private var recorded: [Int64] = []
    private var isRefused = false

    package init(clock: DisciplinedClock, log: EventLog, logger: Logger) {
        self.clock = clock
        self.log = log
        self.logger = logger
    }

    /// Begins, once the clock knows where the log ends: a log whose last time lies ahead says so first, for the times of
    /// all that follows are not the true ones.
    package func begin() async {
        if let ahead = LogAhead(end: await log.lastTime, now: clock.now) {
            logger.critical("\(ahead.fact): \(LogAhead.advice)")
            wait(
                ClockStep(before: ahead.end, after: ahead.now, monotonic: nil, served: clock.served, isFollowed: false))
        }
        await record()
    }

    /// Looks at the clock every second while `body` works.
    package nonisolated func whileWatching<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        await begin()
        let result: Result<Value, any Error>
        do {
            let value = try await withThrowingTaskGroup(of: Void.self) { tasks in
                tasks.addTask { await self.watch() }
                defer { tasks.cancelAll() }
                return try await body()
            }
            result = .success(value)
        } catch {
            result = .failure(error)
        }
        await record()
        return try result.get()
    }

    private func watch() async {
        while !Task.isCancelled {
            await record()
            do { try await clock.sleep(milliseconds: Self.interval) } catch { return }
        }
    }

    /// Tells and records what became of the clock since the last time. Where the log cannot take it now, it waits.
    package func record() async {
        if let vendor = clock.takeContradiction() {
            logger.warning(
                "the vendor's clock shows \(vendor), this machine's \(clock.now): the machine's is believed; set it by NTP"
            )
        }
        let now = clock.monotonic
        recorded.removeAll { now - $0 >= Self.window }
        if let step = clock.takeStep() {
            if recorded.count < Self.mostInWindow { logger.warning("\(step.sentence)") }
            wait(step)
        }
        while recorded.count < Self.mostInWindow, let step = tried.take() ?? waiting.take() {
            do {
                _ = try await log.append([step.event], at: clock.now)
                isRefused = false
                recorded.append(now)
            } catch {
                tried = step
                if !isRefused { logger.error("that the clock stepped waits to be recorded: \(error)") }
                isRefused = true
                return
            }
        }
    }

    private func wait(_ step: ClockStep) { waiting = waiting?.followed(by: step) ?? step }

    /// Milliseconds between two looks at the clock.
    private static let interval: Int64 = 1_000
    /// A clock that is set again and again fills no log: so many events at most ...
    private static let mostInWindow = 10
    /// ... in so many milliseconds; what comes faster is told as one.
    private static let window: Int64 = 600_000
}

extension ClockStep {
    /// What happened, what becomes of the archive's times, and what to do.
    fileprivate var sentence: String {
        let what: String
        if let monotonic {
            let count = steps > 1 ? ", in \(steps) steps," : ""
            what = "the machine's clock went from \(before) to \(after)\(count) while \(monotonic) ms passed"
        } else {
            what = "the machine's clock shows \(after), and the time is \(before)"
        }
        let vendor = served.map { " (the vendor's clock shows \($0))" } ?? ""
        let rest = isFollowed ? "the archive's times follow it" : "the archive's times do not follow it; set it by NTP"
        return "\(what)\(vendor): \(rest)"
    }
}
