import AltaAPI
import Archive
import ArchiveEvents
import ArgumentParser
import EventStorage
import ExactJSON
import Handover
import Projections

/// `rebuild`: the views, folded anew.
struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Fold the views anew from the log, beside the live ones, which are then replaced.",
        discussion: """
            Works while alarm-archiver runs; the log is not locked. With --compare the live views stay as they are: they \
            are compared with the new ones by a hash over all tables, indexes, triggers, views and rows, and the log is \
            verified. Where both views are the same and the log is sound, that is recorded in it (view-attested). Else the \
            exit code is 12, and each object that is not as it should be is named; rebuild without --compare replaces them.

            EXAMPLES
              alarm-history rebuild
              alarm-history rebuild --compare --json
            """)

    @OptionGroup var archive: ArchiveOptions
    @Flag(help: "Compare the live views with new ones instead of replacing them.") var compare = false
    @Flag(help: "One JSON document.") var json = false

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let reader = try archive.reader()
            return compare ? try await compare(reader) : try replace(reader)
        }
    }

    private func replace(_ reader: ArchiveReader) throws -> ExitStatus {
        let count = try showingProgress(reader) {
            try ViewRebuild(reader).perform(report: $0) { Console.note($0.printableLines) }
        }
        let document = JSONValue.object([("schema_version", .integer(1)), ("events", .whole(count))])
        if json {
            try Console.answer(document)
        } else {
            try Console.answer(count == 1 ? "1 event folded" : "\(count) events folded")
        }
        return .done
    }

    private func compare(_ reader: ArchiveReader) async throws -> ExitStatus {
        let comparison = try comparison(reader)
        let recorded = comparison.isProven ? await record(comparison.live) : nil
        let document = JSONValue.object([
            ("schema_version", .integer(1)), ("same", .bool(comparison.isSame)),
            ("log_sound", .bool(comparison.logProblem == nil)),
            ("view_version", .whole(ViewStore.version)), ("position", .whole(comparison.live.position.number)),
            ("live", .string(comparison.live.hex)), ("rebuilt", .string(comparison.rebuilt.hex)),
            ("attested_at", recorded.map { .whole($0.number) } ?? .null),
            ("findings", .array(comparison.findings.map(JSONValue.string))),
        ])
        if json { try Console.answer(document) } else { try Console.answer(comparison.text) }
        return comparison.isProven ? .done : .integrity
    }

    private func comparison(_ reader: ArchiveReader) throws -> ViewRebuild.Comparison {
        var verifying = ProgressBar("verifying")
        defer { verifying.finish() }
        return try showingProgress(reader) { report in
            try ViewRebuild(reader).compare(report: report) { verifying.show($0, of: $1) }
        }
    }

    /// Puts into the log what was found; that it cannot be written changes nothing about it.
    private func record(_ digest: ViewDigest) async -> Position? {
        let data = JSONValue.object([
            ("view_version", .whole(ViewStore.version)), ("position", .whole(digest.position.number)),
            ("sha256", .string(digest.hex)),
        ])
        do {
            let event = NewEvent(type: .viewAttested, subject: HandedEvent.archiveSubject, data: data.bytes)
            return try await EventRecorder(archive.directory(), clock: SystemWallClock()).record(event)
        } catch {
            Console.note("alarm-history: not recorded in the log: \(error)")
            return nil
        }
    }

    private func showingProgress<Value>(
        _ reader: ArchiveReader, _ work: ((Position) -> Void) throws -> Value
    ) throws -> Value {
        let total = try reader.log.size().number
        var bar = ProgressBar("rebuilding")
        defer { bar.finish() }
        return try work { bar.show($0.number, of: total) }
    }
}

extension ViewRebuild.Comparison {
    /// What was found, in words.
    var text: String {
        guard !isSame else {
            let answer = "the views are those that the events before \(live.position) make: \(live.hex)"
            return logProblem.map { "\(answer)\n\($0.printable)" } ?? answer
        }
        let difference =
            "the views differ from those that the events before \(live.position) make; `alarm-history rebuild` replaces them"
        let problems = findings + (logProblem.map { [$0] } ?? [])
        return ([difference] + problems.map(\.printable) + ["live     \(live.hex)", "rebuilt  \(rebuilt.hex)"])
            .joined(separator: "\n")
    }
}
