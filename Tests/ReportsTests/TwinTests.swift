import Foundation
import Testing

@testable import Reports

@Suite("A figure's table and its CSV file")
struct TwinTests {
    @Test("have the same rows with the same numbers", arguments: Kind.allCases.filter { $0 != .hostile })
    func same(_ kind: Kind) throws {
        let page = try PageTree.read(kind.page)
        for (table, csv) in try page.twins() {
            let (shown, read) = (table.tableRows, try csv.csvRows())
            let names = try #require(read.first)
            #expect(shown.count == read.count, "\(csv.text)")
            for (shown, read) in zip(shown, read).dropFirst() {
                let cells = Self.withoutLocalTimes(read, names)
                #expect(shown.count == cells.count)
                for (text, cell) in zip(shown, cells) { Self.compare(text, cell) }
            }
        }
    }

    /// A column of times is two in the file.
    private static func withoutLocalTimes(_ cells: [String], _ names: [String]) -> [String] {
        zip(names, cells).filter { !$0.0.hasSuffix("_local") }.map(\.1)
    }

    /// What people see as a whole number is that number; where they see that there is nothing, there is nothing.
    private static func compare(_ text: String, _ cell: String) {
        let number = text.replacing("at least ", with: "").replacing(",", with: "").replacing("−", with: "-")
        if Int(number) != nil, !text.hasPrefix("0") || number == "0" {
            #expect(Double(number) == Double(cell), "\(text) is \(cell)")
        } else if ["not observed", "undefined"].contains(text) {
            #expect(["", text].contains(cell), "\(text) is \(cell)")
        }
    }

    @Test("the days' numbers are those of the bars and of the alarms that were counted")
    func days() throws {
        let figures = LivelyYear.figures()
        let page = try PageTree.read(Report(Samples.content(figures)).page)
        let csv = try #require(page.all("a").first { $0.attributes["download"] == "alarms-per-day.csv" })
        let rows = try csv.csvRows().dropFirst()
        #expect(rows.count == 365)
        #expect(rows.map { Int($0[6]) ?? 0 }.reduce(0, +) == figures.alarms.total)
        let bars =
            page.all("svg").first { $0.attributes["aria-labelledby"] == "figure-days-wide-title" }
            .map { $0.all("g").compactMap { try? $0.first("title").text } } ?? []
        let told = Dictionary(uniqueKeysWithValues: bars.map { (String($0.prefix(10)), $0) })
        for row in rows {
            let count = Int(row[6]) ?? 0
            let said = told[row[0]].map { $0.contains(": \(count) alarm") } ?? (count == 0)
            #expect(said, "\(row)")
        }
    }

    @Test("a column of times has UTC and local time with its offset")
    func times() throws {
        let page = try PageTree.read(Kind.year.page)
        let csv = try #require(page.all("a").first { $0.attributes["download"] == "floods.csv" })
        let rows = try csv.csvRows()
        #expect(rows[0].prefix(4) == ["start_utc", "start_local", "end_utc", "end_local"])
        #expect(rows[3].prefix(2) == ["2026-06-30T01:00:00.000Z", "2026-06-30T03:00:00.000+02:00"])
    }

    @Test("quotes commas, quotes and line ends, and nothing else")
    func quotes() {
        let cells: [DataTable.Cell] = [.words("a,b"), .words("c\"d"), .words("e\r\nf"), .words("g h"), .nothing("why")]
        let columns = cells.indices.map { DataTable.Column("\($0)", "c\($0)", .text) }
        let table = DataTable(columns: columns, rows: [cells])
        #expect(table.csv == "c0,c1,c2,c3,c4\r\n\"a,b\",\"c\"\"d\",\"e\r\nf\",g h,\r\n")
        #expect(CSVReader.rows(table.csv)[1] == ["a,b", "c\"d", "e\r\nf", "g h", ""])
    }
}
