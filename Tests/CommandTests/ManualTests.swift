import Foundation
import Manual
import Testing

@testable import alarm_history

@Suite("The manual")
struct ManualTests {
    @Test("lists each page with a line, and prints each, as its file stands")
    func pages() throws {
        let folder = repositoryFile("Sources/Manual/pages")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(Set(files) == Set(Manual.pages.map { "\($0.topic).md" }))
        let list = try run(["alarm-history", "manual"])
        #expect(list.status == 0)
        for page in Manual.pages {
            #expect(list.text.contains("\n\(page.topic)  ") || list.text.hasPrefix("\(page.topic)  "))
            #expect((20...80).contains(page.summary.count), "\(page.topic): \(page.summary)")
            #expect(page.text.hasPrefix("# ") && page.text.hasSuffix("\n"))
            let printed = try run(["alarm-history", "manual", page.topic])
            let file = try String(contentsOfFile: "\(folder)/\(page.topic).md", encoding: .utf8)
            #expect(printed.status == 0 && printed.text == file)
        }
    }

    @Test(
        "an unknown topic is a mistake in typing, and near ones are named",
        arguments: [
            ("evidnce", "near it are evidence"), ("exit", "near it are exit-codes"),
            ("csv", "near it are json-and-csv"),
            ("gaps", "near it are coverage-and-gaps"), ("setting", "near it are settings, getting-started"),
            ("wilson", "near it are indicators"),
            ("qqqq", "the manual has no topic qqqq; "),
        ])
    func unknown(topic: String, told: String) throws {
        let refused = try run(["alarm-history", "manual", topic])
        #expect(refused.status == 64 && refused.output.isEmpty)
        #expect(refused.errors.contains(told), "\(refused.errors)")
        #expect(refused.errors.contains("`alarm-history manual` lists all topics"))
    }

    @Test("headings are bold on a terminal, without their marks; a comment in an example is no heading")
    func bold() {
        let page = ManualPage(topic: "t", text: "# Title\n\nA line.\n\n## Part\n\n```sh\n# comment\n```\n")
        let plain = ManualCommand.text(of: page, isBold: false)
        #expect(plain + "\n" == page.text)
        let bold = ManualCommand.text(of: page, isBold: true)
        #expect(bold.hasPrefix("\u{1B}[1mTitle\u{1B}[0m\n") && bold.contains("\u{1B}[1mPart\u{1B}[0m\n"))
        #expect(bold.contains("\n# comment\n"))
    }

    @Test(
        "names each option of each command of a program on the program's page",
        arguments: ["alarm-archiver", "alarm-history"])
    func options(program: String) throws {
        let page = ReferencePage(try #require(Manual.page(on: program)).text)
        let leaves = try HelpDump(of: program).leaves
        #expect(leaves.count > 3)
        for (path, options) in leaves {
            let text = try #require(page.text(of: path), "no section \(path)")
            for option in options {
                #expect(text.contains("`\(option)`") || text.contains("`\(option) "), "\(path): \(option) is not named")
            }
        }
    }

    @Test("the README is short, and each relative link of what is written for readers leads to a file")
    func links() throws {
        let readme = try String(contentsOfFile: repositoryFile("README.md"), encoding: .utf8)
        #expect(readme.split(separator: "\n", omittingEmptySubsequences: false).count < 150)
        let pages = Manual.pages.map { "Sources/Manual/pages/\($0.topic).md" }
        for file in ["README.md", "schema/README.md", "Sources/Manual/README.md"] + pages {
            let text = try String(contentsOfFile: repositoryFile(file), encoding: .utf8)
            let folder = (file as NSString).deletingLastPathComponent
            for link in text.matches(of: /\]\(([^)\s]+)\)/).map({ String($0.1) }) where !link.contains("://") {
                let target = String(link.split(separator: "#", omittingEmptySubsequences: false)[0])
                guard !target.isEmpty else { continue }
                let path = repositoryFile((folder as NSString).appendingPathComponent(target))
                #expect(FileManager.default.fileExists(atPath: path), "\(file) links to \(link)")
            }
        }
    }
}

/// A page with a section for each command, and sections for the options that several commands share.
struct ReferencePage {
    private var sections: [String: String] = [:]

    init(_ text: String) {
        var name = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("## ") { name = String(line.dropFirst(3)) }
            sections[name, default: ""] += line + "\n"
        }
    }

    /// The section of a command, with those of the page that it links to, and the one that is about all commands.
    func text(of command: String) -> String? {
        guard let own = sections[command] else { return nil }
        let linked = own.matches(of: /\(#([a-z-]+)\)/).map { String($0.1) }
        let shared = sections.filter { linked.contains(Self.anchor($0.key)) || $0.key == "All commands" }
        return own + shared.values.joined()
    }

    /// How a code host spells a link to a heading.
    private static func anchor(_ heading: String) -> String {
        String(heading.lowercased().map { $0 == " " ? "-" : $0 }.filter { $0 == "-" || $0.isLetter || $0.isNumber })
    }
}
