package import AlarmHistory
package import AltaAPI
import ArchiveEvents
package import EventStorage
package import Logging
import ServiceLifecycle

/// Polls one deployment into the log: does what ``PollCycle`` says.
package struct Poller: Service {
    private let configuration: Configuration
    private let client: AltaClient
    private let log: EventLog
    private let reader: LogReader
    private let clock: any WallClock
    private let logger: Logger

    /// What a deployment's polling needs to know.
    package struct Configuration: Sendable {
        package var deployment: String
        package var intervals = PollIntervals()
        package var mode = PollCycle.Mode.continuous
        /// Whether a refused first login ends the polling; else it is tried again, after longer and longer waits.
        package var endsWhenRefused = true
        /// Where the watermarks are noted.
        package var watermarkPath: String

        package init(deployment: String, watermarkPath: String) {
            self.deployment = deployment
            self.watermarkPath = watermarkPath
        }
    }

    package init(
        configuration: Configuration, client: AltaClient, log: EventLog, reader: LogReader, clock: any WallClock,
        logger: Logger
    ) {
        self.configuration = configuration
        self.client = client
        self.log = log
        self.reader = reader
        self.clock = clock
        self.logger = logger
    }

    /// Polls until the service group shuts down.
    package func run() async throws {
        _ = try await cancelWhenGracefulShutdown { try await poll() }
    }

    /// Polls until the mode's end, or until the task is cancelled; what failed last, by target.
    @discardableResult
    package func poll() async throws -> PollReport {
        var report = PollReport()
        guard var cycle = try await caughtUpCycle() else { return report }
        var noting = WatermarkNote(path: configuration.watermarkPath)
        do {
            while true {
                switch cycle.next(at: clock.now) {
                case .fetch(let poll): try await look(poll, &cycle, &report)
                case .wait(let time): try await clock.sleep(until: time)
                case .finish: throw Finished()
                }
                try await noting.note(cycle.watermarks, log, at: clock.now)
            }
        } catch is Finished {
        } catch is CancellationError {
        }
        try await noting.noteNow(cycle.watermarks, log, at: clock.now)
        return report
    }

    private struct Finished: Error {}

    /// A cycle that knows what the log knows; nil where the task was cancelled meanwhile.
    private func caughtUpCycle() async throws -> PollCycle? {
        let size = await log.size
        var cycle = PollCycle(
            deployment: configuration.deployment, mode: configuration.mode, intervals: configuration.intervals,
            watermarks: WatermarkNote.read(configuration.watermarkPath, logSize: size), startingAt: clock.now)
        try reader.forEachChunk(from: .first) { events in
            for event in events { cycle.apply(event) }
            return !Task.isCancelled
        }
        guard !Task.isCancelled else { return nil }
        for event in try await append(cycle.resume(at: clock.now), at: clock.now) { cycle.apply(event) }
        return cycle
    }

    private func look(_ poll: Poll, _ cycle: inout PollCycle, _ report: inout PollReport) async throws {
        let fetch = await ask(poll, report)
        // A question that was called off says nothing about the deployment.
        try Task.checkCancellation()
        let events = try await append(cycle.events(of: fetch), at: fetch.receivedAt)
        cycle.recorded(fetch, as: events)
        report.note(fetch, events: events.count, target: poll.target(in: configuration.deployment))
        tell(fetch, events)
        if configuration.endsWhenRefused, let failure = fetch.failure, failure.cause == .unauthorised,
            !report.hasSucceeded
        {
            throw PollerError.unauthorised(failure.detail)
        }
    }

    /// Asks the deployment. In a single cycle, one that cannot be reached is not tried again for each endpoint: it may
    /// take a time-out each time to say the same.
    private func ask(_ poll: Poll, _ report: PollReport) async -> Fetch {
        guard configuration.mode == .once, let failure = report.unreachable else { return await client.fetch(poll) }
        return Fetch(
            poll: poll, askedAt: clock.now, receivedAt: clock.now, servedAt: nil, outcome: .failed(failure))
    }

    /// Appends, and waits where there is no room for a moment.
    private func append(_ events: [NewEvent], at time: Instant) async throws -> [RecordedEvent] {
        while true {
            do {
                let receipt = try await log.append(events, at: time)
                if receipt.checkpoint == nil {
                    logger.critical("the log is no longer signed: stored bytes were not what was written; verify it")
                }
                if case .failure(let error) = receipt.headNote { logger.error("\(error); the next event tries again") }
                return receipt.events
            } catch let error as EventLogError where error.isTemporary && configuration.mode == .continuous {
                logger.critical("\(error)")
                try await clock.sleep(until: clock.now.advanced(byMilliseconds: Self.noRoomWait))
            }
        }
    }

    private func tell(_ fetch: Fetch, _ events: [RecordedEvent]) {
        let target = fetch.poll.target(in: configuration.deployment).coverageSubject
        if let failure = fetch.failure {
            let isNew = events.contains { $0.type == .gapOpened }
            logger.log(level: isNew ? .error : .debug, "\(target): \(failure.detail)")
        } else if events.contains(where: { $0.type == .gapClosed }) {
            logger.notice("\(target): observed again")
        }
        if !events.isEmpty { logger.info("\(target): \(events.count) new") }
    }

    private static let noRoomWait: Int64 = 30_000
}

/// What came of polling.
package struct PollReport: Sendable {
    /// Why each target that was not observed at the last look was not.
    package private(set) var failures: [LookTarget: FetchFailure] = [:]
    /// Events that were recorded.
    package private(set) var events = 0
    /// Looks that were complete.
    package private(set) var completeLooks = 0

    package init() {}

    var hasSucceeded: Bool { completeLooks > 0 }

    /// Why nothing could be reached at all so far.
    var unreachable: FetchFailure? { hasSucceeded ? nil : failures.values.first { $0.cause == .unreachable } }

    mutating func note(_ fetch: Fetch, events: Int, target: LookTarget) {
        self.events += events
        failures[target] = fetch.failure
        if fetch.failure == nil { completeLooks += 1 }
    }
}

/// Why polling cannot go on.
package enum PollerError: Error, Sendable, CustomStringConvertible {
    /// The first login was refused: asking on could lock the account.
    case unauthorised(String)

    package var description: String {
        switch self {
        case .unauthorised(let detail): detail
        }
    }
}
