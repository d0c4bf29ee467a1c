import Foundation
import FoundationXML
import Testing

@testable import Reports

/// An element of a page, as a strict XML parser reads it.
final class PageTree {
    let name: String
    let attributes: [String: String]
    private(set) var children: [PageTree] = []
    let parent: PageTree?
    fileprivate var pieces: [String] = []

    fileprivate init(_ name: String, _ attributes: [String: String], in parent: PageTree?) {
        self.name = name
        self.attributes = attributes
        self.parent = parent
        parent?.children.append(self)
    }

    /// Reads a page; fails where it is not well-formed.
    static func read(_ page: [UInt8]) throws -> PageTree {
        let parser = XMLParser(data: Data(page))
        let reader = TreeReader()
        parser.delegate = reader
        let isWellFormed = parser.parse()
        try #require(isWellFormed, "line \(parser.lineNumber): \(String(describing: parser.parserError))")
        return try #require(reader.root)
    }

    /// All text within.
    var text: String { pieces.joined() }

    /// This element and all within, in the order of the page.
    var all: [PageTree] { [self] + children.flatMap(\.all) }

    func all(_ names: String...) -> [PageTree] { all.filter { names.contains($0.name) } }

    func first(_ name: String) throws -> PageTree {
        try #require(all.first { $0.name == name }, "no \(name) in \(self.name)")
    }

    func element(id: String) throws -> PageTree {
        try #require(all.first { $0.attributes["id"] == id }, "nothing has the id \(id)")
    }
}

/// Builds the tree.
private final class TreeReader: NSObject, XMLParserDelegate {
    var root: PageTree?
    private var open: [PageTree] = []

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        let element = PageTree(name, attributes, in: open.last)
        root = root ?? element
        open.append(element)
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        for element in open { element.pieces.append(text) }
    }
}

extension PageTree {
    /// The rows of a table as people read them, the head first.
    var tableRows: [[String]] {
        all("tr").map { row in row.children.map { $0.text.trimmingCharacters(in: .whitespacesAndNewlines) } }
    }

    /// The rows that a link to a CSV file holds.
    func csvRows() throws -> [[String]] {
        let address = try #require(attributes["href"])
        let prefix = "data:text/csv;charset=utf-8,"
        try #require(address.hasPrefix(prefix))
        return CSVReader.rows(try #require(String(address.dropFirst(prefix.count)).removingPercentEncoding))
    }

    /// Every table with the CSV file whose link follows it.
    func twins() throws -> [(table: PageTree, csv: PageTree)] {
        var twins: [(PageTree, PageTree)] = []
        var table: PageTree?
        for element in all {
            if element.name == "table" {
                try #require(table == nil, "a table without its CSV file")
                table = element
            } else if element.name == "a", element.attributes["download"] != nil {
                twins.append((try #require(table, "a CSV file without its table"), element))
                table = nil
            }
        }
        try #require(table == nil, "a table without its CSV file")
        return twins
    }
}

/// Reads RFC 4180.
enum CSVReader {
    static func rows(_ text: String) -> [[String]] {
        var rows: [[String]] = [[]]
        var field = ""
        var isQuoted = false
        var scalars = Array(text.unicodeScalars)[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"" where isQuoted && scalars.first == "\"":
                field.append("\"")
                scalars.removeFirst()
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                rows[rows.count - 1].append(field)
                field = ""
            case "\r" where !isQuoted && scalars.first == "\n":
                scalars.removeFirst()
                rows[rows.count - 1].append(field)
                field = ""
                rows.append([])
            default: field.unicodeScalars.append(scalar)
            }
        }
        return rows.dropLast()
    }
}
