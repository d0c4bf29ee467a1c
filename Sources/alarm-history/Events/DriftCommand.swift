import Archive
import ArchiveEvents
import ArgumentParser
import ExactJSON
import Projections

/// `drift`: what the vendor serves that it had not served before.
struct DriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract: "List members, types and values that an endpoint served for the first time, or no longer serves.",
        discussion: """
            The first look at an endpoint finds all its members new: those are one line, unless --all lists them.

            EXAMPLES
              alarm-history drift --since 30d
              alarm-history drift --all --json
            """)

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var period: PeriodOptions
    @Flag(help: "The members of first looks one by one, too.") var all = false
    @Flag(help: "One JSON document.") var json = false

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let (since, until) = try period.resolved()
            let views = try archive.views(of: archive.reader())
            let list = DriftList(rows: try views.drift(since: since, until: until), listsFirstLooks: all)
            if json { try Console.answer(list.json) } else { try Console.answer(list.text) }
            return .done
        }
    }
}
