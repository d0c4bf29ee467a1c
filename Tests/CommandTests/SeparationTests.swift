import Foundation
import Testing

@Suite("What acts is kept apart from what reads")
struct SeparationTests {
    /// The module that acts, as symbols name it, and a path that it alone knows.
    private static let traces = ["12AltaOperator", "stopLocalOngoing"]

    @Test("the archiver's program holds nothing of the module that acts, which the operator's program holds")
    func programs() throws {
        let archiver = try Data(contentsOf: RunningProgram.url("alarm-archiver"))
        let history = try Data(contentsOf: RunningProgram.url("alarm-history"))
        // Symbols are there to be found.
        #expect(archiver.holds("7Polling") && archiver.holds("ongoingAlerts"))
        for trace in Self.traces {
            #expect(!archiver.holds(trace), "\(trace)")
            #expect(history.holds(trace), "\(trace)")
        }
    }

    @Test("no source but those of the module that acts opens the door for orders")
    func sources() throws {
        let files = try swiftFiles(in: ["Sources", "tools"])
        #expect(files.count > 200)
        let openers = try files.filter { try Self.opensDoor(String(contentsOfFile: $0.path, encoding: .utf8)) }
        let module = repositoryFile("Sources/AltaOperator") + "/"
        #expect(openers.filter { !$0.path.hasPrefix(module) }.map(\.lastPathComponent) == [])
        #expect(!openers.isEmpty, "the door is there, and somebody uses it")
    }

    @Test(
        "an import is found however it is written",
        arguments: [
            ("@_spi(Operator) import AltaAPI", true), ("@_spi(Operator) public import AltaAPI", true),
            ("import Foundation\n@_spi(Operator)\n    package import AltaAPI\n", true),
            ("@_spi( Operator ) @preconcurrency import AltaAPI", true),
            ("@preconcurrency @_spi(Operator) import AltaAPI", true), ("@_spi(Operator, Other) import AltaAPI", true),
            ("import AltaAPI", false), ("@_spi(Other) import AltaAPI", false),
            ("@_spi(Operator) public func send() {}\n\n// What they import.", false),
        ])
    func finder(text: String, isDoor: Bool) {
        #expect(Self.opensDoor(text) == isDoor)
    }

    /// Whether a source imports what a module shows to operators only: other words may stand between, on any line.
    private static func opensDoor(_ text: String) -> Bool {
        text.contains(/@_spi\([^)]*\bOperator\b[^)]*\)(\s+@?\w+)*?\s+import\s/)
    }

    private func swiftFiles(in folders: [String]) throws -> [URL] {
        folders.flatMap { folder -> [URL] in
            let root = URL(fileURLWithPath: repositoryFile(folder))
            let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
            return (files?.compactMap { $0 as? URL } ?? []).filter { $0.pathExtension == "swift" }
        }
    }
}

extension Data {
    /// Whether the bytes of `text` stand anywhere in it.
    fileprivate func holds(_ text: String) -> Bool { range(of: Data(text.utf8)) != nil }
}
