extension String {
    /// The text as a cell of CSV (RFC 4180), in quotes where it needs them. All of a cell is decided by its bytes: a quote
    /// with an accent on it, and a carriage return with a line feed, are single characters to Swift, and two to a reader.
    package var csvCell: String {
        guard utf8.contains(where: Self.needsQuotes) else { return self }
        var cell: [UInt8] = [Self.quote]
        for byte in utf8 {
            if byte == Self.quote { cell.append(byte) }
            cell.append(byte)
        }
        cell.append(Self.quote)
        return String(decoding: cell, as: UTF8.self)
    }

    private static let quote = UInt8(ascii: "\"")

    private static func needsQuotes(_ byte: UInt8) -> Bool {
        byte == quote || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n")
    }
}
