import Foundation
import TestSupport
import Testing

/// What each question prints about an archive that is kept with the tests: its exact bytes, as table, JSON and CSV.
///
/// A change that is meant to leave the output alone must leave these files alone. After one that is meant to change it,
/// `GOLDEN=write tools/test` writes them again, and the difference shows what users will see.
@Suite("The output of every question about a kept archive")
struct GoldenTests {
    @Test("has the bytes that it had", arguments: GoldenQuestion.all)
    func output(question: GoldenQuestion) throws {
        let archive = try KeptArchive.copy.get()
        let answer = try run(["alarm-history"] + question.arguments + ["--archive", archive.path])
        let output = archive.neutral("\(answer.text)\(answer.errors)exit \(answer.status)\n")
        if ProcessInfo.processInfo.environment["GOLDEN"] == "write" {
            try output.write(to: question.file, atomically: true, encoding: .utf8)
        }
        let golden = try String(contentsOf: question.file, encoding: .utf8)
        #expect(output == golden, "alarm-history \(question.arguments.joined(separator: " "))")
    }

    @Test("is kept in no file that nothing asks for")
    func files() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: GoldenQuestion.folder.path)
        #expect(Set(files) == Set(GoldenQuestion.all.map(\.file.lastPathComponent)))
    }
}

/// A question, and the file that holds its output.
struct GoldenQuestion: Sendable, CustomTestStringConvertible {
    let arguments: [String]

    var testDescription: String { arguments.joined(separator: " ") }

    /// Named by the question, without its period.
    var file: URL {
        let words = arguments.filter { !Self.period.contains($0) }.map { $0.replacing(/[^a-zA-Z0-9]+/, with: "-") }
        return Self.folder.appending(path: words.joined(separator: " ").replacing(" -", with: " ") + ".txt")
    }

    static let folder = KeptArchive.tests.appending(path: "Golden")

    static let all: [GoldenQuestion] = {
        let tables = [
            ["alarms"], ["alarms", "--state", "ongoing"], ["alarms", "--zone", "Server room", "--verdict", "none"],
            ["alarms", "--as-of", "2026-12-01T06:48:00Z"], ["actions"], ["coverage"],
            ["coverage", "--zone", KeptArchive.zone], ["stats", "--by", "zone,verdict"], ["stats", "--by", "hour"],
            ["stats", "--by", "device,day", "--tz", "Europe/Vienna"], ["kpi", "list"],
            ["kpi", "list", "--unit", "detection", "--operators", "2"],
        ]
        let documents = [["drift"], ["drift", "--all"], ["reconcile"], ["kpi", "explain", "rate.hour"]]
        let present = [["alarm", KeptArchive.alarm], ["verify"], ["checkpoint"]]
        let (list, document) = (["", "--json", "--jsonl", "--csv"], ["", "--json"])
        return asked(tables, period, as: list) + asked(documents, period, as: document)
            + asked(present, [], as: document)
            + asked([["sql", "SELECT * FROM v1_alarms ORDER BY guid"]], [], as: list)
            + asked([["events", "--limit", "100"]], period, as: ["", "--jsonl"])
            + asked([["checkpoint", "--key"]], [], as: [""])
            // Its table and its document count the alarms of the last seven days.
            + asked([["zone", "show", KeptArchive.zone]], period, as: ["--jsonl", "--csv"])
    }()

    private static func asked(_ questions: [[String]], _ period: [String], as formats: [String]) -> [GoldenQuestion] {
        questions.flatMap { words in
            formats.map { GoldenQuestion(arguments: words + period + ($0.isEmpty ? [] : [$0])) }
        }
    }

    private static let period = ["--since", "2026-12-01T05:30:00Z", "--until", "2026-12-01T07:30:00Z"]
}
