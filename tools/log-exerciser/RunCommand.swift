import Archive
import ArgumentParser
import EventStorage
import Foundation

/// `run`: a script of operations, with a receipt for each append that was acknowledged.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run operations on an archive, which is made where there is none.",
        discussion: """
            Each acknowledged append gives one line on standard output: `receipt`, the position of its last event, the \
            leaf of that event in hexadecimal, the checkpoint in base64. Each operation that fails gives one line on \
            standard error. The status is that of the first failure, as the programs have it.
            """)

    /// What becomes of the rest of the script once an operation failed.
    enum Reaction: String, ExpressibleByArgument {
        case stop
        case goOn = "go-on"
    }

    @Option(help: "The archive's directory.") var archive: String
    @Option(help: "Decides the events.") var seed: UInt64 = 1
    @Option(help: "Name of a new log.") var origin = "fault.example/log"
    @Option(help: "When an operation fails: stop, or go-on.") var onError = Reaction.stop
    @Argument(help: Operation.help) var operations: [Operation]

    func run() async throws {
        // A limit on the size of files is to be an error, not an end.
        signal(SIGXFSZ, SIG_IGN)
        var exercise = Exercise(ArchiveDirectory(archive), seed: seed, origin: origin)
        var status = ExitStatus.done
        for operation in operations {
            do {
                try await exercise.perform(operation)
            } catch {
                status = status == .done ? ExitStatus(of: error) : status
                Self.tell("\(operation): \(error)")
                if onError == .stop { break }
            }
        }
        do {
            try await exercise.perform(.close)
        } catch {
            status = status == .done ? ExitStatus(of: error) : status
            Self.tell("close: \(error)")
        }
        guard status == .done else { throw ExitCode(status.rawValue) }
    }

    private static func tell(_ line: String) { FileHandle.standardError.write(Data("\(line)\n".utf8)) }
}
