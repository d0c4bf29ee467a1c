import Archive
import ArgumentParser
import ExactJSON
import TransparencyLog

/// `restore`: a snapshot becomes an archive's log.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a snapshot into the place of an archive's lost log; never replaces a log.",
        discussion: """
            The snapshot is copied into the archive's directory, which is made where it is missing, and the copy is \
            verified in full. Where head.note in that directory proves that the log had more events than the snapshot, \
            or other ones, nothing is restored.

            EXAMPLES
              mv /var/lib/alarms/log.sqlite* /var/lib/alarms-damaged/
              alarm-history restore /backup/alarms-2026-11-23.sqlite --archive /var/lib/alarms
              alarm-history restore /backup/alarms-2026-11-23.sqlite --archive /tmp/look-at-this
            """)

    @Argument(help: "The file that `alarm-history snapshot` wrote.") var file: String
    @OptionGroup var archive: ArchiveOptions
    @Flag(help: "One JSON document.") var json = false

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let directory = try archive.directory()
            var bars = CopyBars()
            defer { bars.finish() }
            let summary = try ArchiveRestore(of: file, into: directory).perform { bars.show($0, $1, of: $2) }
            bars.finish()
            if json {
                try Console.answer(Self.json(summary, directory))
            } else {
                let text = "\(directory.path): \(summary.size) events, root \(summary.root.hex), verified"
                try Console.answer(text.printable)
            }
            if let note = Self.note(summary.keys, directory) { Console.note(note) }
            if summary.isPossiblyOlder { Console.note(Self.possiblyOlder(file)) }
            return .done
        }
    }

    private static func json(_ summary: ArchiveRestore.Summary, _ directory: ArchiveDirectory) -> JSONValue {
        .object([
            ("schema_version", .integer(1)), ("archive", .string(directory.path)), ("size", .whole(summary.size)),
            ("root", .string(summary.root.hex)), ("can_be_written", .bool(summary.keys == .present)),
            ("possibly_older", .bool(summary.isPossiblyOlder)),
        ])
    }

    private static func possiblyOlder(_ file: String) -> String {
        "\(file) is of the kind that has a write-ahead log, and none lies beside it: where it was copied while the archiver "
            + "ran, it is older than the archive was, and newer events are missing; `alarm-history snapshot` copies them all"
    }

    private static func note(_ keys: ArchiveKeys.Standing, _ directory: ArchiveDirectory) -> String? {
        switch keys {
        case .present: nil
        case .missing:
            "\(directory.path)/keys is missing or not whole: the archive can be read, but alarm-archiver cannot go on "
                + "with it until the archive's own keys are put back there"
        case .foreign:
            "\(directory.path)/keys holds the key of another log: the archive can be read, but alarm-archiver cannot go "
                + "on with it until the archive's own keys are put back there"
        }
    }
}
