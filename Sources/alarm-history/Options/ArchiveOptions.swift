import AccessSettings
import AltaAPI
import Archive
import ArchiveEvents
import ArgumentParser
import EventStorage
import Foundation
import Projections

/// Where the archive is.
struct ArchiveOptions: ParsableArguments {
    @Option(help: "The archive's directory (default: the settings file's, else $STATE_DIRECTORY, else ./archive).")
    var archive: String?

    @Option(help: "The archiver's settings file, in YAML.")
    var config: String?

    /// The archive's folder, whether it exists or not.
    func directory() throws -> ArchiveDirectory { directory(try settings()) }

    /// The same, by settings that were read already.
    func directory(_ settings: SettingSource) -> ArchiveDirectory {
        ArchiveDirectory(
            archive ?? settings.value("archive")?.text
                ?? ArchiveDirectory.defaultPath(ProcessInfo.processInfo.environment))
    }

    /// The settings, with `flags` from the command line.
    func settings(_ flags: [String: String] = [:]) throws -> SettingSource {
        try SettingSource(flags: flags, config: config, environment: ProcessInfo.processInfo.environment)
    }

    /// The archive, opened to be looked at.
    func reader() throws -> ArchiveReader { try ArchiveReader(directory()) }

    /// The views, brought up to the log, or with a note of what they lack.
    func views(of archive: ArchiveReader) throws -> ViewStore { try currentViews(of: archive).store }

    /// The same, with how they stand to the log.
    func currentViews(of archive: ArchiveReader) throws -> CurrentViews {
        var bar = ProgressBar("catching up")
        let total = try archive.log.size().number
        let views = try archive.currentViews { bar.show($0, of: total) }
        bar.finish()
        for note in try views.notes(archive.log) { Console.note(note.printableLines) }
        return views
    }
}

/// How the answer is written.
struct FormatOptions: ParsableArguments {
    @Flag(help: "One JSON document.")
    var json = false

    @Flag(help: "A line of JSON for each row.")
    var jsonl = false

    @Flag(help: "CSV with a header line.")
    var csv = false

    func validate() throws {
        guard [json, jsonl, csv].filter({ $0 }).count <= 1 else {
            throw ValidationError("Give one of --json, --jsonl and --csv.")
        }
    }

    /// Whether a program reads the answer.
    var isForPrograms: Bool { json || jsonl || csv }
}

/// A period.
struct PeriodOptions: ParsableArguments {
    @Option(help: "From this time on: RFC 3339, a date, now, or a span back from now such as 24h or 7d.")
    var since: String?

    @Option(help: "Before this time.")
    var until: String?

    /// The period in absolute times.
    func resolved(now: Instant = SystemWallClock().now) throws -> (since: Instant?, until: Instant?) {
        let period = (since: try Self.time(since, "--since", now), until: try Self.time(until, "--until", now))
        if let since = period.since, let until = period.until, since >= until {
            throw UsageError(description: "--since \(since) is not before --until \(until)")
        }
        return period
    }

    /// A time that an option gives.
    static func time(
        _ text: String?, _ option: String, _ now: Instant = SystemWallClock().now
    ) throws -> Instant? {
        guard let text else { return nil }
        guard let time = Instant(typed: text, now: now) else {
            throw UsageError(
                description: "\(option) \(text) is no time; write 2026-11-23T03:12:45Z, 2026-11-23, now, 24h or 7d")
        }
        return time
    }
}
