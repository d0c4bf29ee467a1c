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
            Works while alarm-archiver runs. Ends with 12 where anything is wrong, and says what and where. An archive \
            that was put back whole, head.note included, is found only by a checkpoint that was kept elsewhere: --since.

            EXAMPLES
              alarm-history verify
              alarm-history verify --quick --since /elsewhere/monday.checkpoint
              alarm-history verify /backup/alarms-2026-11-23.sqlite
            """)

    @Argument(help: "The archive's directory, instead of --archive, or a snapshot.") var path: String?
    @OptionGroup var archive: ArchiveOptions
    @Flag(help: "Seconds, whatever the size: rows, checkpoints, tiles and the log's end; older lines are not read.")
    var quick = false
    @Option(help: "A checkpoint that was kept elsewhere: the archive must hold what it signs. May be given repeatedly.")
    var since: [String] = []
    @Flag(help: "One JSON document.") var json = false

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let checkpoints = try since.map { (name: $0, note: try Self.note(in: $0)) }
            let report = verify(try verifier(), checkpoints)
            if json { try Console.answer(self.json(report)) } else { try Console.answer(text(report)) }
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

    private static func note(in path: String) throws -> String {
        guard let bytes = try? DurableFile.read(path, limit: SignedNote.sizeLimit) else {
            throw LookupFailure(
                description: "\(path) cannot be read; name a file that `alarm-history checkpoint --output` wrote")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func json(_ report: Verifier.Report) -> JSONValue {
        let findings = report.findings.map { finding in
            JSONValue.object([
                ("code", .string(finding.code.rawValue)), ("where", .string(finding.place)),
                ("message", .string(finding.message)),
            ])
        }
        return .object([
            ("schema_version", .integer(1)), ("ok", .bool(report.isSound)), ("quick", .bool(quick)),
            ("size", .whole(report.size)), ("root", .optional(report.root?.hex)), ("findings", .array(findings)),
            ("unlisted_findings", .whole(report.unlisted)),
        ])
    }

    private func text(_ report: Verifier.Report) -> String {
        guard !report.isSound else {
            let limit = quick ? "; a quick check: lines of older blocks were not read" : ""
            return "sound: \(report.size) events, root \(report.root?.hex ?? "none")\(limit)"
        }
        let findings = report.findings.map { "\($0.code.rawValue)  \($0.place)  \($0.message)".printable }
        let count = report.findings.count + report.unlisted
        let rest = report.unlisted > 0 ? ["... and \(report.unlisted) more"] : []
        return (["NOT SOUND: \(count) findings in \(report.size) events"] + findings + rest).joined(separator: "\n")
    }
}
