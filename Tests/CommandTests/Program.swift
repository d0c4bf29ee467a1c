import Foundation

/// A built program that ran to its end.
struct Run {
    let status: Int32
    let output: Data
    let errors: String

    var text: String { String(decoding: output, as: UTF8.self) }
}

/// A built program that runs.
final class RunningProgram {
    private let process = Process()
    private let output: FileHandle
    let errorPath: String

    /// Starts `arguments`, the first of which is a program of this package or a path.
    init(_ arguments: [String], errorPath: String) throws {
        let pipe = Pipe()
        output = pipe.fileHandleForReading
        self.errorPath = errorPath
        _ = FileManager.default.createFile(atPath: errorPath, contents: nil)
        process.executableURL = Self.url(arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.standardOutput = pipe
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errorPath))
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    /// The next line of standard output; nil once the program ended.
    func line() -> String? {
        var bytes: [UInt8] = []
        while let byte = try? output.read(upToCount: 1)?.first {
            if byte == UInt8(ascii: "\n") { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
        return nil
    }

    /// Where the system shows the program's arguments while it runs.
    var argumentsPath: String { "/proc/\(process.processIdentifier)/cmdline" }

    /// Where the system shows the program's signals while it runs.
    var statusPath: String { "/proc/\(process.processIdentifier)/status" }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    /// Waits for the end; the exit code, or the signal's number plus 128.
    func wait() -> Int32 {
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    }

    var errors: String { (try? String(contentsOfFile: errorPath, encoding: .utf8)) ?? "" }

    static func url(_ program: String) -> URL {
        program.hasPrefix("/") ? URL(fileURLWithPath: program) : productFolder.appendingPathComponent(program)
    }

    /// Where the build put programs and tests.
    private static var productFolder: URL { URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent() }
}

/// Runs a program to its end, its output collected in files so that no pipe can fill up; `input` is its standard input.
func run(_ arguments: [String], input: String? = nil) throws -> Run {
    let folder = (NSTemporaryDirectory() as NSString).appendingPathComponent("run-\(UUID().uuidString)")
    defer { for suffix in [".in", ".out", ".err"] { try? FileManager.default.removeItem(atPath: folder + suffix) } }
    for suffix in [".out", ".err"] { _ = FileManager.default.createFile(atPath: folder + suffix, contents: nil) }
    try input?.write(toFile: folder + ".in", atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = RunningProgram.url(arguments[0])
    process.arguments = Array(arguments.dropFirst())
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: folder + ".out"))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: folder + ".err"))
    process.standardInput = FileHandle(forReadingAtPath: folder + ".in") ?? FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let output = try Data(contentsOf: URL(fileURLWithPath: folder + ".out"))
    let errors = try String(contentsOfFile: folder + ".err", encoding: .utf8)
    let status = process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
    return Run(status: status, output: output, errors: errors)
}
