import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import Foundation
import Testing

@testable import Reports

/// Reports of every kind that there is.
enum Kind: String, CaseIterable, CustomTestStringConvertible {
    case year, month, years, quiet, unseen, emptyPeriod, compared, hostile

    var testDescription: String { rawValue }

    var content: ReportContent { Self.contents[self] ?? made }

    /// The page, made once for all tests.
    var page: [UInt8] { Self.pages[self] ?? [] }

    private static let contents = Dictionary(uniqueKeysWithValues: allCases.map { ($0, $0.made) })
    private static let pages = contents.mapValues { Report($0).page }

    private var made: ReportContent {
        switch self {
        case .year: Samples.content(LivelyYear.figures())
        case .month: Samples.content(LivelyYear.figures(80..<110))
        case .years: Samples.content(LivelyYear.figures(0..<1200))
        case .quiet: Samples.content(Samples.empty(.covered))
        case .unseen: Samples.content(Samples.empty(.gap))
        case .emptyPeriod: Samples.content(Samples.empty(.covered, days: 0))
        case .compared: Samples.content(LivelyYear.figures(90..<120), before: LivelyYear.figures(60..<90))
        case .hostile: Hostile.content
        }
    }
}

@Suite("A page")
struct PageTests {
    @Test("is well-formed, names every place once, and has every place that it leads to", arguments: Kind.allCases)
    func wellFormed(_ kind: Kind) throws {
        let page = try PageTree.read(kind.page)
        let ids = page.all.compactMap { $0.attributes["id"] }
        #expect(ids.count == Set(ids).count)
        let places = Set(ids)
        for link in page.all("a") {
            let address = try #require(link.attributes["href"])
            #expect(address.hasPrefix("data:text/csv") || places.contains(String(address.dropFirst())), "\(address)")
        }
        for name in ["aria-labelledby", "aria-describedby"] {
            for element in page.all {
                if let id = element.attributes[name] { #expect(places.contains(id), "\(id)") }
            }
        }
    }

    @Test("runs nothing, loads nothing, and forbids both", arguments: Kind.allCases)
    func closed(_ kind: Kind) throws {
        let bytes = kind.page
        let source = String(decoding: bytes, as: UTF8.self).lowercased()
        for forbidden in ["<script", "url(", "@import", "<link", "<img", "<iframe", "<object", "<use"] {
            let isFound = source.contains(forbidden)
            #expect(!isFound, "\(forbidden)")
        }
        let page = try PageTree.read(bytes)
        for element in page.all {
            #expect(element.attributes.keys.allSatisfy { !$0.hasPrefix("on") && $0 != "src" && $0 != "style" })
            #expect(element.attributes["href"].map { $0.hasPrefix("#") || $0.hasPrefix("data:text/csv") } ?? true)
        }
        let policy = page.all("meta").first { $0.attributes["http-equiv"] == "Content-Security-Policy" }
        #expect(policy?.attributes["content"] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    }

    @Test(
        "can be read aloud: a language, landmarks, headings in order, names for every picture", arguments: Kind.allCases
    )
    func readable(_ kind: Kind) throws {
        let page = try PageTree.read(kind.page)
        #expect(page.attributes["lang"] == "en")
        for landmark in ["header", "nav", "main", "footer"] { #expect(page.all(landmark).count == 1) }
        let skip = try page.first("a")
        #expect(skip.attributes["href"] == "#main" && skip.attributes["class"] == "skip")
        var level = 0
        for heading in page.all("h1", "h2", "h3", "h4") {
            let next = try #require(Int(heading.name.dropFirst()))
            #expect(next <= level + 1, "\(heading.text)")
            level = next
        }
        #expect(page.all("h1").count == 1)
        for picture in page.all("svg") {
            #expect(picture.attributes["role"] == "img")
            #expect(picture.children.prefix(2).map(\.name) == ["title", "desc"])
            #expect(picture.children.prefix(2).allSatisfy { !$0.text.isEmpty })
        }
        let contents = try page.first("nav").all("a").compactMap { $0.attributes["href"]?.dropFirst() }
        #expect(contents.map(String.init) == page.all("h2").compactMap { $0.attributes["id"] })
    }

    @Test(
        "each figure has a caption, a picture or the reason for none, and a table with a CSV file",
        arguments: Kind.allCases)
    func figures(_ kind: Kind) throws {
        let page = try PageTree.read(kind.page)
        let figures = page.all("figure")
        #expect(figures.count == 6)
        for figure in figures {
            #expect(try !figure.first("figcaption").text.isEmpty)
            let hasReason = figure.all("p").contains { $0.attributes["class"] == "emptiness" && !$0.text.isEmpty }
            #expect(figure.all("svg").count == (hasReason ? 0 : 2))
            let details = try #require(figure.parent).first("details")
            #expect(try details.twins().count == 1)
            let table = try details.first("table")
            #expect(!table.all("th").isEmpty)
            #expect(table.all("th").allSatisfy { ["row", "col"].contains($0.attributes["scope"]) })
        }
    }

    @Test("words in pictures stay within them", arguments: Kind.allCases.filter { $0 != .hostile })
    func withinPictures(_ kind: Kind) throws {
        for picture in try PageTree.read(kind.page).all("svg") {
            let size = try #require(picture.attributes["viewBox"]).split(separator: " ").compactMap { Double($0) }
            for label in picture.all("text") {
                let x = try #require(label.attributes["x"].flatMap(Double.init))
                let width = Double(label.text.count) * 6
                let starts = ["start": x, "middle": x - width / 2, "end": x - width]
                let left = try #require(label.attributes["text-anchor"].flatMap { starts[$0] })
                #expect(left >= -1 && left + width <= size[2] + 1, "\(label.text) in \(picture.children[0].text)")
            }
        }
    }

    @Test("every indicator leads to its definition and back, and is defined once", arguments: Kind.allCases)
    func definitions(_ kind: Kind) throws {
        let content = kind.content
        let page = try PageTree.read(kind.page)
        for indicator in content.figures.indicators {
            let card = try page.element(id: "kpi-\(indicator.id)")
            #expect(try card.first("a").attributes["href"] == "#def-\(indicator.id)")
            let glossary = try page.element(id: "glossary").parent
            #expect(glossary?.all("a").contains { $0.attributes["href"] == "#kpi-\(indicator.id)" } == true)
        }
    }

    @Test("is the same for the same values", arguments: Kind.allCases)
    func deterministic(_ kind: Kind) {
        #expect(Report(kind.content).page == kind.page)
    }

    @Test("says period, time zone, observed time and checkpoint at its head")
    func head() throws {
        let header = try PageTree.read(Kind.year.page).first("header").text
        for said in [
            "2026-01-01 00:00:00 +01:00", "2025-12-31T23:00:00.000Z", "2027-01-01 00:00:00 +01:00", "Europe/Berlin",
            "98.7 %", "1 h looked at, but not final yet", "incomplete", "1,204,511 events", Samples.archive.root,
            Samples.archive.key,
            "alarms.example/3f9c",
        ] {
            #expect(header.contains(said), "\(said)")
        }
    }

    @Test("holds the checkpoint as it is signed, and every preset that was used")
    func embedded() throws {
        let page = try PageTree.read(Kind.year.page)
        let texts = page.all("pre").map(\.text)
        #expect(texts.contains(Samples.archive.checkpoint.raw))
        #expect(texts.contains { $0.contains("\"edition\":\"2016\"") })
    }

    @Test("names no standard as kept or broken")
    func wording() {
        for kind in Kind.allCases where kind != .hostile {
            let text = String(decoding: kind.page, as: UTF8.self).lowercased()
            for word in ["compliant", "compliance", "certified", "nuisance", "user error"] {
                #expect(!text.contains(word), "\(word) in \(kind.rawValue)")
            }
        }
    }
}
