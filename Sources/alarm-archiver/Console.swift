import AlarmHistory
import ExactJSON
import Foundation

/// Results go to standard output, everything else to standard error. This is the door to both: nothing of foreign origin
/// passes it that steers a terminal.
enum Console {
    /// Writes lines of the answer for people.
    static func answer(_ lines: String) { print(lines.inLines) }

    /// Writes a document, exactly; on a terminal what would steer it is spelled as JSON can spell it, too.
    static func answer(_ document: JSONValue) {
        let text = String(decoding: document.bytes, as: UTF8.self)
        print(isatty(STDOUT_FILENO) == 1 ? text.inASCIIEscapes : text)
    }

    /// Writes one line that is not part of the answer.
    static func note(_ line: String) { write(line.inOneLine + "\n") }

    /// Writes `text` over the line of the terminal that the cursor stands in; nothing takes the line away.
    static func redraw(_ text: String = "") { write("\r\(text.inOneLine)\u{1B}[K") }

    private static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
