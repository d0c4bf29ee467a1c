import Archive
import ArchiveEvents
import Foundation

/// An archive of a ``SampleYear`` with its views, made when it is asked for first.
struct HistoryArchive {
    let alarms: Int
    let directory: ArchiveDirectory
    private let workshop: Workshop

    /// A year with as many alarms as the workshop has events.
    init(_ workshop: Workshop) { self.init(workshop, alarms: workshop.events) }

    init(_ workshop: Workshop, alarms: Int) {
        self.workshop = workshop
        self.alarms = alarms
        directory = ArchiveDirectory(workshop.file("history-\(alarms)"))
    }

    /// Fills it, where that was not done yet.
    func make() throws {
        guard !FileManager.default.fileExists(atPath: directory.path) else { return }
        _ = try Step.run(.fillYear, directory, events: alarms)
        _ = try ask("rebuild").run()
    }

    /// A command of `alarm-history` on it. Exit code 3 is an answer: the year has gaps.
    func ask(_ command: String, _ options: [String] = []) -> MeasuredProgram {
        MeasuredProgram(
            arguments: [MeasuredProgram.path(of: "alarm-history"), command, "--archive", directory.path] + options,
            output: file("\(command).answer"), accepted: [0, 3])
    }

    /// A file beside the archive.
    func file(_ name: String) -> String { directory.path + "." + name }

    func rows(_ sql: String) throws -> [[String]] {
        let output = try shellOutput(["sqlite3", "-readonly", "-separator", "\t", directory.viewsPath, sql])
        return output.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }
}
