import AlarmHistory
import ArchiveEvents

extension DataTable {
    /// The table for programs (RFC 4180): a header line, CRLF, quotes where needed; a column of times becomes two.
    var csv: String {
        var lines = [columns.flatMap(Self.names).joined(separator: ",")]
        for row in rows {
            let cells = zip(columns, row).flatMap { column, cell in cell.csv(in: column.kind) }
            lines.append(cells.map(\.csvCell).joined(separator: ","))
        }
        return lines.map { $0 + "\r\n" }.joined()
    }

    private static func names(_ column: Column) -> [String] {
        column.kind == .time ? [column.name + "_utc", column.name + "_local"] : [column.name]
    }
}

extension DataTable.Cell {
    /// The fields of a line: two of a time, one of anything else.
    func csv(in kind: DataTable.Column.Kind) -> [String] {
        switch self {
        case .words(let text): [text]
        case .vendor(let text): [text.guarded]
        case .count(let number), .qualified(let number, _): [String(number)]
        case .number(let number, _), .share(let number), .seconds(let number):
            [number.isFinite ? number.description : ""]
        case .figure(let number, _), .spoken(let number, _):
            [number.flatMap { $0.isFinite ? $0.description : nil } ?? ""]
        case .nothing: kind == .time ? ["", ""] : [""]
        case .time(let time, let calendar): [time.description, calendar.rfc3339(time)]
        }
    }
}

extension VendorText {
    /// The text as a cell that no spreadsheet takes for a formula: where it begins with a mark that could start one, an
    /// apostrophe stands before it. One stands before an apostrophe, too, so that taking one away always gives the text.
    var guarded: String {
        guard let first = raw.unicodeScalars.first, Self.starters.contains(first) else { return raw }
        return "'" + raw
    }

    private static let starters: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "'", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    /// What a page says of it.
    static let guardNote = """
        A name that begins with = + - @ or an apostrophe has one more apostrophe before it in the CSV, so that no \
        spreadsheet takes it for a formula. The table cuts names of more than \(longest) characters; the CSV has all.
        """
}
