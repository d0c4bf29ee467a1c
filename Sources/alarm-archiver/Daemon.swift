import AlarmHistory
import AltaAPI
import Archive
import ArchiveEvents
import EventStorage
import Handover
import Logging
import Polling
import Projections
import ServiceLifecycle
import UnixSignals

/// The one place where the parts meet: the archive, a poller for each deployment, the views behind them.
struct Daemon {
    private let archive: ArchiveWriter
    private let pollers: [Poller]
    private let webhooks: WebhookReception?
    private let handover: HandoverService
    private let transports: [AsyncHTTPTransport]
    private let once: Bool
    private let clock: DisciplinedClock
    private let clockRecorder: ClockRecorder
    private let logger: Logger

    init(_ settings: Settings, once: Bool) async throws {
        let logger = Self.logger("alarm-archiver", settings)
        let directory = ArchiveDirectory(settings.archive)
        let clock = await DisciplinedClock.settled(opening: directory, settings.deployments, logger)
        let archive = try await ArchiveWriter.openPatiently(
            directory, origin: settings.origin, clock: clock,
            patience: LogPatience(clock, limit: once ? LogPatience.bounded : nil),
            report: { logger.critical("the archive cannot be opened, and is waited for: \($0)") })
        if archive.hadLostHeadNote { logger.critical("\(LostHeadNote())") }
        let reader = AnswerReader(redaction: SecretRedaction(key: archive.keys.redaction))
        let transports = settings.deployments.map { $0.transport() }
        let signals = Dictionary(uniqueKeysWithValues: settings.deployments.map { ($0.name, PollSignal()) })
        let secrets = settings.knownSecrets
        pollers = zip(settings.deployments, transports).map { deployment, transport in
            let client = AltaClient(
                deployment: deployment.name, credentials: deployment.credentials, transport: transport, clock: clock,
                reader: reader, userAgent: deployment.userAgent, secrets: secrets[deployment.name])
            return Poller(
                configuration: Self.configuration(deployment, settings, archive, once: once), client: client,
                log: archive.log, reader: archive.reader, clock: clock,
                signal: signals[deployment.name] ?? PollSignal(), logger: Self.logger(deployment.name, settings))
        }
        webhooks = WebhookReception(
            settings, archive: archive, signals: signals, secrets: secrets, clock: clock, logger: logger)
        handover = Self.handover(archive, clock, signals, logger)
        clock.begin(logEnd: await archive.log.lastTime)
        clockRecorder = ClockRecorder(clock: clock, log: archive.log, logger: logger)
        self.archive = archive
        self.transports = transports
        self.once = once
        self.clock = clock
        self.logger = logger
    }

    /// Runs until the end of the mode, then brings everything to rest, however it ended.
    func run() async throws -> ExitStatus {
        let result: Result<ExitStatus, any Error>
        do {
            result = .success(
                try await archive.tended(clock, logger) {
                    try await clockRecorder.whileWatching {
                        try await once ? handover.whileServing(pollOnce) : pollForEver()
                    }
                })
        } catch {
            result = .failure(error)
        }
        for transport in transports { try? await transport.shutdown() }
        do {
            try await archive.close { logger.warning("\($0)") }
        } catch {
            logger.error("the archive could not be closed in order: \(error); nothing acknowledged is lost")
        }
        return try result.get()
    }

    private func pollForEver() async throws -> ExitStatus {
        logger.notice("archiving into \(archive.directory.path), log \(archive.log.origin)")
        let views = ProjectionRunner(
            log: archive.log, reader: archive.reader, path: archive.directory.viewsPath, logger: logger,
            pause: { [clock] in try await clock.sleep(until: clock.now.advanced(byMilliseconds: $0)) })
        let sealing = SealingService(sealer: archive.sealer, clock: clock, logger: logger)
        let polling = PollingService(
            pollers, log: archive.log, reader: archive.reader, clock: clock, logger: logger)
        let services: [any Service] = [sealing, views, handover] + (webhooks?.services ?? [])
        let besides: [any Service] = services.map { RestartedService($0, clock: clock, logger: logger) }
        // Shutdown goes from the last to the first: the pollers stop before the views that follow them.
        let group = ServiceGroup(
            services: besides + [polling], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        try await group.run()
        return .done
    }

    /// One cycle of each deployment, or as much of it as there is time for until a signal comes.
    private func pollOnce() async throws -> ExitStatus {
        try await withThrowingTaskGroup(of: ExitStatus.self) { group in
            group.addTask { try await pollEach() }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint) { break }
                return .done
            }
            defer { group.cancelAll() }
            return try await group.next() ?? .done
        }
    }

    private func pollEach() async throws -> ExitStatus {
        var failures: [FetchFailure] = []
        for poller in pollers {
            let report = try await poller.poll()
            logger.info("\(report.events) new events, \(report.completeLooks) complete looks")
            failures += report.failures.values
        }
        _ = try await LogPatience(clock, limit: LogPatience.bounded).trying {
            try await archive.sealer.sealFullBlocks()
        }
        return OnceOutcome(failures).status
    }

    private static func configuration(
        _ deployment: Settings.Deployment, _ settings: Settings, _ archive: ArchiveWriter, once: Bool
    ) -> Poller.Configuration {
        var configuration = Poller.Configuration(
            deployment: deployment.name, watermarks: archive.watermarks(of: deployment.name))
        configuration.cycle.intervals = deployment.intervals
        configuration.cycle.mode = once ? .once : .continuous
        configuration.cycle.requestBudget = deployment.requestBudget
        configuration.isPaused = deployment.isPaused
        // One deployment that refuses the login is no reason to leave the others unobserved.
        configuration.endsWhenRefused = !once && settings.deployments.count == 1
        return configuration
    }

    /// What a command did shows at the next look, which need not wait for its time.
    private static func handover(
        _ archive: ArchiveWriter, _ clock: any WallClock, _ signals: [String: PollSignal], _ logger: Logger
    ) -> HandoverService {
        HandoverService(
            directory: archive.directory, in: archive.folder, log: archive.log, clock: clock, logger: logger,
            onRecorded: { event in
                guard event.type == .actionAnswered, let stream = RecordStream(subject: event.subject) else { return }
                signals[stream.deployment]?.raise()
            })
    }

    private static func logger(_ label: String, _ settings: Settings) -> Logger {
        var logger = Logger(label: label)
        logger.logLevel = settings.logLevel
        return logger
    }
}

/// What one cycle is worth to a script.
struct OnceOutcome {
    let status: ExitStatus

    /// The worst of the failures: a refused account before an unreachable vendor before a gap of any kind.
    init(_ failures: [FetchFailure]) {
        let causes = Set(failures.map(\.cause))
        if !causes.isDisjoint(with: [.unauthorised, .forbidden]) {
            status = .notAuthorised
        } else if causes.contains(.unreachable) {
            status = .unreachable
        } else {
            status = causes.isEmpty ? .done : .incompleteCoverage
        }
    }
}
