import ArgumentParser
import Foundation

/// A program that runs to its end in the sight of a small process of ours, which tells its time and memory.
///
/// A child begins with its parent's highest memory in Linux's account, so a parent that has measured much already would
/// hide what the child takes.
struct MeasuredProgram {
    let arguments: [String]
    /// Where standard output goes.
    let output: String
    /// Exit codes that mean that the answer is there.
    var accepted: Set<Int32> = [0]

    /// Runs it; fails where it does.
    func run() throws -> Step.Usage {
        let watcher = Process()
        watcher.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        watcher.arguments = ["watch", "--output", output, "--"] + arguments
        let pipe = Pipe()
        watcher.standardOutput = pipe
        try watcher.run()
        let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        watcher.waitUntilExit()
        let words = text.split { $0.isWhitespace }.compactMap { Double($0) }
        guard words.count == 3, accepted.contains(Int32(words[0])) else {
            let errors = (try? String(contentsOfFile: Self.errors(besides: output), encoding: .utf8)) ?? ""
            throw BenchmarkFailure(what: "`\(arguments.joined(separator: " "))` failed: \(text)\(errors)")
        }
        return Step.Usage(seconds: words[1], peakMemory: words[2])
    }

    /// Where standard error goes, which is shown only where the program fails.
    static func errors(besides output: String) -> String { output == "/dev/null" ? output : output + ".errors" }

    /// The program of this package that was built beside this one, or the path of another.
    static func path(of name: String) -> String {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent(name).path
    }
}

/// The small process: it starts a program, and prints exit code, seconds and bytes of its highest memory.
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "watch", shouldDisplay: false)

    @Option var output: String
    @Argument(parsing: .postTerminator) var arguments: [String]

    func run() throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        let errors = MeasuredProgram.errors(besides: output)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let words = arguments.map { strdup($0) }
        defer { words.forEach { free($0) } }
        var (child, status, usage) = (pid_t(), Int32(), rusage())
        let clock = ContinuousClock()
        let start = clock.now
        let failure = posix_spawn(&child, arguments[0], &actions, nil, words + [nil], environ)
        guard failure == 0 else {
            throw BenchmarkFailure(what: "\(arguments[0]): \(String(cString: strerror(failure)))")
        }
        wait4(child, &status, 0, &usage)
        let seconds = start.duration(to: clock.now) / .seconds(1)
        // The exit code stands in the second byte; a signal in the first one.
        let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
        print(code, seconds, usage.ru_maxrss * 1024)
    }
}
