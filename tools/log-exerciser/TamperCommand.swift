import Archive
import ArgumentParser
import Foundation
import TestSupport

/// `tamper`: changes a copy of an archive in one way after the other, and tells which changes nobody noticed.
struct TamperCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tamper",
        abstract: "Change a copy of an archive at rest in every way, and tell what the verifier does not notice.",
        discussion: """
            One line for each change that was not noticed: `missed` and what it was. At the end, how many of each kind \
            were tried. It ends with 0 even so: whoever asks knows which of them cannot matter.
            """)

    @Argument(help: "The archive's directory; it must be closed.") var archive: String
    @Option(help: "Chooses the bits.") var seed: UInt64 = 1
    @Option(help: "Bits of each stored value; all of them, if left out.") var bits: Int?
    @Option(help: "Bits of the file itself.") var fileBits = 100
    @Option(help: "Only each so manyth change, beginning with --part; for several processes side by side.") var parts =
        1
    @Option(help: "Which part this process does, from 0.") var part = 0
    @Flag(help: "Tell each change before it is tried.") var trace = false

    func run() async throws {
        let copy = try TamperedCopy(of: ArchiveDirectory(archive))
        defer { copy.remove() }
        if let finding = copy.verdict() {
            throw ExerciseFailure(description: "the archive is not sound before anything was done to it: \(finding)")
        }
        let log = try RewrittenLog(copy.directory.logPath)
        if let finding = try copy.verdict(onRows: { try log.write(to: $0) }) {
            throw ExerciseFailure(description: "the archive is not sound once its blocks are packed anew: \(finding)")
        }
        let forgeries = Forgery.rows + (try Forger(copy.directory).forgeries()) + Forgery.takenData(of: log)
        let matrix = TamperMatrix(copy, seed: seed, bits: bits, fileBits: fileBits)
        try apply(forgeries.map(\.change) + matrix.changes(), to: copy)
    }

    private func apply(_ changes: [Change], to copy: TamperedCopy) throws {
        var tried: [String: Int] = [:]
        for (number, change) in changes.enumerated() where number % parts == part {
            if trace { Self.tell("trying \(change.name)") }
            if try change.verdict(copy) == nil { Self.tell("missed \(change.name)") }
            tried[change.kind, default: 0] += 1
        }
        for (kind, count) in tried.sorted(by: { $0.key < $1.key }) { Self.tell("tried \(kind): \(count)") }
    }

    /// At once, since a change may be the end of the process.
    private static func tell(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
}

/// One thing that is done to the copy, and what the verifier says to it.
struct Change {
    /// What is counted together.
    let kind: String
    /// What exactly is changed.
    let name: String
    /// Nil where nobody noticed.
    let verdict: (TamperedCopy) throws -> String?
}
