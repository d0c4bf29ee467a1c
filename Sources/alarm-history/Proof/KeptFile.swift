import EventStorage
import TransparencyLog

/// A small text that was kept outside the archive, a checkpoint or a key: as other systems hand it on, with a byte order
/// mark, with line ends of two characters, or without the last one.
enum KeptFile {
    /// The checkpoint in the file at `path`, in its one spelling.
    static func checkpoint(at path: String) throws -> String {
        let text = try text(at: path, "a checkpoint", madeBy: "alarm-history checkpoint --output")
        do {
            _ = try Checkpoint(text: SignedNote(text).text)
            return text
        } catch {
            throw UsageError(
                description:
                    "\(path) holds no checkpoint (\(error)); name a file that `alarm-history checkpoint --output` "
                    + "wrote")
        }
    }

    /// The verifier key that `text` spells, or that stands in the file of that name.
    static func verifierKey(_ text: String) throws -> NoteVerifier {
        if let key = try? NoteVerifier(verifierKey: text) { return key }
        let spelled = try self.text(at: text, "a verifier key", madeBy: "alarm-history checkpoint --key")
        do {
            return try NoteVerifier(verifierKey: String(spelled.dropLast()))
        } catch {
            throw UsageError(
                description:
                    "\(text) is and holds no verifier key (\(error)); give what `alarm-history checkpoint --key` "
                    + "printed")
        }
    }

    private static func text(at path: String, _ kind: String, madeBy command: String) throws -> String {
        let bytes: [UInt8]
        do {
            guard let found = try DurableFile.read(path, limit: SignedNote.sizeLimit) else {
                throw LookupFailure(
                    description: "\(path) cannot be read: there is no such file; name one that `\(command)` wrote")
            }
            bytes = found
        } catch let error as SystemError {
            throw LookupFailure(description: "\(path) cannot be read (\(error)); name a file that `\(command)` wrote")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw UsageError(
                description: "\(path) holds no text, and so not \(kind); name a file that `\(command)` wrote")
        }
        return normalised(text)
    }

    /// With line feeds alone, and one at the end.
    static func normalised(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        if scalars.first == "\u{FEFF}" { scalars = scalars.dropFirst() }
        var lines = String.UnicodeScalarView()
        var before: Unicode.Scalar?
        for scalar in scalars {
            if scalar == "\n", before == "\r" { lines.removeLast() }
            lines.append(scalar)
            before = scalar
        }
        while lines.last == "\n" || lines.last == "\r" { lines.removeLast() }
        return String(lines) + "\n"
    }
}
