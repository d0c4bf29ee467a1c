import ArgumentParser
import Foundation

/// A file whose first line is a secret, which therefore stands in no argument.
enum SecretFile {
    /// The first line, without white space around it. The error names the option and never the content.
    static func read(_ path: String, option: String) throws -> String {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let line = text.split(whereSeparator: \.isNewline).first
        else { throw ValidationError("\(option) names a file that cannot be read, or an empty one.") }
        return line.trimmingCharacters(in: .whitespaces)
    }
}
