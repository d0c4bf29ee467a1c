import Foundation

/// A program of this package that runs beside the benchmark.
final class BuiltProgram {
    private let process = Process()
    private let output: FileHandle

    /// Starts a program that was built beside this one; what it complains of goes into the file `errors`.
    init(_ name: String, _ arguments: [String], errors: String) throws {
        let pipe = Pipe()
        output = pipe.fileHandleForReading
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent(name)
        process.arguments = arguments
        process.standardOutput = pipe
        _ = FileManager.default.createFile(atPath: errors, contents: nil)
        process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var id: Int32 { process.processIdentifier }

    /// Standard output up to the end of its first line.
    func firstLine() -> String {
        var bytes: [UInt8] = []
        while let byte = try? output.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The rest of standard output, once the program has ended with 0.
    func finish() throws -> String {
        let text = String(decoding: try output.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw BenchmarkFailure(what: "\(process.executableURL?.lastPathComponent ?? "") failed: \(text)")
        }
        return text
    }

    /// Asks the program to end, and waits until it has.
    func stop() throws {
        process.terminate()
        _ = try finish()
    }
}

/// A simulator that serves.
struct Simulator {
    private let program: BuiltProgram
    /// Where it listens.
    let address: String

    init(_ arguments: [String], in workshop: Workshop) throws {
        program = try BuiltProgram(
            "alta-simulator", ["--port", "0"] + arguments, errors: workshop.file("simulator.errors"))
        let line = program.firstLine()
        guard let address = line.split(separator: " ").first(where: { $0.hasPrefix("http://") }) else {
            throw BenchmarkFailure(what: "the simulator did not start: \(line)")
        }
        self.address = String(address)
    }

    func stop() throws { try program.stop() }
}
