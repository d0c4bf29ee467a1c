import AlarmHistory
import EventStorage
import ExactJSON
import Foundation

/// Results go to standard output, everything else to standard error. This is the door to both: nothing passes it that
/// steers a terminal, but the colours and the one-line bars that are drawn here.
enum Console {
    /// Writes lines of the answer for people.
    static func answer(_ lines: String) throws { try write(Array((lines.printableLines + "\n").utf8)) }

    /// Writes lines of the answer that were made of printable text and of pictures in colour.
    static func answer(drawn lines: String) throws { try write(Array((lines + "\n").utf8)) }

    /// Writes a document, exactly; on a terminal what would steer it is spelled as JSON can spell it, too.
    static func answer(_ document: JSONValue) throws { try answer(document.bytes + [UInt8(ascii: "\n")]) }

    /// Writes a table for programs, exactly; to a terminal, cells that it can be sent.
    static func answer(csv table: Table) throws {
        try write(Array((isTerminal ? table.printable : table).csv.utf8))
    }

    /// Writes a part of the answer for programs: JSON, or a file. On a terminal as a document.
    static func answer(_ bytes: [UInt8]) throws {
        try write(isTerminal ? Array(String(decoding: bytes, as: UTF8.self).inASCIIEscapes.utf8) : bytes)
    }

    private static func write(_ bytes: [UInt8]) throws {
        do {
            try DurableFile.writeAll(bytes, to: STDOUT_FILENO, "the answer")
        } catch {
            if error.number == EPIPE { throw BrokenPipe() }
            throw error
        }
    }

    /// Writes lines that are not part of the answer.
    static func note(_ lines: String) { writeError(lines.printableLines + "\n") }

    /// Whether a person reads the answer.
    static let isTerminal = isatty(STDOUT_FILENO) == 1

    /// Whether a person reads the notes.
    static var showsProgress: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes to the terminal without a line end.
    static func draw(_ text: String) { writeError(text.printable) }

    /// Writes `text` over the line of the terminal that the cursor stands in; nothing takes the line away.
    static func redraw(_ text: String = "") { writeError("\r\(text.printable)\u{1B}[K") }

    private static func writeError(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}

/// Nobody reads the answer any more.
struct BrokenPipe: Error {}
