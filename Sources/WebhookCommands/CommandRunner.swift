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
    private let dropped = Mutex<[CommandJob]>([])

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
        let refused = CommandJob.jobs(for: events, rules).filter { job in !queue.withLock { $0.offer(job) } }
        dropped.withLock { $0 += refused }
        changes.continuation.yield()
    }

    /// Runs commands until the service group shuts down; then those that run are told to stop, and those that wait are
    /// dropped. Returns once the end of each is recorded.
    package func run() async throws {
        await cancelWhenGracefulShutdown { await self.runUntilCancelled() }
    }

    private func runUntilCancelled() async {
        // Whoever is cancelled here cancels the commands that run, too; the group waits for them.
        await withDiscardingTaskGroup { group in
            for await _ in changes.stream {
                await recordDropped()
                while let job = queue.withLock({ $0.start() }) { group.addTask { await self.perform(job) } }
            }
            let late = queue.withLock { $0.close() }
            dropped.withLock { $0 += late }
            await recordDropped()
        }
    }

    private func perform(_ job: CommandJob) async {
        let execution = CommandExecution(
            command: job.rule.command, environment: surroundings.environment(of: job),
            timeLimit: .milliseconds(job.rule.timeLimit))
        let (end, output) = await execution.run()
        tell(job, end, output.lastWords(redaction.redact(text:)))
        queue.withLock { $0.end() }
        await record([end.event(of: job)])
        changes.continuation.yield()
    }

    private func recordDropped() async {
        let jobs = dropped.withLock { jobs in
            defer { jobs = [] }
            return jobs
        }
        let end = CommandEnd(outcome: .dropped)
        for job in jobs { tell(job, end, "") }
        await record(jobs.map { end.event(of: $0) })
    }

    private func record(_ events: [NewEvent]) async {
        do {
            _ = try await log.append(events, at: clock.now)
        } catch {
            logger.error("the end of a command could not be recorded: \(error)")
        }
    }

    /// Neither the command's line nor what it wrote to standard output ever comes into the daemon's log.
    private func tell(_ job: CommandJob, _ end: CommandEnd, _ lastWords: String) {
        let words = lastWords.isEmpty ? "" : "; it said: \(lastWords)"
        logger.log(
            level: end.isSuccess ? .notice : .error,
            "command \(job.rule.name), for webhook \(job.webhook), \(end.sentence)\(words)")
    }
}
