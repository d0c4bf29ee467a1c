import Archive
import ArchiveEvents
import ArgumentParser
import EventStorage
import Exports
import Foundation

/// A piece of work in a process of its own, so that its time and memory can be told from the outside.
enum Step: String, ExpressibleByArgument {
    case fill, export, verify
    /// A year of as many alarms as there should be events.
    case fillYear
    /// Inflates all blocks and splits them at their line feeds.
    case inflate
    /// Appends a little and ends as `kill -9` would have it.
    case appendAndDie

    /// What a process took, as the system accounts it.
    struct Usage {
        let seconds: Double
        /// In bytes.
        let peakMemory: Double
    }

    static func run(
        _ step: Step, _ directory: ArchiveDirectory, events: Int = 0, output: String? = nil
    ) throws -> Usage {
        let program = Process()
        let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        program.executableURL = path
        program.arguments = ["step", step.rawValue, directory.path, "--events", "\(events)"]
        if let output { program.arguments? += ["--output", output] }
        if step == .fillYear, FileManager.default.isExecutableFile(atPath: unsyncedBy) {
            // Some fifty thousand commits, of which nothing is measured.
            program.executableURL = URL(fileURLWithPath: unsyncedBy)
            program.arguments?.insert(path.path, at: 0)
        }
        let pipe = Pipe()
        program.standardOutput = pipe
        let clock = ContinuousClock()
        let start = clock.now
        try program.run()
        program.waitUntilExit()
        let seconds = start.duration(to: clock.now) / .seconds(1)
        let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        let isDead = step == .appendAndDie && program.terminationReason == .uncaughtSignal
        guard program.terminationStatus == 0 || isDead else { throw BenchmarkFailure(what: "\(step) failed: \(text)") }
        return Usage(seconds: seconds, peakMemory: Double(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0)
    }

    /// Runs a program whose syncs do nothing.
    private static let unsyncedBy = "/usr/bin/eatmydata"

    static func time(_ line: String) throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try shell(line)
        return start.duration(to: clock.now) / .seconds(1)
    }
}

struct StepCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "step", shouldDisplay: false)

    @Argument var step: Step
    @Argument var directory: String
    @Option var events = 0
    @Option var output: String?

    func run() async throws {
        switch step {
        case .fill: try await fill()
        case .fillYear: try await fillYear()
        case .export: try export()
        case .verify:
            let report = try Verifier(ArchiveReader(ArchiveDirectory(directory))).verify()
            guard report.isSound else { throw BenchmarkFailure(what: "not sound: \(report.findings)") }
        case .inflate: _ = try InflateStep(path: ArchiveDirectory(directory).logPath).perform()
        case .appendAndDie: try await appendAndDie()
        }
        print(Self.peakMemory)
    }

    private func fill() async throws {
        let archive = try await ArchiveWriter.open(ArchiveDirectory(directory), origin: nil, at: .zero)
        // Sealed beside the appends, as the daemon does it.
        let sealing = Task { await archive.sealer.run { print("sealing failed: \($0)") } }
        var samples = SampleEvents()
        for _ in 0..<events / 1000 {
            let batch = samples.next(1000)
            _ = try await archive.log.append(batch, at: batch.last?.servedTime ?? .zero)
        }
        try await archive.sealer.sealFullBlocks()
        // Ends those who follow the log; they read what is closed next.
        try await archive.log.close()
        await sealing.value
        try await archive.closeWithoutViews()
    }

    private func fillYear() async throws {
        let archive = try await ArchiveWriter.open(ArchiveDirectory(directory), origin: nil, at: SampleYear.start)
        let sealing = Task { await archive.sealer.run { print("sealing failed: \($0)") } }
        var year = SampleYear(alarms: events)
        while let commit = year.next() { _ = try await archive.log.append(commit.events, at: commit.time) }
        try await archive.sealer.sealFullBlocks()
        // Ends those who follow the log; they read what is closed next.
        try await archive.log.close()
        await sealing.value
        try await archive.closeWithoutViews()
    }

    private func export() throws {
        let reader = try ArchiveReader(ArchiveDirectory(directory))
        let path = output ?? "/dev/null"
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        _ = try GzipExport(reader.store).write { try file.write(contentsOf: $0) }
        try file.close()
    }

    private func appendAndDie() async throws {
        let archive = try await ArchiveWriter.open(ArchiveDirectory(directory), origin: nil, at: .zero)
        var samples = SampleEvents(from: 1 << 30)
        for event in samples.next(events) { _ = try await archive.log.append([event], at: .zero) }
        kill(getpid(), SIGKILL)
    }

    /// The highest resident size of this process, in bytes.
    private static var peakMemory: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 1024
    }
}
