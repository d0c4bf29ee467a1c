import AccessSettings
import AltaAPI
import AltaOperator
import Archive
import ArgumentParser
import Foundation
import Projections

/// The companion: looks, answers, exports and verifies.
@main
struct AlarmHistoryProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alarm-history",
        abstract: "Queries, exports and verifies an archive of alarm history; shares, verifies and ends alarms.",
        discussion: """
            EXAMPLES
              alarm-history status
              alarm-history alarms --since 24h --state ongoing
              alarm-history alarm 7c1f0a52-3d1e-4d6b-9a55-0c2e8b1d4f10
              alarm-history coverage --since 7d
              alarm-history kpi --since 30d --operators 1
              alarm-history report --since 30d --output report.html
              alarm-history stats --by zone,month --since 2026-01-01
              alarm-history sql "SELECT verdict, count(*) FROM v1_alarms GROUP BY 1"
              alarm-history export --output alarms.jsonl.gz && zcat alarms.jsonl.gz | head
              alarm-history verify
              alarm-history respond verify --zone "Loading bay" --as false --config archiver.yaml
              alarm-history snapshot --output /backup/alarms-monday.sqlite
              alarm-history manual

            \(ExitStatus.help)
            """,
        version: UserAgent.productVersion,
        subcommands: [
            StatusCommand.self, AlarmsCommand.self, AlarmCommand.self, ZonesCommand.self, EventsCommand.self,
            CoverageCommand.self, StatsCommand.self, KpiCommand.self, ReportCommand.self, SQLCommand.self,
            DriftCommand.self, ReconcileCommand.self, ActionsCommand.self, ExportCommand.self,
            VerifyCommand.self, CheckpointCommand.self, ProveCommand.self, SnapshotCommand.self, RestoreCommand.self,
            RebuildCommand.self, RespondCommand.self, ZoneCommand.self, ZoneAlertsCommand.self, MutedCommand.self,
            ContactsCommand.self, WebhooksCommand.self, APICommand.self, ManualCommand.self,
        ])

    /// Says what went wrong in one sentence, and ends the program with its code.
    static func ending(_ body: () async throws -> ExitStatus) async throws {
        // Nobody but the owner may read what comes to lie here; and a reader that leaves is told by an error.
        umask(0o077)
        signal(SIGPIPE, SIG_IGN)
        let status: ExitStatus
        do {
            status = try await body()
        } catch let error as UsageError {
            throw ValidationError(error.description.printable)
        } catch is BrokenPipe {
            // Whoever read the answer has seen enough.
            throw ExitCode(ExitStatus.done.rawValue)
        } catch {
            // Only these list something, line by line; what others quote may hold line breaks that are not ours.
            let text = "alarm-history: \(error)"
            Console.note(error is OperatorFailure ? text : text.printable)
            status = ExitStatus(ofCommand: error)
        }
        guard status == .done else { throw ExitCode(status.rawValue) }
    }
}

extension ExitStatus {
    /// What a failure ends the program with: the archive's, the settings', or the vendor's.
    init(ofCommand error: any Error) {
        switch error {
        case is SettingsError: self = .usage
        case let failure as OperatorFailure: self.init(of: failure)
        case let unrecorded as Unrecorded: self.init(ofCommand: unrecorded.obstacle)
        case let left as NotTried: self.init(ofCommand: left.obstacle)
        case is CancellationError, ReadQueryError.interrupted: self = .interrupted
        case ReadQueryError.damaged: self = .integrity
        default: self.init(of: error)
        }
    }

    private init(of failure: OperatorFailure) {
        switch failure {
        case .session(.signIn), .session(.resting), .refused(401, _), .refused(403, _): self = .notAuthorised
        case .session(.noAnswer), .session(.notNow): self = .unreachable
        case .session(.cancelled): self = .interrupted
        case .forbiddenCall: self = .usage
        case .refused, .unreadable, .nothingOngoing, .ambiguous, .unknownAlarm, .missingMember: self = .failed
        }
    }
}

/// An option whose value cannot be right.
struct UsageError: Error, CustomStringConvertible {
    let description: String
}
