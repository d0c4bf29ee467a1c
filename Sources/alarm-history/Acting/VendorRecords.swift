import ExactJSON

/// Records of a shape that nobody knows.
struct VendorRecords {
    let name: String
    let deployment: String
    let records: [JSONText]

    func write(_ format: FormatOptions) throws {
        if format.json {
            let list = JSONValue.array(records.map { .verbatim([UInt8]($0.root.bytes)) })
            let document = JSONValue.object([
                ("schema_version", .integer(1)), ("deployment", .string(deployment)), (name, list),
            ])
            try Console.answer(document.bytes + [UInt8(ascii: "\n")])
        } else if format.jsonl {
            for record in records { try Console.answer([UInt8](record.root.bytes) + [UInt8(ascii: "\n")]) }
        } else if format.csv {
            try Console.answer(csv: table { $0 })
        } else {
            try Console.answer(records.isEmpty ? "none" : table { Self.short($0) }.text)
        }
    }

    /// A column for each member that any of them has.
    private func table(_ shown: (String) -> String) -> Table {
        var names: [String] = []
        for record in records {
            for member in record.root.members.compactMap(\.name.string) where !names.contains(member) {
                names.append(member)
            }
        }
        var table = Table(columns: names)
        table.rows = records.map { record in names.map { shown(Self.cell(record.root[$0])) } }
        return table
    }

    private static func cell(_ value: JSONElement?) -> String {
        guard let value, value.kind != .null else { return "" }
        return value.string ?? String(decoding: value.bytes, as: UTF8.self)
    }

    /// Enough of a value to recognise it; the whole is in JSON.
    private static func short(_ text: String) -> String { text.count > 40 ? text.prefix(37) + "..." : text }
}
