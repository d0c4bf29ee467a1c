import AlarmHistory

/// Rows with a column for each fact, as a table for people or as CSV.
struct Table {
    let columns: [String]
    var rows: [[String]] = []

    /// Columns side by side, as wide as they need to be.
    var text: String {
        let widths = self.widths
        return ([columns] + rows).map { Self.line($0, widths) }.joined(separator: "\n")
    }

    /// How wide the columns need to be.
    var widths: [Int] {
        columns.indices.map { column in (rows.map { $0[column].count } + [columns[column].count]).max() ?? 0 }
    }

    /// A row of columns of that width.
    static func line(_ row: [String], _ widths: [Int]) -> String {
        let cells = zip(row, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
        return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }

    /// RFC 4180: CRLF, quotes where needed.
    var csv: String { ([columns] + rows).map { $0.map(Self.cell).joined(separator: ",") + "\r\n" }.joined() }

    private static func cell(_ text: String) -> String {
        guard text.contains(where: { "\",\r\n".contains($0) || $0 == "\r\n" }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

extension String {
    /// Text of the vendor's for a terminal: what steers it instead of being read is shown as dots.
    var printable: String {
        String(unicodeScalars.map { $0.isSteering ? "·" : Character($0) })
    }

    /// The same for a text of several lines.
    var printableLines: String {
        split(separator: "\n", omittingEmptySubsequences: false).map { String($0).printable }.joined(separator: "\n")
    }
}
