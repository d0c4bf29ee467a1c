import AlarmHistory

/// Rows with a column for each fact, as a table for people or as CSV.
struct Table {
    let columns: [String]
    var rows: [[String]] = []
    /// Whether the last column holds pictures of ours, whose colours are for a terminal.
    var hasPictures = false

    /// Columns side by side, as wide as they need to be. Whatever stands in a cell, it is one line of printable text.
    var text: String {
        let shown = printable
        let widths = shown.widths
        return ([shown.columns] + shown.rows).map { Self.padded($0, widths) }.joined(separator: "\n")
    }

    /// How wide the columns need to be.
    var widths: [Int] {
        columns.indices.map { column in (rows.map { $0[column].count } + [columns[column].count]).max() ?? 0 }
    }

    /// A row of columns of that width.
    static func line(_ row: [String], _ widths: [Int]) -> String { padded(row.map(\.printable), widths) }

    private static func padded(_ row: [String], _ widths: [Int]) -> String {
        let cells = zip(row, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
        return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }

    /// RFC 4180: CRLF, quotes where needed.
    var csv: String { ([columns] + rows).map { $0.map(\.csvCell).joined(separator: ",") + "\r\n" }.joined() }

    /// The same rows with cells that a terminal can be sent.
    var printable: Table {
        var table = Table(columns: columns.map(\.printable))
        let pictures = hasPictures ? 1 : 0
        table.rows = rows.map { row in row.dropLast(pictures).map(\.printable) + row.suffix(pictures) }
        return table
    }
}

extension String {
    /// Text of foreign origin for a terminal: what steers it instead of being read is shown as dots.
    var printable: String { inOneLine }

    /// The same for a text of several lines.
    var printableLines: String { inLines }
}
