import Archive
import ArchiveEvents
import ArgumentParser
import ExactJSON
import TransparencyLog

/// `snapshot`: a copy of the log, or of the views, in one file.
struct SnapshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshot",
        abstract: "Copy the log into one file, which is verified in full before it gets its name.",
        discussion: """
            Works while alarm-archiver runs. The copy is a log.sqlite of its own: `restore` puts it into an archive. It \
            holds every event, so keep it as safe as the archive; the archive's keys are not in it: back up the folder \
            `keys` apart from it.

            With --views, the copy is one of the views instead, brought up to the log first: an SQLite file that stays as it \
            is, for SQL with any tool. It can be made again at any time, and restores nothing.

            EXAMPLES
              alarm-history snapshot --output /backup/alarms-2026-11-23.sqlite
              alarm-history snapshot --output "/backup/alarms-$(date +%F).sqlite" --json
              alarm-history snapshot --views --output november.sqlite && sqlite3 november.sqlite \
                "SELECT zone_name, count(*) FROM v1_alarms GROUP BY 1"
            """)

    @OptionGroup var archive: ArchiveOptions
    @Option(help: "The file to write. An existing file is not replaced.") var output: String
    @Flag(help: "The views instead of the log.") var views = false
    @Flag(help: "One JSON document.") var json = false

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let reader = try archive.reader()
            guard !views else { return try copyViews(of: reader) }
            var bars = CopyBars()
            defer { bars.finish() }
            let summary = try ArchiveSnapshot(reader).write(to: output) { bars.show($0, $1, of: $2) }
            bars.finish()
            if json { try Console.answer(self.json(summary)) } else { try Console.answer(text(summary)) }
            return .done
        }
    }

    private func copyViews(of reader: ArchiveReader) throws -> ExitStatus {
        let summary = try ViewsSnapshot(archive.views(of: reader)).write(to: output)
        let members: [(String, JSONValue)] = [
            ("schema_version", .integer(1)), ("file", .string(output)), ("size", .whole(summary.size.number)),
            ("bytes", .whole(summary.bytes)),
        ]
        let text = "\(output): the views of \(summary.size) events, \(summary.bytes) bytes"
        if json { try Console.answer(.object(members)) } else { try Console.answer(text.printable) }
        return .done
    }

    private func json(_ summary: ArchiveSnapshot.Summary) -> JSONValue {
        .object([
            ("schema_version", .integer(1)), ("file", .string(output)), ("size", .whole(summary.size)),
            ("root", .string(summary.root.hex)), ("bytes", .whole(summary.bytes)),
        ])
    }

    private func text(_ summary: ArchiveSnapshot.Summary) -> String {
        "\(output): \(summary.size) events, root \(summary.root.hex), \(summary.bytes) bytes, verified".printable
    }
}
