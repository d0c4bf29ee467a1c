import Foundation
import TestSupport
import Testing

/// A running simulator, an archive beside it, and the programs to try on them.
final class Scene {
    let folder: TemporaryFolder
    let url: String
    private let simulator: RunningProgram

    var archive: String { folder.file("archive") }
    var truth: String { folder.file("truth.jsonl") }
    /// The simulator's diary of requests.
    var requests: String { folder.file("requests.jsonl") }

    /// A small simulated deployment; `options` are the simulator's.
    convenience init(_ options: String...) throws {
        try self.init(options)
    }

    /// A small simulated deployment; `options` are the simulator's.
    init(_ options: [String], password: String = "simulated") throws {
        folder = try TemporaryFolder()
        let passwordFile = folder.file("password")
        try "\(password)\nanother line\n".write(toFile: passwordFile, atomically: true, encoding: .utf8)
        let world = [
            "--port", "0", "--zones", "6", "--devices", "30", "--history", "2d", "--password-file", passwordFile,
            // Two days hold some 360 alarms then. A list of exactly 250 or 500 would rightly be taken for one that may
            // have been cut, and how many there are follows from the hour at which the test runs.
            "--alarms-per-day", "210",
        ]
        simulator = try RunningProgram(
            ["alta-simulator", "--truth", folder.file("truth.jsonl"), "--requests", folder.file("requests.jsonl")]
                + world + options,
            errorPath: folder.file("simulator.log"))
        let line = try #require(simulator.line(), "the simulator did not start")
        url = try #require(line.split(separator: " ").first { $0.hasPrefix("http") }.map(String.init))
    }

    deinit {
        simulator.signal(SIGKILL)
    }

    /// The time that the simulator's `Date` header gives, to the second.
    func simulatedTime() throws -> Date {
        let script = """
            import sys, urllib.request, urllib.error, email.utils
            try: answer = urllib.request.urlopen(sys.argv[1] + "/api/v1/about")
            except urllib.error.HTTPError as error: answer = error
            print(email.utils.parsedate_to_datetime(answer.headers["Date"]).timestamp())
            """
        let answer = try run(["/usr/bin/env", "python3", "-c", script, url])
        let seconds = answer.text.trimmingCharacters(in: .whitespacesAndNewlines)
        return Date(timeIntervalSince1970: try #require(Double(seconds), "\(answer.errors)"))
    }

    /// What every command of the archiver needs here.
    var deployment: [String] {
        [
            "--archive", archive, "--deployment", "hq", "--url", url, "--username", "archiver@example.com",
            "--password-file", folder.file("password"),
        ]
    }

    /// Starts the archiver with short intervals.
    func startArchiver(_ options: String...) throws -> RunningProgram {
        let intervals = ["--ongoing-interval", "100ms", "--alerts-interval", "300ms", "--zone-log-interval", "1s"]
        return try RunningProgram(
            ["alarm-archiver", "run", "--log-level", "info"] + deployment + intervals + options,
            errorPath: folder.file("archiver-\(UUID().uuidString).log"))
    }

    /// One cycle over every endpoint.
    func archiveOnce() throws -> Run {
        try run(["alarm-archiver", "run", "--once"] + deployment)
    }

    /// The answer of a command of `alarm-history`.
    func ask(_ command: String, _ options: String...) throws -> Run {
        try run(["alarm-history", command] + options + ["--archive", archive])
    }
}
