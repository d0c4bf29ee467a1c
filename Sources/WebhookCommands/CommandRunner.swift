package import AlarmHistory
package import AltaAPI
package import ArchiveEvents
package import EventStorage
package import Logging
import ServiceLifecycle
import Synchronization

/// Runs the commands that webhooks are tied to, and records how each ended.
package final class CommandRunner: Service {
    private let rules: [CommandRule]
    private let surroundings: CommandSurroundings
    private let log: EventLog
    private let clock: any WallClock
    private let redaction: SecretRedaction
    private let logger: Logger
    private let queue = Mutex(CommandQueue())
    /// Tells that a command may wait that can be started, or an end that can be recorded.
    private let changes = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    /// Ends on their way into the log. Where that takes nothing, no webhook is recorded either, so they cannot pile up.
    private let ends = Mutex(Ends())

    private struct Ends {
        var events: [NewEvent] = []
        /// How many of them were tried last, and not recorded as far as is known: they are tried again by themselves.
        var tried: Int?
    }

    /// A runner for those rules.
    package init(
        _ rules: [CommandRule], surroundings: CommandSurroundings, log: EventLog, clock: any WallClock,
        redaction: SecretRedaction, logger: Logger
    ) {
        self.rules = rules
        self.surroundings = surroundings
        self.log = log
        self.clock = clock
        self.redaction = redaction
        self.logger = logger
    }

    /// Takes webhooks in that were just recorded; returns at once.
    package func offer(_ events: [RecordedEvent]) {
        let jobs = CommandJob.jobs(for: events, rules)
        guard !jobs.isEmpty else { return }
        drop(jobs.filter { job in !queue.withLock { $0.offer(job) } })
        changes.continuation.yield()
    }

    /// Runs commands until the service group shuts down; then those that run are told to stop, and those that wait are
    /// dropped. Returns once the end of each is recorded, or, where the log cannot take them, told to be lost.
    package func run() async throws {
        await cancelWhenGracefulShutdown { await self.runUntilCancelled() }
        guard await !record() else { return }
        let count = ends.withLock { $0.events.count }
        logger.error("the end of \(count) commands is lost, as the archiver stops before the log takes it")
    }

    private func runUntilCancelled() async {
        // Whoever is cancelled here cancels the commands that run, too; the group waits for them.
        await withDiscardingTaskGroup { group in
            for await _ in changes.stream {
                if await !record() { group.addTask { await self.recordLater() } }
                while let job = queue.withLock({ $0.start() }) { group.addTask { await self.perform(job) } }
            }
            drop(queue.withLock { $0.close() })
        }
    }

    private func perform(_ job: CommandJob) async {
        let execution = CommandExecution(
            command: job.rule.command, environment: surroundings.environment(of: job),
            timeLimit: .milliseconds(job.rule.timeLimit))
        let (end, output) = await execution.run()
        tell(job, end, output.lastWords(redaction.redact(text:)))
        ends.withLock { $0.events.append(end.event(of: job)) }
        queue.withLock { $0.end() }
        changes.continuation.yield()
    }

    private func drop(_ jobs: [CommandJob]) {
        guard !jobs.isEmpty else { return }
        logger.error("\(jobs.count) commands are dropped: too many wait, or the archiver stops")
        ends.withLock { $0.events += jobs.map { CommandEnd(outcome: .dropped).event(of: $0) } }
    }

    /// Records the ends that wait for it; whether none waits any more. Where the log cannot take them now, that is told
    /// once, and tried again a moment later.
    private func record() async -> Bool {
        while true {
            let (events, isRetry) = ends.withLock { ends in
                (Array(ends.events.prefix(ends.tried ?? .max)), ends.tried != nil)
            }
            guard !events.isEmpty else { return true }
            do {
                _ = try await log.append(events, at: clock.now)
                ends.withLock { ends in
                    ends.events.removeFirst(events.count)
                    ends.tried = nil
                }
            } catch {
                ends.withLock { $0.tried = events.count }
                let words = "the end of \(events.count) commands waits to be recorded: \(error)"
                logger.log(level: isRetry ? .debug : .error, "\(words)")
                return false
            }
        }
    }

    /// Wakes the loop once more, a moment from now, for ends that the log could not take.
    private func recordLater() async {
        try? await clock.sleep(until: clock.now.advanced(byMilliseconds: Self.retryWait))
        changes.continuation.yield()
    }

    /// Milliseconds until a log that took nothing is tried again.
    private static let retryWait: Int64 = 5_000

    /// Neither the command's line nor what it wrote to standard output ever comes into the daemon's log.
    private func tell(_ job: CommandJob, _ end: CommandEnd, _ lastWords: String) {
        let words = lastWords.isEmpty ? "" : "; it said: \(lastWords)"
        logger.log(
            level: end.isSuccess ? .notice : .error,
            "command \(job.rule.name), for webhook \(job.webhook), \(end.sentence)\(words)")
    }
}
