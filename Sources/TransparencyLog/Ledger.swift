/// The table that proves an export: its rows cover every position of a tree, in order, without hole or overlap, and
/// fold into the tree's root.
///
/// This is a small ledger, in memory as a whole; `LedgerBuilder`, `LedgerReader` and `LedgerFold` work row by row.
public struct Ledger: Hashable, Sendable {
    /// The rows, from position 0 on.
    public let rows: [LedgerRow]

    /// A ledger of these rows.
    public init(rows: [LedgerRow]) {
        self.rows = rows
    }

    /// Builds the ledger of a tree of `size` leaves; see `LedgerBuilder`.
    public init(
        size: UInt64, choices: some Sequence<(positions: Range<UInt64>, shown: Disclosure)>, borders: [UInt64] = [],
        source: LedgerSource
    ) throws {
        var rows: [LedgerRow] = []
        var builder = LedgerBuilder(size: size, borders: borders, source: source)
        for choice in choices { try builder.add(choice.positions, as: choice.shown) { rows.append($0) } }
        try builder.finish { rows.append($0) }
        self.init(rows: rows)
    }

    /// Reads the text of a ledger. Throws `LedgerFinding`.
    public init(text: [UInt8]) throws {
        var rows: [LedgerRow] = []
        var reader = LedgerReader()
        try reader.read(text[...]) { rows.append($0) }
        try reader.finish()
        self.init(rows: rows)
    }

    /// The ledger as a file holds it: ASCII, a line feed after every line.
    public var text: [UInt8] { rows.reduce(into: Array(Self.header.utf8)) { $1.append(to: &$0) } }

    /// The first line, with its line feed.
    public static let header = "first\tcount\tdisposition\tvalue\n"
    /// The largest tree: positions and sizes fit the signed 64-bit numbers of SQLite and of most languages.
    public static let sizeLimit = UInt64(Int64.max)
}
