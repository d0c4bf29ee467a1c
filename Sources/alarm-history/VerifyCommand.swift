import Archive
import ArgumentParser
import ExactJSON
import TransparencyLog

/// `verify`: checks the whole archive.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every stored event, hash, checkpoint and signature of the archive; needs no network.",
        discussion: "Ends with 12 where anything is wrong, and says what and where.")

    @Argument(help: "The archive's directory, instead of --archive.") var path: String?
    @OptionGroup var archive: ArchiveOptions
    @Flag(help: "One JSON document.") var json = false

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let reader = try path.map { try ArchiveReader(ArchiveDirectory($0)) } ?? archive.reader()
            var bar = ProgressBar("verifying")
            let report = Verifier(reader).verify { bar.show($0, of: $1) }
            bar.finish()
            try Console.answer(json ? String(decoding: Self.json(report).bytes, as: UTF8.self) : Self.text(report))
            return report.isSound ? .done : .integrity
        }
    }

    private static func json(_ report: Verifier.Report) -> JSONValue {
        let findings = report.findings.map { finding in
            JSONValue.object([
                ("code", .string(finding.code.rawValue)), ("where", .string(finding.place)),
                ("message", .string(finding.message)),
            ])
        }
        return .object([
            ("schema_version", .integer(1)), ("ok", .bool(report.isSound)), ("size", .whole(report.size)),
            ("root", .optional(report.root?.hex)), ("findings", .array(findings)),
        ])
    }

    private static func text(_ report: Verifier.Report) -> String {
        guard !report.isSound else {
            return "sound: \(report.size) events, root \(report.root?.hex ?? "none")"
        }
        let findings = report.findings.map { "\($0.code.rawValue)  \($0.place)  \($0.message)" }
        return (["NOT SOUND: \(report.findings.count) findings in \(report.size) events"] + findings)
            .joined(separator: "\n")
    }
}
