import Archive
import ArgumentParser
import EventStorage
import Exports
import Foundation

/// `export`: the log, compressed.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the whole log as compressed lines of JSON.",
        discussion: """
            The file holds every event's line byte for byte, in the log's order; any gzip reader reads it.

            EXAMPLE
              alarm-history export --format jsonl --gzip single --output alarms.jsonl.gz
            """)

    @OptionGroup var archive: ArchiveOptions
    @Option(help: "The file to write; - for standard output. An existing file is not replaced.") var output: String
    @Option(help: "jsonl: the events' lines.") var format = Format.jsonl
    @Option(help: "single: one gzip member.") var gzip = Gzip.single

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case jsonl
    }

    enum Gzip: String, ExpressibleByArgument, CaseIterable {
        case single
    }

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let reader = try archive.reader()
            guard !(output == "-" && Console.isTerminal) else {
                throw UsageError(description: "compressed bytes do no good on a terminal; name a file, or use a pipe")
            }
            let target = try AnswerTarget(output)
            let summary = try write(reader, to: target)
            try target.finish()
            Console.note(
                "\(summary.events) events, \(summary.plainBytes) bytes in \(summary.compressedBytes); "
                    + "\(summary.copiedEvents) copied as stored")
            return .done
        }
    }

    private func write(_ reader: ArchiveReader, to target: AnswerTarget) throws -> GzipExport.Summary {
        var bar = ProgressBar("exporting")
        let summary = try GzipExport(reader.store).write(progress: { bar.show($0, of: $1) }, to: target.write)
        bar.finish()
        return summary
    }
}
