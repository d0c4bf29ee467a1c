import Foundation

/// How much of the daemon's CPU an alert of the past takes, read from a simulator over loopback.
struct BackfillRate {
    private let workshop: Workshop

    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    func measure(into table: inout ResultTable) throws {
        let simulator = try Simulator(
            ["--profile", "paged", "--page-size", "1000", "--history", "30d", "--alarms-per-day", "2000"],
            in: workshop)
        let password = workshop.file("password")
        try Data("simulated\n".utf8).write(to: URL(fileURLWithPath: password))
        let before = ProcessUse.endedChildren
        let backfill = try BuiltProgram(
            "alarm-archiver",
            [
                "backfill", "--since", "30d", "--archive", workshop.file("backfilled"), "--url", simulator.address,
                "--username", "archiver@example.com", "--password-file", password, "--request-budget", Self.budget,
            ], errors: workshop.file("backfill.errors"))
        let told = try backfill.finish()
        let seconds = ProcessUse.endedChildren - before
        try simulator.stop()
        // `main: 60000 alerts, back to ..., 60123 new events`
        let words = told.split(separator: " ")
        guard words.count > 5, let alerts = Double(words[1]), let events = Double(words[words.count - 3]) else {
            throw BenchmarkFailure(what: "the backfill said: \(told)")
        }
        table.add(
            "backfill: alerts per second of the daemon's CPU", against: "\(Self.budget) requests a minute",
            alerts / seconds, atLeast: 20_000)
        table.add(
            "  alerts; events, lines of zone logs included; seconds of CPU",
            "\(grouped(alerts)); \(grouped(events)); \(rounded(seconds))")
        table.add("  events per second of CPU", grouped(events / seconds))
    }

    private static let budget = "6000"
}
