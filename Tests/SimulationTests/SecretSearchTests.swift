import Testing

@testable import Simulation

@Suite("What a simulated run looks for on its disk")
struct SecretSearchTests {
    @Test(
        "is found wherever it stands",
        arguments: [
            "planted-password-7", "xplanted-password-7x", "planted-planted-password-7", "{\"p\":\"cookie-123\"}",
        ])
    func found(text: String) {
        #expect(SecretSearch(["planted-password-7", "cookie-123"]).occurs(in: text.utf8))
    }

    @Test(
        "is not found in what only begins like it",
        arguments: ["", "planted-password-", "planted-password-8", "cookie-1"])
    func absent(text: String) {
        #expect(!SecretSearch(["planted-password-7", "cookie-123"]).occurs(in: text.utf8))
    }
}
