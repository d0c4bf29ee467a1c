import AlarmHistory
import TestSupport
import Testing

@testable import AltaAPI

@Suite("What a deployment's secrets are recognised by")
struct KnownSecretsTests {
    private func isMasked(_ secret: String, by known: KnownSecrets) -> Bool {
        let redaction = SecretRedaction(key: [1], hiding: known.values)
        return !redaction.redact(text: "amid \(secret) words").contains(secret)
    }

    @Test("letters alone are a secret wherever they stand where a program made them up: tokens, keys, sessions")
    func madeByPrograms() throws {
        let letters = "QWertyuiopAS"
        #expect(isMasked(letters, by: KnownSecrets(Credentials(bearer: letters))))
        #expect(Credentials(bearer: letters).isRecognisable)
        let factor = try #require(TOTPSecret("ABCDEFGHIJKLMNOP"))
        let user = KnownSecrets(Credentials(username: "u", password: "entrance", secondFactor: factor))
        #expect(isMasked("ABCDEFGHIJKLMNOP", by: user) && isMasked("abcdefghijklmnop", by: user))
        for name in ["va", "VA", "session_token", "connect.sid", "JSESSIONID"] {
            let known = KnownSecrets()
            known.note(cookies: [(name, letters)])
            #expect(isMasked(letters, by: known), "\(name)")
            // Old cookies are forgotten; what is left is known as before.
            known.note(cookies: (0..<64).map { (name, "\(letters)-\($0)-cookie") } + [(name, "zxcvbnmasdf")])
            #expect(isMasked("zxcvbnmasdf", by: known) && !isMasked(letters, by: known), "\(name)")
        }
    }

    @Test("letters alone may be a word where a person chose them, or where nobody knows")
    func chosen() {
        let password = Credentials(username: "u", password: "entrance")
        #expect(!isMasked("entrance", by: KnownSecrets(password, ["hallway_two"])) && !password.isRecognisable)
        #expect(!isMasked("hallway_two", by: KnownSecrets(password, ["hallway_two"])))
        let known = KnownSecrets()
        known.note(cookies: [("consent", "accepted")])
        #expect(!isMasked("accepted", by: known))
        #expect(SecretRedaction(key: [1], hiding: known.values).redact(text: "accepted") != "accepted")
    }
}
