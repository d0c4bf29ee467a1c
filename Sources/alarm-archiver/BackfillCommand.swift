import AccessSettings
import AlarmHistory
import AltaAPI
import Archive
import ArchiveEvents
import ArgumentParser
import EventStorage
import Foundation
import Handover
import Logging
import Polling

/// `backfill`: reads the past.
struct BackfillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backfill",
        abstract: "Read the past, as far back as the vendor shows it.",
        discussion: """
            Asks for older alerts, page by page or day by day, and for the log of each zone. It can be stopped and run \
            again at any time: it goes on where it stopped, and what is found again adds nothing. What was not observed \
            at the time stays a gap in `alarm-history coverage`: the past as it is shown today may have been edited.

            The archive has one writer: stop `alarm-archiver run` first.

            EXAMPLES
              alarm-archiver backfill --since 30d --config archiver.yaml
              alarm-archiver backfill --since 2026-01-01 --until 2026-07-01 --config archiver.yaml --deployment hq
            """)

    @OptionGroup var options: SettingOptions

    @Option(help: "From this time on: RFC 3339, a date, or a span back from now such as 30d.")
    var since: String

    @Option(help: "Before this time (default: now).")
    var until: String?

    func run() async throws {
        try await AlarmArchiver.ending {
            _ = try period(now: SystemWallClock().now)
            let settings = try Settings(options)
            PrintableLogHandler.bootstrap()
            let logger = Logger(label: "alarm-archiver")
            let directory = ArchiveDirectory(settings.archive)
            let clock = await DisciplinedClock.settled(opening: directory, settings.deployments, logger)
            let period = try period(now: clock.now)
            let archive = try await ArchiveWriter.openPatiently(
                directory, origin: settings.origin, clock: clock,
                patience: LogPatience(clock, limit: LogPatience.bounded),
                report: { logger.error("the archive cannot be opened, and is waited for: \($0)") })
            if archive.hadLostHeadNote { logger.critical("\(LostHeadNote())") }
            clock.begin(logEnd: await archive.log.lastTime)
            let watch = ClockRecorder(clock: clock, log: archive.log, logger: logger)
            let handover = HandoverService(
                directory: archive.directory, in: archive.folder, log: archive.log, clock: clock, logger: logger)
            let result: Result<ExitStatus, any Error>
            do {
                result = .success(
                    try await archive.tended(clock, logger) {
                        try await watch.whileWatching {
                            try await handover.whileServing { try await backfill(settings, archive, period, clock) }
                        }
                    })
            } catch {
                result = .failure(error)
            }
            try await archive.close { Logger(label: "alarm-archiver").warning("\($0)") }
            return try result.get()
        }
    }

    private func period(now: Instant) throws -> (since: Instant, until: Instant?) {
        let since = try Self.time(since, "--since", now)
        let until = try until.map { try Self.time($0, "--until", now) }
        guard since < until ?? now else {
            throw SettingsError("--since \(since) is not before \(until.map { "--until \($0)" } ?? "now")")
        }
        return (since, until)
    }

    private static func time(_ text: String, _ option: String, _ now: Instant) throws -> Instant {
        guard let time = Instant(typed: text, now: now) else {
            throw SettingsError("\(option) \(text) is no time; write 2026-11-23T03:12:45Z, 2026-11-23 or 30d")
        }
        return time
    }

    private func backfill(
        _ settings: Settings, _ archive: ArchiveWriter, _ period: (since: Instant, until: Instant?),
        _ clock: DisciplinedClock
    ) async throws -> ExitStatus {
        var status = ExitStatus.done
        for deployment in settings.deployments {
            let transport = deployment.transport()
            let part = BackfillRun(
                deployment: deployment, archive: archive, transport: transport, clock: clock,
                secrets: settings.knownSecrets[deployment.name])
            let result = await Result { try await part.run(since: period.since, until: period.until) }
            try? await transport.shutdown()
            let told = try result.get()
            if told.shortfall != nil { status = .incompleteCoverage }
        }
        return status
    }
}

/// The backfill of one deployment.
private struct BackfillRun {
    let deployment: DeploymentSettings
    let archive: ArchiveWriter
    let transport: AsyncHTTPTransport
    let clock: DisciplinedClock
    let secrets: KnownSecrets?

    func run(since: Instant, until: Instant?) async throws -> BackfillResult {
        var configuration = Backfill.Configuration(
            deployment: deployment.name, since: since,
            note: archive.backfillNote(of: deployment.name))
        configuration.until = until
        configuration.requestBudget = deployment.requestBudget
        let client = AltaClient(
            deployment: deployment.name, credentials: deployment.credentials, transport: transport, clock: clock,
            reader: AnswerReader(redaction: SecretRedaction(key: archive.keys.redaction)),
            userAgent: deployment.userAgent, secrets: secrets)
        let backfill = Backfill(
            configuration: configuration, client: client, log: archive.log, reader: archive.reader, clock: clock,
            logger: Logger(label: deployment.name))
        let bar = BackfillBar(deployment.name)
        let result: BackfillResult
        do {
            result = try await backfill.run { bar.show($0) }
        } catch let failure as FetchFailure {
            throw BackfillFailure(deployment: deployment.name, failure: failure)
        }
        bar.finish()
        tell(result)
        return result
    }

    private func tell(_ result: BackfillResult) {
        let reach = result.oldest.map { ", back to \($0)" } ?? ""
        Console.answer("\(deployment.name): \(result.alerts) alerts\(reach), \(result.events) new events")
        guard let shortfall = result.shortfall else { return }
        Console.note("\(deployment.name): \(shortfall)")
    }
}

/// Why a backfill stopped, and how it goes on.
struct BackfillFailure: Error, CustomStringConvertible {
    let deployment: String
    let failure: FetchFailure

    var description: String { "\(deployment): \(failure.detail); run the same command again to go on from here" }
}

/// How far it is, on a terminal, from the second second on.
private final class BackfillBar: Sendable {
    private let name: String
    private let began = ContinuousClock.now
    private let isTerminal = isatty(STDERR_FILENO) == 1

    init(_ name: String) {
        self.name = name
    }

    func show(_ progress: Backfill.Progress) {
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        guard isTerminal, seconds > 1 else { return }
        let rate = Int(Double(progress.alerts) / seconds)
        let left = progress.fraction > 0.01 ? Int(seconds / progress.fraction * (1 - progress.fraction)) : nil
        let time = left.map { ", \($0) s left" } ?? ""
        let day = progress.oldest.map { " back to \(String($0.description.prefix(10)))," } ?? ""
        Console.redraw(
            "\(name):\(day) \(progress.alerts) alerts, \(rate)/s, \(Int(progress.fraction * 100)) %\(time)")
    }

    func finish() { if isTerminal { Console.redraw() } }
}

extension Result where Failure == any Error {
    /// What an asynchronous body gives.
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
