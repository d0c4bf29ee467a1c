import AlarmPerformance
import ArchiveEvents
import ArgumentParser
import Foundation

/// Which alarms indicators are computed of, and what the computations are told.
struct PerformanceOptions: ParsableArguments {
    @Option(help: "Only this zone, by id or name.") var zone: String?
    @Option(help: "Only this device, by id or name.") var device: String?
    @Option(help: "Only this deployment.") var deployment: String?

    @Option(help: "Operator positions that share the alarms; without it nothing is graded.")
    var operators: Int?

    @Option(
        help: ArgumentHelp(
            "A preset's file, or the name of one that comes with the program; repeatable.", valueName: "file"))
    var preset: [String] = []

    @Option(help: "The time zone of local days, by its IANA name.")
    var tz = "UTC"

    @Option(help: "Permitted alarm systems, for the alarm factor.") var systems: Int?
    @Option(help: "The time within which an operator is to have verified, such as 60s.") var allowed: String?

    /// What the computations are told.
    func settings() throws -> PerformanceSettings {
        try Self.check(operators, "--operators")
        try Self.check(systems, "--systems")
        var settings = PerformanceSettings(operators: operators, adding: try preset.map(Self.preset))
        settings.systems = systems
        if let allowed {
            guard let span = TimeSpan(allowed), span.milliseconds > 0 else {
                throw UsageError(description: "--allowed \(allowed) is no length of time; write 60s or 5m")
            }
            settings.allowedSeconds = Double(span.milliseconds) / 1000
        }
        return settings
    }

    /// What counts as one, by a word.
    func unit(_ word: String) throws -> AnnunciationUnit {
        let unit: AnnunciationUnit = try Choices.one(word, "--unit")
        guard unit == .alarm || device == nil else {
            throw UsageError(
                description:
                    "--device asks for alarms, which may hold detections of other devices: not with --unit detection")
        }
        return unit
    }

    private static func check(_ number: Int?, _ option: String) throws {
        guard let number, !(1...largest).contains(number) else { return }
        throw UsageError(description: "\(option) \(number) is not from 1 to \(largest)")
    }

    /// More than anybody has; it keeps products within 64 bits.
    private static let largest = 1_000_000

    private static func preset(_ name: String) throws -> Preset {
        if let content = FileManager.default.contents(atPath: name) {
            do {
                return try Preset([UInt8](content))
            } catch {
                throw UsageError(description: "--preset \(name): \(error)")
            }
        }
        guard let preset = Presets.named(name) else {
            let known = Presets.ids.joined(separator: ", ")
            throw UsageError(description: "--preset \(name) is no file that can be read, and none of \(known)")
        }
        return preset
    }
}
