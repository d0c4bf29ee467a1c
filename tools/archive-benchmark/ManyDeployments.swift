import Foundation

/// Many deployments, each polled at the usual intervals, for a minute after all were looked at once.
struct ManyDeployments {
    private let workshop: Workshop

    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    func measure(into table: inout ResultTable) async throws {
        let simulator = try Simulator(
            [
                "--deployments", "\(Self.count)", "--zones", "8", "--devices", "30", "--alarms-per-day", "10",
                "--history", "30d",
            ], in: workshop)
        let daemon = try BuiltProgram(
            "alarm-archiver", ["run", "--config", try writeSettings(simulator.address)],
            errors: workshop.file("many.errors"))
        try await Task.sleep(for: Self.start)
        let before = try ProcessUse.seconds(of: daemon.id)
        let clock = ContinuousClock.now
        try await Task.sleep(for: Self.length)
        let seconds = try ProcessUse.seconds(of: daemon.id) - before
        let share = seconds / (clock.duration(to: .now) / .seconds(1)) * 100
        let memory = try ProcessUse.peakMemory(of: daemon.id)
        try daemon.stop()
        try simulator.stop()
        let what = "\(Self.count) deployments, ongoing alarms every 5 s"
        table.add("\(what): percent of one core", against: "-", share, atMost: 50)
        table.add("\(what): peak memory, MB", against: "-", memory / 1e6, atMost: 128)
        table.add("  seconds of CPU until then", rounded(before))
    }

    private func writeSettings(_ address: String) throws -> String {
        let password = workshop.file("many.password")
        try Data("simulated\n".utf8).write(to: URL(fileURLWithPath: password))
        var lines = ["archive: \(workshop.file("many"))", "deployments:"]
        for number in 1...Self.count {
            lines += [
                "  - name: d\(number)", "    url: \(address)/d\(number)", "    username: archiver@example.com",
                "    passwordFile: \(password)",
            ]
        }
        let path = workshop.file("many.yaml")
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private static let count = 200
    /// Until every deployment was looked at once.
    private static let start = Duration.seconds(40)
    private static let length = Duration.seconds(60)
}
