import Archive
import ArgumentParser
import EventStorage
import ExactJSON
import Foundation
import TransparencyLog

/// `verify`: checks the whole archive.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every stored event, hash, checkpoint and signature of the archive; needs no network.",
        discussion: """
            Works while alarm-archiver runs. Ends with 12 where anything is wrong, and says what and where; with 1 where \
            the log could not be read to its end, which says nothing of whether it is sound. Whoever has the archive's \
            folder can make a log anew under a key of his own: that is found by the key, kept elsewhere (--key). An \
            archive that was put back whole, head.note included, is found by a checkpoint that was kept elsewhere (--since).

            EXAMPLES
              alarm-history verify --key /elsewhere/log.vkey
              alarm-history verify --quick --since /elsewhere/monday.checkpoint
              alarm-history verify /backup/alarms-2026-11-23.sqlite
            """)

    @Argument(help: "The archive's directory, instead of --archive, or a snapshot.") var path: String?
    @OptionGroup var archive: ArchiveOptions
    @Flag(
        help: """
            Seconds, whatever the size: rows, salts, checkpoints, tiles and the log's end. Older lines are not read, so \
            data that was changed or taken away there is not found.
            """)
    var quick = false
    @Option(help: "A checkpoint that was kept elsewhere: the archive must hold what it signs. May be given repeatedly.")
    var since: [String] = []
    @Option(help: "The log's key as it was kept elsewhere: a file that `checkpoint --key` wrote, or its one word.")
    var key: String?
    @Flag(help: "One JSON document.") var json = false

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let checkpoints = try since.map { (name: $0, note: try KeptFile.checkpoint(at: $0)) }
            let key = try key.map(KeptFile.verifierKey)
            var verifier = try verifier()
            verifier.key = key
            let report = verify(verifier, checkpoints)
            if report.findings.isEmpty, let failure = report.failure { throw failure }
            let answer = VerificationAnswer(report, isQuick: quick)
            if json { try Console.answer(answer.json) } else { try Console.answer(answer.text) }
            return report.isSound ? .done : .integrity
        }
    }

    private func verifier() throws -> Verifier {
        guard let path else { return try Verifier(archive.directory()) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            return try Verifier(ArchiveDirectory(path))
        }
        do {
            return try Verifier(logAt: path)
        } catch EventLogError.notALog {
            throw SnapshotError.notASnapshot(path)
        }
    }

    private func verify(_ verifier: Verifier, _ checkpoints: [(name: String, note: String)]) -> Verifier.Report {
        guard !quick else { return verifier.verifyQuickly(against: checkpoints) }
        var bar = ProgressBar("verifying")
        defer { bar.finish() }
        return verifier.verify(against: checkpoints) { bar.show($0, of: $1) }
    }
}
