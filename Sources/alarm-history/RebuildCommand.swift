import Archive
import ArchiveEvents
import ArgumentParser
import EventStorage

/// `rebuild`: the views, folded anew.
struct RebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Fold the views anew from the log, beside the live ones, which are then replaced.",
        discussion: "Works while alarm-archiver runs; the log is not locked.")

    @OptionGroup var archive: ArchiveOptions

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let reader = try archive.reader()
            let total = try reader.log.size().number
            var bar = ProgressBar("rebuilding")
            let count = try ViewRebuild(reader).perform { bar.show($0.number, of: total) }
            bar.finish()
            try Console.answer("\(count) events folded")
            return .done
        }
    }
}
