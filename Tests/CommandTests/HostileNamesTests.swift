import AlarmHistory
import ArchiveEvents
import ArgumentParser
import ExactJSON
import Foundation
import Logging
import TestSupport
import Testing

@testable import alarm_archiver
@testable import alarm_history

/// Names, errors and reasons that others chose, in everything that the programs print.
@Suite("Hostile names")
struct HostileNamesTests {
    /// Moves a cursor, breaks lines, forges a line of a log, turns directions and hides, and is no CSV by itself.
    private static let name =
        "Gate\u{1B}[2J\u{1B}]0;t\u{7}\r\n2026-11-23T08:00:00+0000 critical alarm-archiver: forged\u{85}\u{9B}31m"
        + "\u{202E}\u{2066}\u{2028}\u{200B}\u{7F},\"\u{301} end"
    private static let json = String(decoding: JSONValue.string(name).bytes, as: UTF8.self)

    private static func archive() async throws -> MadeArchive {
        let record = """
            {"guid":\(json),"alarm_zone_id":\(json),"alarm_zone_name":\(json),"origin_id":\(json),"origin_name":\(json),\
            "start_time":<1>,"rule_name":\(json),"rule_id":\(json),"detection_type":\(json),"importance":\(json)}
            """
        let action = """
            {"action":\(json),"target":\(json),"actor":\(json),"reason":\(json),"method":\(json),"path":\(json),"body":null}
            """
        let confirmed = #"{"from":<0>,"until":<60>,"looks":12,"complete":12,"longest_interval_ms":61000}"#
        let events: [NewEvent] = [
            .made(
                .recordSeen, "hq/zones/\(name)", endpoint: "zones", #"{"id":\#(json),"name":\#(json),"state":\#(json)}"#
            ),
            .made(.recordSeen, "hq/alerts/\(name)", endpoint: "alerts", record),
            .made(.recordChanged, "hq/alerts/\(name)", endpoint: "alerts", record.replacing("<1>", with: "<2>")),
            .made(
                .recordSeen, "hq/zone-logs/\(name)", endpoint: "zone-log",
                #"{"action":\#(json),"user_name":\#(json),"comment":\#(json),"time":<1>}"#),
            .made(
                .gapOpened, "hq/coverage/zone-log/\(name)", #"{"cause":\#(json),"detail":\#(json),"last_complete":<1>}"#
            ),
            .made(.gapOpened, "hq/coverage/alerts", #"{"cause":\#(json),"detail":\#(json),"last_complete":<1>}"#),
            .made(.coverageConfirmed, "hq/coverage/ongoing-alerts", confirmed),
            .made(.webhookReceived, "hq/webhooks/\(name)", #"{"body":\#(json),"zone":\#(json),"device":\#(json)}"#),
            .made(.actionRequested, "hq/actions/\(name)", action),
            .made(
                .fieldsDrifted, "hq/drift/alerts",
                #"{"first":false,"changes":[{"member":\#(json),"kind":\#(json),"type":\#(json),"value":\#(json)}]}"#),
            .made(EventType(rawValue: name), "\(name)/\(name)/\(name)", endpoint: name, json),
        ]
        return try await MadeArchive([(10, events)])
    }

    /// What each command of the archive is asked, without the archive. Those that speak to a deployment come below.
    private static func questions(to archive: MadeArchive) -> [String: [[String]]] {
        let period = ["--since", "\(MadeArchive.start)", "--until", "\(MadeArchive.minute(60))"]
        let forms: [[String]] = [[], ["--json"], ["--csv"]]
        let nowhere = "/no/\(name)"
        var questions: [String: [[String]]] = [:]
        questions["status"] = [[], ["--json"]]
        let choices: [[String]] = [["--jsonl"], ["--zone", name], ["--zone", "no " + name]]
        questions["alarms"] = (forms + choices).map { $0 + period }
        questions["alarm"] = [[name], [name, "--json"], ["no " + name]]
        questions["zones"] = forms
        questions["zone"] = forms.map { ["show", name] + $0 } + [["show", "no " + name]]
        questions["events"] = [[], ["--json"], ["--jsonl"], ["--subject", name]]
        questions["coverage"] = forms + [["--zone", name], ["--endpoint", name], ["--deployment", name]]
        questions["stats"] = forms.map { ["--by", "zone,device,rule,detection,importance"] + $0 + period }
        questions["stats", default: []].append(["--by", "zone,day"] + period)
        questions["kpi"] = forms + [["explain", "rate.hour"], ["--fail-on", name], ["--tz", name]]
        questions["report"] = [["--output", archive.file("report.html")] + period, ["--output", nowhere] + period]
        questions["sql"] = (forms + [["--jsonl"]]).map { ["SELECT * FROM v1_alarms, v1_zones"] + $0 }
        questions["sql", default: []].append(["SELECT '\(name)' FROM \"\(name.filter { $0.isLetter })\""])
        questions["drift"] = [[], ["--json"]]
        questions["reconcile"] = [[], ["--json"]]
        questions["actions"] = forms
        questions["export"] = [["--output", archive.file("export.gz")], ["--output", nowhere]]
        questions["verify"] = [[], ["--json"], ["--since", nowhere], [nowhere]]
        questions["checkpoint"] = [[], ["--output", nowhere]]
        questions["prove"] = [[name], ["no " + name]]
        questions["snapshot"] = [["--output", archive.file("s.sqlite")], ["--output", nowhere]]
        questions["restore"] = [[nowhere]]
        questions["rebuild"] = [["--compare"], ["--compare", "--json"]]
        return questions
    }

    @Test("reach no output raw: in tables, notes and errors as dots, in JSON and CSV exactly")
    func everyCommand() async throws {
        let archive = try await Self.archive()
        let questions = Self.questions(to: archive)
        // The manual is our own text.
        let others: Set<String> = ["respond", "zone-alerts", "muted", "contacts", "webhooks", "api", "manual"]
        let commands = Set(AlarmHistoryProgram.configuration.subcommands.compactMap { $0.configuration.commandName })
        #expect(Set(questions.keys) == commands.subtracting(others), "each command is asked")
        for (command, options) in questions.sorted(by: { $0.key < $1.key }) {
            for options in options {
                let answer = try archive.ask(command, options)
                try Self.check(answer, [command] + options)
            }
        }
    }

    @Test("reach no terminal raw, whatever the form")
    func terminal() async throws {
        let archive = try await Self.archive()
        for (command, options) in Self.questions(to: archive)
        where !["export", "snapshot", "restore"].contains(command) {
            for options in options.prefix(3) {
                let arguments =
                    [RunningProgram.url("alarm-history").path, command] + options + ["--archive", archive.path]
                let line = arguments.map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
                let shown = try run(["/usr/bin/script", "-qec", line, "/dev/null"]).text
                    .replacing(/\u{1B}\[(36m|0m|K)/, with: "")
                let lines = shown.utf8.split(separator: UInt8(ascii: "\n")).map { String(Substring($0)) }
                let steering = lines.filter { line in
                    line.unicodeScalars.filter { $0 != "\r" }.contains(where: \.isSteering)
                }
                #expect(steering.isEmpty, "\(command) \(options.map(\.inOneLine)): \(steering.map(\.debugDescription))")
                #expect(!lines.contains { $0.hasPrefix("2026-11-23T08:00:00+0000 critical") }, "\(command) \(options)")
                let ends = lines.map { $0.filter { $0 != "\r" } }
                #expect(!ends.contains { $0.hasSuffix("\\u000d") }, "\(command) \(options): a line's end is shown")
            }
        }
    }

    @Test("of a deployment reach neither the daemon's log nor what acts on it prints")
    func vendor() throws {
        let folder = try TemporaryFolder()
        let server = try RunningProgram(
            ["/usr/bin/env", "python3", repositoryFile("Tests/CommandTests/hostile-server.py"), "names"],
            errorPath: folder.file("server.log"))
        defer { server.signal(SIGKILL) }
        let port = try #require(server.line())
        let password = folder.file("password")
        try "the-password".write(toFile: password, atomically: true, encoding: .utf8)
        let access = [
            "--archive", folder.file("archive"), "--deployment", "hq", "--url", "http://127.0.0.1:\(port)",
            "--username",
            "u", "--password-file", password,
        ]
        let once = try run(["alarm-archiver", "run", "--once", "--log-level", "trace"] + access)
        #expect(once.errors.contains("Gate·[2J"), "\(once.errors)")
        Self.checkPrintable(once.errors, ["run --once"])
        for line in once.errors.split(separator: "\n") {
            #expect(line.hasPrefix("alarm-archiver: ") || line.contains(/^20\S+ [a-z]+ [a-z-]+:/), "\(line)")
            #expect(!line.contains(/^\S+ critical/))
        }
        for command in [["check"], ["check", "--json"], ["probe", "--pause", "0"]] {
            try Self.check(try run(["alarm-archiver"] + command + access), command)
        }
        let commands: [[String]] = [
            ["status"], ["status", "--json"], ["zone-alerts"], ["zone-alerts", "--csv"], ["muted"], ["contacts"],
            ["webhooks", "--json"], ["respond", "verify", "--zone", Self.name, "--as", "false", "--yes"],
            ["respond", "verify", "no " + Self.name, "--as", "false", "--yes", "--reason", Self.name],
            ["respond", "share", Self.name + "0", "--actor", Self.name, "--yes"], ["zone", "mute", Self.name, "--yes"],
            ["zones", "disarm", Self.name, "--dry-run"], ["api", "GET", "/\(Self.name)"], ["actions"], ["events"],
        ]
        for command in commands { try Self.check(try run(["alarm-history"] + command + access), command) }
    }

    @Test("in settings reach no error raw")
    func settings() throws {
        let folder = try TemporaryFolder()
        let file = folder.file("archiver.yaml")
        for yaml in ["url: \(Self.json)", "deployments:\n- name: \(Self.json)\n  url: x", "\(Self.json): 1", Self.name]
        {
            try yaml.write(toFile: file, atomically: true, encoding: .utf8)
            for program in [
                ["alarm-archiver", "run", "--once"], ["alarm-archiver", "check"], ["alarm-history", "muted"],
            ] {
                let answer = try run(program + ["--config", file, "--archive", folder.file("a")])
                #expect(answer.status != 0)
                Self.checkPrintable(answer.errors + answer.text, program)
            }
        }
    }

    // MARK: checks

    /// People's output has nothing that steers; programs' is exact, and well-formed.
    private static func check(_ answer: Run, _ question: [String]) throws {
        let known: [Int32] = [0, 1, 3, 4, 5, 10, 12, 13, 64]
        #expect(known.contains(answer.status), "\(question.map(\.inOneLine)): \(answer.status) \(answer.errors)")
        checkPrintable(answer.errors, question)
        if question.contains("--csv"), answer.status != 64 {
            try checkCSV(answer, question)
        } else if question.contains("--json") || question.contains("--jsonl") || question.first == "api" {
            for line in answer.text.utf8.split(separator: UInt8(ascii: "\n")) {
                #expect((try? JSONText(Array(line))) != nil, "\(question.map(\.inOneLine)): \(answer.text.prefix(300))")
            }
        } else {
            checkPrintable(answer.text, question)
        }
    }

    private static func checkPrintable(_ text: String, _ question: [String]) {
        let steering = text.unicodeScalars.filter { $0 != "\n" && $0.isSteering }
        #expect(steering.isEmpty, "\(question.map(\.inOneLine)): \(text.debugDescription.prefix(600))")
        let isForged = text.utf8.split(separator: UInt8(ascii: "\n")).contains {
            String(Substring($0)).contains(/^2026-11-23T08:00:00\+0000 critical/)
        }
        #expect(!isForged, "\(question.map(\.inOneLine))")
    }

    /// Python's own reader finds as many cells in each row as there are columns, and the name in one of them.
    private static func checkCSV(_ answer: Run, _ question: [String]) throws {
        let script = """
            import csv, io, sys
            rows = list(csv.reader(io.StringIO(sys.stdin.buffer.read().decode(), newline=""), strict=True))
            assert all(len(row) == len(rows[0]) for row in rows), [len(row) for row in rows]
            print(sum(sys.argv[1] in row for row in rows))
            """
        let read = try run(["/usr/bin/env", "python3", "-c", script, name], input: answer.text)
        #expect(read.status == 0, "\(question.map(\.inOneLine)): \(read.errors)")
        // An indicator has no names; the table of zones shows them as a terminal does.
        let isExact = !["kpi", "zones"].contains(question.first)
        #expect(!isExact || read.text != "0\n", "\(question.map(\.inOneLine)): \(answer.text)")
    }
}

@Suite("The door to the daemon's log")
struct PrintableLogHandlerTests {
    private static let hostile = "a\r\n\u{1B}[31mb\u{9B}\u{202E}\u{2028}"

    @Test("lets a message, its metadata at any depth and an error pass as printable text of one line")
    func everything() {
        let lines = LoggedLines()
        var logger = Logger(label: "test") { _ in PrintableLogHandler(lines.handler) }
        let hostile = Self.hostile
        logger[metadataKey: hostile] = .string(hostile)
        logger.error(
            "\(hostile)", error: Refusal(description: hostile),
            metadata: [hostile: .array([.dictionary([hostile: .stringConvertible(Refusal(description: hostile))])])])
        #expect(lines.events.count == 1)
        for event in lines.events {
            let text = "\(event.message) \(event.metadata?.description ?? "")"
            let steers = text.unicodeScalars.contains(where: \.isSteering)
            #expect(!steers, "\(text.debugDescription)")
            #expect(text.contains("a···[31mb···") && event.error == nil)
        }
        #expect(logger[metadataKey: hostile.inOneLine] == .string(hostile.inOneLine))
    }

    private struct Refusal: Error, CustomStringConvertible {
        let description: String
    }
}
