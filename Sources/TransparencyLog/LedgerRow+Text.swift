/// ```
/// row         = number TAB number TAB disposition TAB value LF          at most 128 bytes
/// number      = "0" / (%x31-39 *18DIGIT)                                 at most 2^63 - 1
/// disposition = "disclosed-run" / "disclosed" / "head-only" / "withheld"
/// value       = lower-case hex: 64 digits; 32 for "disclosed"
/// ```
extension LedgerRow {
    /// The row as a line, with its line feed.
    public var line: String {
        var text: [UInt8] = []
        append(to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the row as a line, with its line feed.
    public func append(to text: inout [UInt8]) {
        // One after the other, each is short enough to need no memory of its own.
        for field in [String(first), String(count), word] {
            text.append(contentsOf: field.utf8)
            text.append(UInt8(ascii: "\t"))
        }
        switch disposition {
        case .disclosedRun(let seed): Hexadecimal.append(seed, to: &text)
        case .disclosed(let salt): Hexadecimal.append(salt, to: &text)
        case .headOnly(let hash), .withheld(_, let hash): hash.withBytes { Hexadecimal.append($0, to: &text) }
        }
        text.append(UInt8(ascii: "\n"))
    }

    /// Reads a line, without its line feed. Throws what is wrong with it taken alone; that rows follow each other is
    /// for the fold to see.
    public init(line: ArraySlice<UInt8>) throws(LedgerFinding.Reason) {
        guard line.count < Self.sizeLimit else { throw .tooLong }
        let fields = line.split(separator: UInt8(ascii: "\t"), maxSplits: 4, omittingEmptySubsequences: false)
        guard fields.count == 4 else { throw .notFourFields }
        guard let first = Self.number(fields[0]), let count = Self.number(fields[1]) else { throw .malformedNumber }
        let disposition = try Self.disposition(fields[2], count: count, value: fields[3])
        self.init(first: first, disposition: disposition)
        guard isAligned else { throw .misaligned }
    }

    private var word: String {
        switch disposition {
        case .disclosedRun: "disclosed-run"
        case .disclosed: "disclosed"
        case .headOnly: "head-only"
        case .withheld: "withheld"
        }
    }

    private static func disposition(
        _ word: ArraySlice<UInt8>, count: UInt64, value: ArraySlice<UInt8>
    ) throws(LedgerFinding.Reason) -> Disposition {
        switch String(decoding: word, as: UTF8.self) {
        case "disclosed-run":
            guard count == Leaf.runLength else { throw .wrongCount }
            return .disclosedRun(seed: try bytes(value, Leaf.seedSize))
        case "disclosed":
            guard count == 1 else { throw .wrongCount }
            return .disclosed(salt: try bytes(value, Leaf.saltSize))
        case "head-only":
            guard count == 1 else { throw .wrongCount }
            return .headOnly(body: try hash(value))
        case "withheld":
            guard count.nonzeroBitCount == 1 else { throw .wrongCount }
            return .withheld(height: count.trailingZeroBitCount, hash: try hash(value))
        default: throw .unknownDisposition
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        let isDecimal = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard isDecimal, digits.count == 1 || digits.first != UInt8(ascii: "0"),
            let number = UInt64(String(decoding: digits, as: UTF8.self)), number <= Ledger.sizeLimit
        else { return nil }
        return number
    }

    private static func bytes(_ digits: ArraySlice<UInt8>, _ size: Int) throws(LedgerFinding.Reason) -> [UInt8] {
        guard digits.count == 2 * size, let bytes = Hexadecimal.decodeLower(digits) else { throw .malformedValue }
        return bytes
    }

    private static func hash(_ digits: ArraySlice<UInt8>) throws(LedgerFinding.Reason) -> TreeHash {
        guard let hash = TreeHash(lowerHex: digits) else { throw .malformedValue }
        return hash
    }

    /// Bytes of a line with its line feed; the longest that the grammar allows has 119.
    static let sizeLimit = 128
}
