import Foundation
import TestSupport
import Testing

@Suite("Man pages")
struct ManPageTests {
    @Test("there is one for each command, with each of its options", arguments: ["alarm-archiver", "alarm-history"])
    func pages(program: String) throws {
        let folder = try TemporaryFolder()
        let programs = RunningProgram.url(program).deletingLastPathComponent().path
        let made = try run([repositoryFile("tools/man-pages"), "--programs", programs, "--output", folder.path])
        try #require(made.status == 0, "\(made.errors)")
        for (path, options) in try HelpDump(of: program).leaves {
            let name = path.replacing(" ", with: "-")
            let page = try String(contentsOfFile: folder.file("\(name).1"), encoding: .utf8)
            let text = page.replacing(#"\-"#, with: "-")
            #expect(text.hasPrefix(".TH \"\(name.uppercased())\" 1 "))
            for section in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SEE ALSO"] {
                #expect(text.contains("\n.SH \"\(section)\"\n"), "\(name): no \(section)")
            }
            for option in options {
                let terms = text.split(separator: "\n").filter { $0.hasPrefix(".B ") }
                #expect(
                    terms.contains { $0.split(whereSeparator: { " ,\"".contains($0) }).contains(option[...]) },
                    "\(name): \(option)")
            }
        }
    }

    @Test("programs that are not there are named, with what to do")
    func missing() throws {
        let folder = try TemporaryFolder()
        let refused = try run([repositoryFile("tools/man-pages"), "--programs", folder.path, "--output", folder.path])
        #expect(refused.status == 1 && refused.errors.contains("there is no program \(folder.path)/alarm-archiver"))
        #expect(refused.errors.contains("tools/release"))
    }
}
