/// Why a proof's file, or the line that it shall prove, is refused.
public enum ProofFileError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Larger than any proof.
    case tooLarge
    /// Not the format's first line: another format, or another version.
    case unknownFormat
    /// The `extra` line is empty or not base64.
    case malformedExtra
    /// No index, or not one in decimal without leading zeros.
    case malformedIndex
    /// A line of the path is not the base64 of 32 bytes, or there are more than a tree has levels.
    case malformedPath
    /// No empty line between path and checkpoint.
    case noCheckpoint
    /// The line is not that of an event.
    case malformedLine
    /// The line is that of another event, or of another log.
    case foreignLine
    /// The line has data, and the proof no salt for it.
    case noSalt

    /// One sentence.
    public var description: String {
        switch self {
        case .tooLarge: "the file is larger than any proof"
        case .unknownFormat: "the file does not begin with \(TransparencyLogProof.format)"
        case .malformedExtra: "the line extra is not base64"
        case .malformedIndex: "the line index with the event's position is missing or malformed"
        case .malformedPath: "the lines of the path are not at most 64 hashes in base64"
        case .noCheckpoint: "there is no checkpoint behind the path"
        case .malformedLine: "the line is not an event with data or a datahash"
        case .foreignLine: "the line has another position or another log than the proof"
        case .noSalt: "the line has data, but the proof has no salt of \(Leaf.saltSize) bytes for it"
        }
    }
}
