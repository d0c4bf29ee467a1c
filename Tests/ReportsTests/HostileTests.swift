import Foundation
import Testing

@testable import Reports

@Suite("Hostile names")
struct HostileTests {
    @Test("are text wherever they stand, and turn no other text around")
    func text() throws {
        let page = try PageTree.read(Kind.hostile.page)
        let zones = try page.element(id: "figure-zones").parent
        #expect(zones?.all("bdi").contains { $0.text == "<script>alert(1)</script>" } == true)
        for element in page.all where element.name != "a" {
            for scalar in element.attributes.values.joined().unicodeScalars {
                #expect(!(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value))
            }
        }
        let turns = page.text.unicodeScalars.filter { (0x202A...0x202E).contains($0.value) }.count
        #expect(turns == 0)
        #expect(page.all("h1").first?.text.contains("</style><script>") == true)
    }

    @Test("are cut where they are very long, which is said; the CSV has all of them")
    func long() throws {
        let page = try PageTree.read(Kind.hostile.page)
        let table = try #require(try page.element(id: "figure-zones-table").parent)
        #expect(table.tableRows.contains { $0[0].contains("… (10,000 characters)") })
        #expect(table.tableRows.allSatisfy { $0[0].unicodeScalars.count < 220 })
        for label in page.all("text") { #expect(label.text.unicodeScalars.count <= 72) }
        let csv = try #require(page.all("a").first { $0.attributes["download"] == "alarms-by-zone.csv" })
        #expect(try csv.csvRows().contains { $0[0] == String(repeating: "long ", count: 2000) })
    }

    @Test("pile no marks up over other lines")
    func marks() {
        let shown = VendorText("e" + String(repeating: "\u{301}", count: 10_000) + "a\u{301}").shown
        #expect(Array(shown.unicodeScalars.map(\.value)) == [0x65, 0x301, 0x301, 0x301, 0x301, 0xFFFD, 0x61, 0x301])
    }

    @Test("come back whole from the CSV once a guarding apostrophe is taken away")
    func guarded() throws {
        let page = try PageTree.read(Kind.hostile.page)
        let csv = try #require(page.all("a").first { $0.attributes["download"] == "alarms-by-zone.csv" })
        let cells = try csv.csvRows().dropFirst().map { $0[0] }
        #expect(Set(cells.map { $0.hasPrefix("'") ? String($0.dropFirst()) : $0 }) == Set(Hostile.names))
        for cell in cells {
            let first = cell.unicodeScalars.first
            #expect(first.map { !"=+-@\t\r\u{FF1D}".unicodeScalars.contains($0) } ?? true, "\(cell)")
        }
    }

    @Test(
        "are guarded where they could start a formula, and nowhere else",
        arguments: [
            ("=1", "'=1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("\ta", "'\ta"), ("'a", "''a"), ("a=1", "a=1"),
            (" =1", " =1"), ("", ""), ("Gate - north", "Gate - north"),
        ])
    func guarding(_ raw: String, _ expected: String) {
        #expect(VendorText(raw).guarded == expected)
    }

    @Test("numbers of ours are not guarded, though they begin with a minus")
    func numbers() {
        let table = DataTable(columns: [.init("n", "n")], rows: [[.number(-1.5, decimals: 1)], [.count(-2)]])
        #expect(table.csv == "n\r\n-1.5\r\n-2\r\n")
    }
}
