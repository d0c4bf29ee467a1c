import EventStorage
import Foundation

/// Results go to standard output, everything else to standard error.
enum Console {
    /// Writes a line of the answer.
    static func answer(_ line: String) throws { try answer(Array((line + "\n").utf8)) }

    /// Writes a part of the answer.
    static func answer(_ bytes: [UInt8]) throws {
        do {
            try DurableFile.writeAll(bytes, to: STDOUT_FILENO, "the answer")
        } catch {
            if error.number == EPIPE { throw BrokenPipe() }
            throw error
        }
    }

    /// Writes a line that is not part of the answer.
    static func note(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    /// Whether a person reads the answer.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether a person reads the notes.
    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }
}

/// Nobody reads the answer any more.
struct BrokenPipe: Error {}

extension Console {
    /// Writes to the terminal without a line end.
    static func draw(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
