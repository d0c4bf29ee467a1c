import AltaAPI
import Archive
import Logging

extension DisciplinedClock {
    /// A clock to open the archive in `directory` with. Where the machine's clock and the log's end do not go together, it
    /// asks the deployments for the time before anything is written: what is recorded with a clock that is years ahead
    /// stays in the way for as long.
    static func settled(
        opening directory: ArchiveDirectory, _ deployments: [DeploymentSettings], _ logger: Logger
    ) async -> DisciplinedClock {
        let clock = DisciplinedClock(SystemWallClock())
        guard let end = ArchiveSurvey(directory).lastTime else { return clock }
        clock.begin(logEnd: end)
        let asked = deployments.filter { !$0.isPaused }
        guard clock.isDoubtful, !asked.isEmpty else { return clock }
        logger.info(
            "the log ends at \(end), long before this machine's time or after it: the deployments are asked for theirs")
        await clock.ask(asked)
        return clock
    }

    private func ask(_ deployments: [DeploymentSettings]) async {
        let transports = deployments.map { $0.transport() }
        let inspectors = zip(deployments, transports).map { deployment, transport in
            AltaInspector(
                credentials: deployment.credentials, transport: transport, clock: self, userAgent: deployment.userAgent)
        }
        await ask(inspectors, limit: Self.settlingLimit)
        for transport in transports { try? await transport.shutdown() }
    }

    /// Milliseconds. A vendor that can be reached says so in one or two seconds; without one, the machine's clock is what
    /// there is.
    private static let settlingLimit: Int64 = 10_000
}
