/// What is wrong with a ledger, or with the lines that it speaks of.
public struct LedgerFinding: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where: the line of the ledger, of which the header is line 1.
    public let line: Int
    /// What.
    public let reason: Reason

    /// Something wrong at a line.
    public init(line: Int, reason: Reason) {
        self.line = line
        self.reason = reason
    }

    /// One sentence.
    public var description: String { "ledger line \(line): \(reason)" }

    /// What is wrong; where a number stands, it is the position or the size concerned.
    public enum Reason: Error, Hashable, Sendable {
        /// The first line does not name the columns.
        case wrongHeader
        /// A line is longer than any row.
        case tooLong
        /// The last line does not end.
        case noLineFeed
        /// A row has more or fewer than four fields.
        case notFourFields
        /// `first` or `count` is not a decimal number below 2^63 in its one spelling.
        case malformedNumber
        /// A word that is no disposition.
        case unknownDisposition
        /// A count that the disposition cannot have.
        case wrongCount
        /// A run or a subtree that does not begin at a multiple of its size.
        case misaligned
        /// A value of another length, or not in lower-case hexadecimal digits.
        case malformedValue
        /// A row begins after the expected position.
        case hole(expected: UInt64)
        /// A row begins before the expected position.
        case overlap(expected: UInt64)
        /// A row passes the size.
        case beyondSize(UInt64)
        /// The rows end before the size.
        case short(of: UInt64)
        /// A withheld subtree has leaves on both sides of an earlier checkpoint's size.
        case crossesCheckpoint(UInt64)
        /// There is no line for an event that a row shows.
        case missingLine(UInt64)
        /// The line where an event's should stand is another event's, or another log's.
        case foreignLine(UInt64)
        /// There are more lines than the rows show.
        case unlistedLine
        /// A disclosed event's line has no data.
        case dataMissing(UInt64)
        /// A head-only event's line has data.
        case dataPresent(UInt64)
        /// A head-only event's line has another datahash than its row.
        case bodyDiffers(UInt64)
        /// A checkpoint has a size at which no root was asked for.
        case unknownSize(UInt64)
        /// A checkpoint has another root than the rows give at its size.
        case rootDiffers(UInt64)
    }
}

extension LedgerFinding.Reason: CustomStringConvertible {
    /// What is wrong, in words.
    public var description: String {
        switch self {
        case .wrongHeader: "the first line must name the columns first, count, disposition, value"
        case .tooLong: "longer than any row"
        case .noLineFeed: "no line feed at the end"
        case .notFourFields: "a row has four fields with a tab between them"
        case .malformedNumber: "first and count are decimal numbers below 2^63 without leading zeros"
        case .unknownDisposition: "no such disposition"
        case .wrongCount: "the count does not fit the disposition"
        case .misaligned: "a run or a subtree begins at a multiple of its size"
        case .malformedValue: "the value is not as many lower-case hexadecimal digits as the disposition needs"
        default: proofDescription
        }
    }

    private var proofDescription: String {
        switch self {
        case .hole(let next): "the row should begin at position \(next): nothing accounts for what lies between"
        case .overlap(let next): "the row should begin at position \(next): what lies before is accounted for"
        case .beyondSize(let size): "the row passes the tree's size \(size)"
        case .short(let size): "the rows end before the tree's size \(size)"
        case .crossesCheckpoint(let size): "a withheld subtree crosses the earlier checkpoint's size \(size)"
        case .missingLine(let position): "the event at position \(position) has no line"
        case .foreignLine(let position): "the line is not that of the event at position \(position) of this log"
        case .unlistedLine: "there are more lines than the rows show"
        case .dataMissing(let position): "the event at position \(position) is disclosed, but its line has no data"
        case .dataPresent(let position): "the event at position \(position) is head-only, but its line has data"
        case .bodyDiffers(let position): "the line of the event at position \(position) has another datahash"
        case .unknownSize(let size): "the rows give no root of the tree of size \(size)"
        case .rootDiffers(let size): "the rows give another root of the tree of size \(size) than the checkpoint"
        default: ""
        }
    }
}
