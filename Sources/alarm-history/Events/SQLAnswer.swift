import ExactJSON
import Foundation
import Projections

/// The rows of a question in SQL, written as they come: their number has no limit.
struct SQLAnswer {
    private let question: ReadQuery

    init(_ question: ReadQuery) {
        self.question = question
    }

    func write(_ format: FormatOptions) throws {
        if format.json {
            try writeDocument()
        } else if format.jsonl {
            var output = AnswerBuffer()
            while let row = try question.next() { try output.add(object(row).bytes + [UInt8(ascii: "\n")]) }
            try output.flush()
        } else if format.csv {
            try writeCSV()
        } else {
            try writeTable()
        }
    }

    private func writeDocument() throws {
        var output = AnswerBuffer()
        let names = JSONValue.array(question.columns.map(JSONValue.string))
        try output.add(Array(#"{"schema_version":1,"columns":"#.utf8) + names.bytes + Array(#","rows":["#.utf8))
        var isFirst = true
        while let row = try question.next() {
            try output.add((isFirst ? [] : [UInt8(ascii: ",")]) + object(row).bytes)
            isFirst = false
        }
        try output.add(Array("]}\n".utf8))
        try output.flush()
    }

    private func object(_ row: [ReadValue]) -> JSONValue { .object(Array(zip(question.columns, row.map(\.json)))) }

    private func writeCSV() throws {
        var output = AnswerBuffer()
        try output.add(Self.csv(question.columns))
        while let row = try question.next() { try output.add(Self.csv(row.map(\.text))) }
        try output.flush()
    }

    private static func csv(_ cells: [String]) -> [UInt8] {
        let line = Table(columns: cells)
        return Array((Console.isTerminal ? line.printable : line).csv.utf8)
    }

    /// Columns as wide as the first rows need: what comes later and is wider stands out.
    private func writeTable() throws {
        var table = Table(columns: question.columns.map(\.printable))
        while table.rows.count < Self.measuredRows, let row = try question.next() { table.rows.append(cells(row)) }
        try Console.answer(table.text)
        var output = AnswerBuffer()
        let widths = table.widths
        while let row = try question.next() { try output.add(Array((Table.line(cells(row), widths) + "\n").utf8)) }
        try output.flush()
    }

    private func cells(_ row: [ReadValue]) -> [String] {
        row.map { $0 == .null ? "-" : Self.shortened($0.text).printable }
    }

    /// A cell that a person reads; the other forms give all of it.
    private static func shortened(_ text: String) -> String {
        let shown = text.unicodeScalars.prefix(longestCell)
        return shown.endIndex == text.endIndex ? text : String(shown) + "…"
    }

    private static let longestCell = 1000
    /// Enough to see how wide columns are, and few enough to be held.
    private static let measuredRows = 1000
}

/// Parts of an answer that are written together.
struct AnswerBuffer {
    private var bytes: [UInt8] = []

    mutating func add(_ part: [UInt8]) throws {
        bytes += part
        if bytes.count > Self.size { try flush() }
    }

    mutating func flush() throws {
        try Console.answer(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    private static let size = 1 << 16
}

extension ReadValue {
    /// Numbers as numbers, bytes as base64.
    var json: JSONValue {
        switch self {
        case .null: .null
        case .integer(let number): .integer(number)
        case .real(let number): .verbatim(Array(Self.spelling(number).utf8))
        case .text(let text): .string(text)
        case .blob(let bytes): .string(Data(bytes).base64EncodedString())
        }
    }

    /// The same as a cell; nothing for NULL.
    var text: String {
        switch self {
        case .null: ""
        case .integer(let number): String(number)
        case .real(let number): Self.spelling(number)
        case .text(let text): text
        case .blob(let bytes): Data(bytes).base64EncodedString()
        }
    }

    /// The shortest that reads back as the same number. JSON has no infinity: a number too large for any double reads back
    /// as one.
    private static func spelling(_ number: Double) -> String {
        number.isFinite ? "\(number)" : (number < 0 ? "-9e999" : "9e999")
    }
}
