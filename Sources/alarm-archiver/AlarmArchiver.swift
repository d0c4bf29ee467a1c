import AccessSettings
import AltaAPI
import Archive
import ArgumentParser
import Foundation
import Polling

/// The daemon: polls Alta Video deployments into an archive.
@main
struct AlarmArchiver: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarm-archiver",
        abstract: "Archives the alarm history of Avigilon Alta Video deployments.",
        discussion: """
            EXAMPLES
              alarm-archiver run --deployment hq --url https://hq.eu1.alta.avigilon.com \\
                --username archiver@example.com --password-file ./password
              alarm-archiver run --config archiver.yaml --archive /var/lib/alarms
              alarm-archiver check --config archiver.yaml
              alarm-archiver run --once --config archiver.yaml
              alarm-archiver backfill --since 30d --config archiver.yaml

            \(ExitStatus.help)
            """,
        version: UserAgent.productVersion,
        subcommands: [RunCommand.self, BackfillCommand.self, CheckCommand.self, ProbeCommand.self])

    /// Says what went wrong in one sentence, and ends the program with its code.
    static func ending(_ body: () async throws -> ExitStatus) async throws {
        // Nobody but the owner may read what comes to lie in the archive.
        umask(0o077)
        let status: ExitStatus
        do {
            status = try await body()
        } catch {
            Console.note("alarm-archiver: \(error)")
            status = exitStatus(of: error)
        }
        guard status == .done else { throw ExitCode(status.rawValue) }
    }

    private static func exitStatus(of error: any Error) -> ExitStatus {
        switch error {
        case is SettingsError: .usage
        case SessionFailure.signIn(.moved, _), SessionFailure.resting(.moved, _): .unreachable
        case PollerError.unauthorised, SessionFailure.signIn, SessionFailure.resting: .notAuthorised
        case let error as BackfillFailure: OnceOutcome([error.failure]).status
        case is CancellationError: .interrupted
        case SessionFailure.noAnswer, SessionFailure.notNow: .unreachable
        default: ExitStatus(of: error)
        }
    }
}
