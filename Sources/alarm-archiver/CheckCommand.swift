import AccessSettings
import AlarmHistory
import AltaAPI
import Archive
import ArgumentParser
import ExactJSON

/// `check`: looks at everything that `run` needs, and says what to do.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check settings, deployments, permissions, clock, disk and archive; say what to do.",
        discussion: """
            One line for each finding: ok, warning or problem. It asks each deployment a few questions, changes nothing \
            there, makes no archive and does not disturb a running archiver.

            EXAMPLES
              alarm-archiver check --config archiver.yaml
              alarm-archiver check --config archiver.yaml --deployment hq --json

            It ends with 0 where there is no problem, 4 where a login or a permission is one, 5 where a deployment \
            cannot be reached, 64 where the settings are at fault, 1 where anything else is a problem.
            """)

    @OptionGroup var options: SettingOptions

    @Flag(help: "One JSON document instead of lines.")
    var json = false

    func run() async throws {
        var report = CheckReport()
        do {
            let settings = try Settings(options)
            let count = settings.deployments.count
            tell([.ok(.settings, count == 1 ? "1 deployment" : "\(count) deployments")], &report)
            tell(SecretCheck(settings).findings, &report)
            tell(CommandCheck(settings).findings, &report)
            tell(ArchiveCheck(path: settings.archive, now: SystemWallClock().now).findings, &report)
            for deployment in settings.deployments { tell(await Self.findings(deployment), &report) }
        } catch let error as SettingsError {
            tell([.problem(.settings, error.description, advice: "mend it there", endsWith: .usage)], &report)
        }
        if json { Console.answer(report.json) }
        guard report.status == .done else { throw ExitCode(report.status.rawValue) }
    }

    /// Lines come as they are found: a deployment that does not answer takes its time.
    private func tell(_ findings: [CheckFinding], _ report: inout CheckReport) {
        report.add(findings)
        guard !json else { return }
        for finding in findings { Console.answer(finding.line.inOneLine) }
    }

    private static func findings(_ deployment: DeploymentSettings) async -> [CheckFinding] {
        let transport = deployment.transport()
        var check = DeploymentCheck(deployment, transport: transport, clock: SystemWallClock())
        let findings = await check.run()
        try? await transport.shutdown()
        return findings
    }
}
