/// Reads the text of a ledger piece by piece, in memory for one row.
public struct LedgerReader: Sendable {
    private var rest: [UInt8] = []
    private var line = 1

    /// At the beginning of a ledger.
    public init() {}

    /// Takes the next bytes of the text, cut anywhere, and gives the rows that they complete. Throws `LedgerFinding`,
    /// and what `row` throws.
    public mutating func read(_ bytes: ArraySlice<UInt8>, row: (LedgerRow) throws -> Void) throws {
        var bytes = bytes
        while let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
            try take(bytes[..<end], row: row)
            bytes = bytes[(end + 1)...]
        }
        rest += bytes.prefix(LedgerRow.sizeLimit)
        guard rest.count < LedgerRow.sizeLimit else { throw LedgerFinding(line: line, reason: .tooLong) }
    }

    /// Says that the text has ended.
    public func finish() throws(LedgerFinding) {
        guard rest.isEmpty else { throw LedgerFinding(line: line, reason: .noLineFeed) }
        guard line > 1 else { throw LedgerFinding(line: line, reason: .wrongHeader) }
    }

    private mutating func take(_ end: ArraySlice<UInt8>, row: (LedgerRow) throws -> Void) throws {
        let text = rest.isEmpty ? end : (rest + end.prefix(LedgerRow.sizeLimit))[...]
        rest.removeAll(keepingCapacity: true)
        if line > 1 {
            try row(try parse(text))
        } else if !text.elementsEqual(Ledger.header.utf8.dropLast()) {
            throw LedgerFinding(line: line, reason: .wrongHeader)
        }
        line += 1
    }

    private func parse(_ text: ArraySlice<UInt8>) throws(LedgerFinding) -> LedgerRow {
        do {
            return try LedgerRow(line: text)
        } catch {
            throw LedgerFinding(line: line, reason: error)
        }
    }
}
