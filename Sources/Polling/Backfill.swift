import AlarmHistory
package import AltaAPI
package import ArchiveEvents
package import EventStorage
import ExactJSON
package import Logging

/// Reads a deployment's past into the log, as far back as the vendor lets it. It can be stopped and run again at any
/// time; what is found again adds nothing.
package struct Backfill: Sendable {
    private let configuration: Configuration
    private let client: AltaClient
    private let log: EventLog
    private let reader: LogReader
    private let clock: any WallClock
    private let logger: Logger

    /// What a backfill needs to know.
    package struct Configuration: Sendable {
        package var deployment: String
        package var since: Instant
        /// Nil for the present.
        package var until: Instant?
        /// Requests in a minute.
        package var requestBudget = 120
        /// Where it notes what is left.
        package var note: NoteFile

        /// A backfill from `since` on.
        package init(deployment: String, since: Instant, note: NoteFile) {
            self.deployment = deployment
            self.since = since
            self.note = note
        }
    }

    /// How far a backfill is.
    package struct Progress: Sendable {
        /// The part of the period that was read, from 0 to 1.
        package let fraction: Double
        /// Alerts that were shown so far, and events that they were worth.
        package let alerts: Int
        package let events: Int
        /// The beginning of the oldest alert that was shown.
        package let oldest: Instant?
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

    /// Reads until nothing is left, or until the task is cancelled.
    ///
    /// Throws a ``FetchFailure`` where the deployment does not answer for long; what is left is noted then, too. Throws an
    /// ``EventLogError`` where the log takes nothing for a minute.
    package func run(report: @Sendable (Progress) -> Void = { _ in }) async throws -> BackfillResult {
        let note = BackfillNote(file: configuration.note)
        var records = RecordMemory()
        try reader.forEachChunk(from: .first) { events in
            for event in events where event.subject.hasPrefix(configuration.deployment + "/") { records.apply(event) }
            return !Task.isCancelled
        }
        var plan = BackfillPlan(remains(note))
        var budget = RequestBudget(perMinute: configuration.requestBudget, startingAt: clock.now)
        var events = 0
        while let poll = plan.next {
            try Task.checkCancellation()
            let fetch = try await answer(to: poll, &budget)
            events += try await take(fetch, &plan, &records)
            write(plan.remains, note)
            report(Progress(fraction: plan.progress, alerts: plan.alerts, events: events, oldest: plan.oldest))
        }
        note.remove()
        return BackfillResult(plan: plan, events: events)
    }

    private func remains(_ note: BackfillNote) -> BackfillPlan.Remains {
        let period = configuration.until.map { ListPart.Window(from: configuration.since, until: $0) }
        let whole = BackfillPlan.Remains(period: period ?? ListPart.Window(from: configuration.since, until: clock.now))
        do {
            return try note.read(period, since: configuration.since) ?? whole
        } catch {
            logger.warning("the note of what is left is not used (\(error)); the backfill begins anew")
            return whole
        }
    }

    /// Notes what is left. Without it a backfill that is stopped begins anew, which costs only time.
    private func write(_ remains: BackfillPlan.Remains, _ note: BackfillNote) {
        do { try note.write(remains) } catch { logger.debug("what is left is not noted: \(error)") }
    }

    /// Records what an answer shows; how many events that was.
    private func take(_ fetch: Fetch, _ plan: inout BackfillPlan, _ records: inout RecordMemory) async throws -> Int {
        let observations: [Observation]
        var unreadable: [UnreadableAnswer] = []
        switch fetch.outcome {
        case .complete(let shown):
            plan.take(shown, nil)
            observations = shown
        case .partial(let shown, let remainder):
            plan.take(shown, remainder)
            observations = shown
        case .damaged(let list, let failure):
            plan.take(list.observations, list.remainder)
            plan.note(failure)
            (observations, unreadable) = (list.observations, list.unreadable)
        case .unreadable(_, let failure), .failed(let failure):
            plan.skip(failure)
            return 0
        case .unchanged:
            plan.skip(nil)
            return 0
        }
        // When such a record came to be what it is, nobody has seen: there is no earlier look to speak of.
        let look = Look(
            target: fetch.poll.target(in: configuration.deployment), observedAt: fetch.receivedAt,
            servedAt: fetch.servedAt, since: nil, content: .incomplete(observations), unreadable: unreadable)
        if case .zoneLog = fetch.poll { plan.note(unlisted: Self.unlisted(observations, records)) }
        return try await record(look, &records)
    }

    /// Records what a look shows, as many events at once as one answer may be worth.
    private func record(_ look: Look, _ records: inout RecordMemory) async throws -> Int {
        let patience = LogPatience(clock, limit: LogPatience.bounded)
        var recorded = 0
        while true {
            let news = Novelty(against: records).events(of: look).prefix(AnswerLimits.newEvents)
            let (receipt, _) = try await log.append(Array(news), at: look.observedAt, waiting: patience)
            for event in receipt.events { records.apply(event) }
            _ = try await patience.trying { try await log.sealFullBlocks() }
            recorded += receipt.events.count
            guard news.count == AnswerLimits.newEvents else { return recorded }
        }
    }

    /// When the alarms began of which a zone's log tells, although no list ever showed them.
    private static func unlisted(_ entries: [Observation], _ records: RecordMemory) -> [Instant] {
        entries.compactMap { entry in
            guard let root = try? JSONText(entry.content).root else { return nil }
            let told = ZoneLogEntry(root)
            guard told.startsAlarm, let guid = told.alertGUID, let time = told.occurredAt else { return nil }
            let alarm = RecordStream(
                deployment: entry.stream.deployment, kind: Endpoint.alerts.recordKind, id: guid)
            return records.knows(alarm) ? nil : time
        }
    }

    /// Asks until there is an answer, or none is to be had.
    private func answer(to poll: Poll, _ budget: inout RequestBudget) async throws -> Fetch {
        for failures in 1... {
            let admittedAt = budget.admits(.past, at: clock.now)
            if admittedAt > clock.now { try await clock.sleep(until: admittedAt) }
            let fetch = await client.fetch(poll)
            // A question that was called off says nothing about the deployment.
            try Task.checkCancellation()
            budget.spend(fetch.requests, at: clock.now)
            guard let failure = Self.failure(fetch) else { return fetch }
            let isDenied = failure.cause == .forbidden
            if failures >= Self.triesOfParts || isDenied, isDenied || Self.isOfThePart(failure),
                Self.canBePassedOver(poll)
            {
                logger.warning("\(failure.detail); it is passed over")
                return fetch
            }
            guard failures < Self.tries, !isDenied else { throw failure }
            logger.warning("\(failure.detail)")
            try await wait(failures, failure.retryAt, poll)
        }
        throw CancellationError()
    }

    private func wait(_ failures: Int, _ retryAt: Instant?, _ poll: Poll) async throws {
        let wait = RetryDelay.afterFailure(
            failures, interval: Self.firstWait, limit: Self.longestWait, spreadBy: "\(poll)")
        let time = clock.now.advanced(byMilliseconds: wait)
        try await clock.sleep(until: max(time, retryAt ?? time))
    }

    private static func failure(_ fetch: Fetch) -> FetchFailure? {
        // A part of a list is an answer: the rest of it is asked for. So is one of which some elements cannot be read.
        switch fetch.outcome {
        case .partial, .damaged: nil
        case .complete, .unchanged, .unreadable, .failed: fetch.failure
        }
    }

    /// Whether it may be the part of the past that is not to be had, and not the deployment that does not answer.
    private static func isOfThePart(_ failure: FetchFailure) -> Bool {
        failure.cause == .refused || failure.cause == .tooLarge || failure.cause == .unreadable
    }

    /// A zone may be gone, and a part of a list may be what the vendor does not give.
    private static func canBePassedOver(_ poll: Poll) -> Bool {
        switch poll {
        case .zoneLog, .further: true
        case .about, .zones, .alerts, .alert, .ongoingAlerts: false
        }
    }

    private static let tries = 8
    private static let triesOfParts = 3
    /// Milliseconds.
    private static let firstWait: Int64 = 2_000
    private static let longestWait: Int64 = 60_000
}

/// What came of a backfill.
package struct BackfillResult: Sendable {
    /// Alerts that the vendor showed.
    package let alerts: Int
    /// Events that were recorded.
    package let events: Int
    /// The beginning of the oldest alert that it showed.
    package let oldest: Instant?
    /// Why the vendor did not show everything of the period; nil where it did, as far as can be told.
    package let shortfall: String?
    /// The period.
    package let period: ListPart.Window

    init(plan: BackfillPlan, events: Int) {
        alerts = plan.alerts
        self.events = events
        oldest = plan.oldest
        shortfall = plan.shortfall
        period = plan.remains.period
    }
}
