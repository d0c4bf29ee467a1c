import AlarmHistory
import Archive
import ArchiveEvents
import ArgumentParser
import EventStorage
import Projections

/// `prove`: that one event stands in the log, as a file that anyone can check.
struct ProveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove",
        abstract: "Write the proof that one event stands in the log, up to the newest signed checkpoint.",
        discussion: """
            An alarm's guid stands for the newest event that holds its record; `alarm-history alarm GUID` lists the \
            others with their positions. Whoever has the proof, the event's line and the log's key can check them \
            without the archive and without this program. The proof gives away nothing of other events.

            EXAMPLES
              alarm-history checkpoint --key > log.vkey
              alarm-history prove 7c1f0a52-3d1e-4d6b-9a55-0c2e8b1d4f10 --output alarm.tlog-proof --event alarm.json
              tools/check-proof alarm.tlog-proof alarm.json log.vkey
              alarm-history prove 41 > 41.tlog-proof
            """)

    @Argument(help: "An alarm's guid, or an event's position.") var event: String
    @OptionGroup var archive: ArchiveOptions
    @Option(help: "The deployment, where two have an alarm of that guid.") var deployment: String?
    @Option(help: "A file to write instead of standard output. An existing file is not replaced.") var output: String?
    @Option(name: .customLong("event"), help: "A file that gets the event's line, too, to be checked with the proof.")
    var eventFile: String?

    func validate() throws {
        guard eventFile != "-" || output ?? "-" != "-" else {
            throw ValidationError("Event and proof cannot both go to standard output: name a file with --output.")
        }
    }

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let reader = try archive.reader()
            let position = try position(reader)
            let proof = try reader.store.read { try EventProof(of: position, in: $0) }
            try write(proof)
            Console.note(
                "event \(position), \(proof.event.type.rawValue) of \(proof.event.subject.printable), is in the checkpoint "
                    + "over \(proof.head.size) events")
            if let erasure = proof.erasure {
                Console.note(
                    "its data was erased, which event \(erasure) authorises; whoever checks the proof needs that event and "
                        + "its proof, too: tools/check-proof --erased-by")
            }
            return .done
        }
    }

    /// Both files, or none.
    private func write(_ proof: EventProof) throws {
        let proofTarget = try AnswerTarget(output)
        let eventTarget = try eventFile.map { try AnswerTarget($0) }
        try eventTarget?.write([UInt8](proof.event.line) + [LineRun.lineFeed])
        try proofTarget.write(Array(proof.text.utf8))
        try eventTarget?.finish()
        try proofTarget.finish()
    }

    private func position(_ reader: ArchiveReader) throws -> Position {
        if !event.isEmpty, event.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            guard let number = UInt64(event), number <= UInt64(Int64.max) else {
                throw UsageError(description: "\(event) is larger than any position")
            }
            return Position(number)
        }
        let views = try archive.views(of: reader)
        let alarm = try AlarmLookup(guid: event, deployment: deployment).find(in: views, reader)
        guard let newest = alarm.summary.contentPosition else {
            throw LookupFailure(description: "no event holds the record of alarm \(event); give the position of one")
        }
        return newest
    }
}
