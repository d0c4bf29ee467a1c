import Archive
import ArgumentParser
import EventStorage
import ExactJSON
import TransparencyLog

/// `checkpoint`: the signed head of the log.
struct CheckpointCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkpoint",
        abstract: "Print the newest signed checkpoint: a few lines that commit to every event so far.",
        discussion: """
            Keep checkpoints, and the key, where whoever can change the archive cannot: `verify --since` holds the \
            archive against them later. The key also stands in the log's first event, but trust in it must come from \
            elsewhere.

            EXAMPLES
              alarm-history checkpoint --key > log.vkey
              alarm-history checkpoint --output /elsewhere/monday.checkpoint
              alarm-history verify --since /elsewhere/monday.checkpoint
            """)

    @OptionGroup var archive: ArchiveOptions
    @Option(help: "A file to write instead of standard output. An existing file is not replaced.") var output: String?
    @Flag(help: "The key that checks the log's checkpoints, as a word, instead.") var key = false
    @Flag(help: "One JSON document.") var json = false

    func validate() throws {
        guard !(key && json) else { throw ValidationError("--json gives the key, too: leave --key away.") }
    }

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let head = try archive.reader().store.read { try LogHead(of: $0) }
            let target = try AnswerTarget(output)
            try target.write(answer(head))
            try target.finish()
            if head.unsigned > 0 {
                Console.note(
                    "the newest \(head.unsigned) events are not signed, since signing has stopped; run "
                        + "`alarm-history verify`")
            }
            return .done
        }
    }

    private func answer(_ head: LogHead) -> [UInt8] {
        if key { return Array((head.verifier.verifierKey + "\n").utf8) }
        return json ? Self.json(head).bytes + [UInt8(ascii: "\n")] : Array(head.note.note.utf8)
    }

    private static func json(_ head: LogHead) -> JSONValue {
        .object([
            ("schema_version", .integer(1)), ("origin", .string(head.checkpoint.origin)),
            ("size", .whole(head.checkpoint.size)), ("root", .string(head.checkpoint.root.hex)),
            ("key", .string(head.verifier.verifierKey)), ("note", .string(head.note.note)),
        ])
    }
}
