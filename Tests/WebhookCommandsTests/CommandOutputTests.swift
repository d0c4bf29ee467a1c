import Testing

@testable import WebhookCommands

@Suite("What a command wrote")
struct CommandOutputTests {
    @Test("is told without secrets, also where only the end of it is kept")
    func secrets() {
        var output = CommandOutput()
        output.take(Array("see https://x.example/cloud?t=".utf8) + [UInt8](repeating: UInt8(ascii: "S"), count: 9_000))
        #expect(output.lastWords { $0 } == "")
        output.take(Array("\nfailed: token=PLANTED\n".utf8))
        #expect(output.lastWords { $0.replacing("PLANTED", with: "redacted") } == "failed: token=redacted")
        #expect(output.count == 30 + 9_000 + 23)
    }

    @Test("is counted whole and bounded in memory")
    func bounds() {
        var output = CommandOutput()
        for _ in 0..<1000 { output.take(Array("a line of thirty-two characters\n".utf8)) }
        #expect(output.count == 32_000 && !output.isTooMuch)
        #expect(output.lastWords { $0 }.utf8.count == 2048)
        output.count(1 << 20)
        #expect(output.isTooMuch)
    }
}
