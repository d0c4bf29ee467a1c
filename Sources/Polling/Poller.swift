import AlarmHistory
package import AltaAPI
package import ArchiveEvents
package import EventStorage
package import Logging

/// Polls one deployment into the log: does what ``PollCycle`` says.
package struct Poller: Sendable {
    private let configuration: Configuration
    private let client: AltaClient
    private let log: EventLog
    private let reader: LogReader
    private let clock: any WallClock
    private let signal: PollSignal
    private let logger: Logger
    private let progress = PollProgress()

    /// What a deployment's polling needs to know.
    package struct Configuration: Sendable {
        package var cycle: PollCycle.Configuration
        /// Whether the settings tell to leave the deployment alone for now.
        package var isPaused = false
        /// Whether it ends where the process's first exchange is refused, for whoever started it is still there to mend the
        /// password; else, and ever after, a refused login is tried again, after longer and longer waits.
        package var endsWhenRefused = true
        /// Where the watermarks are noted.
        package var watermarks: NoteFile

        /// For the deployment of that name.
        package init(deployment: String, watermarks: NoteFile) {
            cycle = PollCycle.Configuration(deployment: deployment)
            self.watermarks = watermarks
        }

        /// For the deployment of that name, with a note outside any archive that is held.
        package init(deployment: String, watermarkPath: String) {
            self.init(deployment: deployment, watermarks: NoteFile(path: watermarkPath))
        }
    }

    package init(
        configuration: Configuration, client: AltaClient, log: EventLog, reader: LogReader, clock: any WallClock,
        signal: PollSignal = PollSignal(), logger: Logger
    ) {
        self.configuration = configuration
        self.client = client
        self.log = log
        self.reader = reader
        self.clock = clock
        self.signal = signal
        self.logger = logger
    }

    /// The deployment that it polls.
    var deployment: String { configuration.cycle.deployment }

    /// A cycle that knows nothing of the log yet.
    package func newCycle(logSize: Position) -> PollCycle {
        let watermarks = WatermarkNote.read(configuration.watermarks, logSize: logSize, at: clock.now, logger)
        return PollCycle(configuration.cycle, watermarks: watermarks, startingAt: clock.now)
    }

    /// Polls with a cycle that is brought up to the log first.
    @discardableResult
    package func poll() async throws -> PollReport {
        var memory = PollMemory([newCycle(logSize: await log.size)])
        guard try memory.catchUp(with: reader), let cycle = memory.cycle(of: configuration.cycle.deployment) else {
            return PollReport()
        }
        return try await poll(cycle)
    }

    /// Polls until the mode's end, or until the task is cancelled, with a cycle that knows what the log knows; what
    /// failed last, by target.
    @discardableResult
    package func poll(_ caughtUp: PollCycle) async throws -> PollReport {
        var report = PollReport()
        var cycle = caughtUp
        var noting = WatermarkNote(configuration.watermarks)
        var notices = FailureNotices()
        do {
            cycle.notice(clocks)
            cycle.recorded(try await append(cycle.resume(at: clock.now), at: clock.now, &cycle))
            signal.note(zones: cycle.listedZones)
            if configuration.isPaused { try await pause(&cycle) }
            while true {
                try await step(&cycle, &report, &notices, &noting)
                try await noting.note(cycle, log, at: clock.now)
            }
        } catch is Finished {
        } catch is CancellationError {
        }
        try await noting.noteNow(cycle, log, at: clock.now)
        return report
    }

    private struct Finished: Error {}

    private func step(
        _ cycle: inout PollCycle, _ report: inout PollReport, _ notices: inout FailureNotices,
        _ noting: inout WatermarkNote
    ) async throws {
        if signal.take() { cycle.hint(at: clock.now) }
        try await tellSilence(&cycle)
        switch cycle.next(at: clock.now) {
        case .fetch(let poll):
            progress.goesOn(until: clock.now)
            try await look(poll, &cycle, &report, &notices, &noting)
        case .wait(let time):
            progress.goesOn(until: time)
            try await wait(until: time, &cycle)
        case .finish: throw Finished()
        }
    }

    /// Waits. While a login is refused, a file that was mended ends the wait.
    private func wait(until time: Instant, _ cycle: inout PollCycle) async throws {
        guard await client.signInProblem != nil else { return try await signal.sleep(until: time, clock) }
        try await signal.sleep(until: min(time, clock.now.advanced(byMilliseconds: Self.secretInterval)), clock)
        guard await client.hasNewSecret else { return }
        logger.notice("the password, secret or token was changed: signing in again")
        cycle.endHoldBack(at: clock.now)
    }

    /// Says so, again and again, where the poller is stuck; until the task is cancelled.
    func watch() async throws {
        while true {
            try await clock.elapse(milliseconds: PollProgress.watchInterval)
            if let alarm = progress.alarm(at: clock.now) { logger.critical("\(alarm)") }
        }
    }

    /// Asks for nothing until the task is cancelled, and says so in the history.
    private func pause(_ cycle: inout PollCycle) async throws {
        cycle.recorded(try await append(cycle.pause(at: clock.now), at: clock.now, &cycle))
        progress.pauses()
        logger.notice("polling is paused by the settings")
        guard configuration.cycle.mode == .continuous else { throw Finished() }
        while true { try await clock.sleep(until: clock.now.advanced(byMilliseconds: Self.pauseStep)) }
    }

    private func look(
        _ poll: Poll, _ cycle: inout PollCycle, _ report: inout PollReport, _ notices: inout FailureNotices,
        _ noting: inout WatermarkNote
    ) async throws {
        let fetch = try await ask(poll, &cycle, report, &noting)
        let isFirst = progress.takeFirstExchange()
        cycle.notice(clocks)
        // A question that was called off says nothing about the deployment.
        try Task.checkCancellation()
        let events = try await append(cycle.events(of: fetch), at: fetch.receivedAt, &cycle)
        let besides = cycle.recorded(fetch, as: events)
        cycle.recorded(try await append(besides, at: fetch.receivedAt, &cycle))
        let failure = cycle.lastFailure
        let target = poll.target(in: configuration.cycle.deployment)
        report.note(failure, events: events.count + besides.count, target: target)
        if poll.list == .zones { signal.note(zones: cycle.listedZones) }
        tell(failure, notices.isNew(failure, of: target), target, events)
        if configuration.endsWhenRefused, isFirst, let failure, failure.cause == .unauthorised {
            throw PollerError.unauthorised(failure.detail)
        }
    }

    /// Asks the deployment. In a single cycle, one that cannot be reached is not tried again for each endpoint: it may
    /// take a time-out each time to say the same.
    private func ask(
        _ poll: Poll, _ cycle: inout PollCycle, _ report: PollReport, _ noting: inout WatermarkNote
    ) async throws -> Fetch {
        guard configuration.cycle.mode == .once, let failure = report.unreachable else {
            return try await exchange(poll, &cycle, &noting)
        }
        return Fetch(
            poll: poll, askedAt: clock.now, receivedAt: clock.now, servedAt: nil, outcome: .failed(failure),
            requests: 0)
    }

    /// Asks, and tells what becomes overdue while the answer is awaited.
    private func exchange(
        _ poll: Poll, _ cycle: inout PollCycle, _ noting: inout WatermarkNote
    ) async throws -> Fetch {
        let recorded = cycle.recordedAnswer(to: poll, at: clock.now)
        return try await withThrowingTaskGroup(of: Fetch?.self) { group in
            defer { group.cancelAll() }
            group.addTask { await client.fetch(poll, unless: recorded) }
            while true {
                group.addTask {
                    try? await clock.elapse(milliseconds: PollCycle.watchInterval)
                    return nil
                }
                if let fetch = try await group.next() ?? nil { return fetch }
                try Task.checkCancellation()
                progress.goesOn(until: clock.now)
                try await tellSilence(&cycle)
                try await noting.note(cycle, log, at: clock.now)
            }
        }
    }

    /// Records the gaps of a time in which nothing could be recorded, then what has become overdue, and says so in one
    /// line.
    private func tellSilence(_ cycle: inout PollCycle) async throws {
        cycle.notice(clocks)
        try await tellOutage(&cycle)
        let time = clock.now
        let gaps = cycle.overdue(at: time)
        guard !gaps.isEmpty else { return }
        let recorded = try await append(gaps, at: time, &cycle)
        cycle.recorded(recorded)
        let details = recorded.compactMap { event -> String? in
            guard case .opened(let gap) = CoverageEvidence.of(event)?.evidence else { return nil }
            return gap.detail
        }
        guard let first = recorded.first(where: { $0.type == .gapOpened }) else { return }
        let more = details.count > 1 ? " and \(details.count - 1) more" : ""
        logger.error("\(first.subject)\(more): \(details.first ?? "")")
    }

    /// Appends, and waits where the log cannot take events now: the answer that it holds is recorded in the end, and
    /// nothing else is asked until then.
    private func append(
        _ events: [NewEvent], at time: Instant, _ cycle: inout PollCycle
    ) async throws -> [RecordedEvent] {
        guard !events.isEmpty else { return [] }
        let (receipt, outage) = try await appended(events, at: time)
        if let outage { cycle.note(outage, until: clocks) }
        if receipt.checkpoint == nil {
            logger.critical("the log is no longer signed: stored bytes were not what was written; verify it")
        }
        return receipt.events
    }

    private func appended(
        _ events: [NewEvent], at time: Instant
    ) async throws -> (receipt: Receipt, outage: StorageOutage?) {
        do {
            return try await log.append(events, at: time, waiting: patience)
        } catch let error as CancellationError {
            let advice = "what the deployment still shows then is recorded after the next start"
            logger.error("\(deployment): \(events.count) events are not recorded, as the archiver stops; \(advice)")
            throw error
        }
    }

    /// Waits where the archive is not in its place, and records the gaps that such a wait, or one of an append, left.
    private func tellOutage(_ cycle: inout PollCycle) async throws {
        let (_, outage) = try await patience.trying { try await log.requirePlace() }
        if let outage { cycle.note(outage, until: clocks) }
        cycle.notice(clocks)
        cycle.recorded(try await append(cycle.gapsOfOutage(at: clock.now), at: clock.now, &cycle))
    }

    private var clocks: ClockReading { ClockReading(wall: clock.now, monotonic: clock.monotonic) }

    /// A single cycle comes to its end, if need be with an error.
    private var patience: LogPatience {
        LogPatience(clock, limit: configuration.cycle.mode == .once ? LogPatience.bounded : nil)
    }

    private func tell(_ failure: FetchFailure?, _ isNew: Bool, _ target: LookTarget, _ events: [RecordedEvent]) {
        let place = failure.map { FailureNotices.isOfDeployment($0.cause) } ?? false ? target.deployment : nil
        let target = place ?? target.coverageSubject
        if let failure {
            logger.log(level: isNew ? .error : .debug, "\(target): \(failure.detail)")
        } else if events.contains(where: { $0.type == .gapClosed }) {
            logger.notice("\(target): observed again")
        }
        if !events.isEmpty { logger.info("\(target): \(events.count) new") }
    }

    /// Milliseconds between two looks whether a refused password was mended.
    private static let secretInterval: Int64 = 5_000
    private static let pauseStep: Int64 = 3_600_000
}
