import AltaAPI
import ArchiveEvents
import Testing

@Suite("The codes of a second factor")
struct TOTPSecretTests {
    /// "12345678901234567890", the key of the test vectors.
    private static let vectorKey = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    @Test(
        "are those of RFC 6238, appendix B, cut to six digits",
        arguments: [
            (Int64(59), "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ])
    func vectors(seconds: Int64, code: String) throws {
        let secret = try #require(TOTPSecret(Self.vectorKey))
        #expect(secret.code(at: Instant(milliseconds: seconds * 1000)) == code)
    }

    @Test(
        "come from the secret as it is shown, in every usual spelling",
        arguments: [
            "gezd gnbv gy3t qojq gezd gnbv gy3t qojq", "GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ==",
            "otpauth://totp/hq:me%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=hq",
            "otpauth://totp/x?algorithm=SHA1&digits=6&period=30&secret=gezdgnbvgy3tqojqgezdgnbvgy3tqojq",
        ])
    func spellings(text: String) throws {
        let secret = try #require(TOTPSecret(text))
        #expect(secret.code(at: Instant(milliseconds: 59_999)) == "287082")
    }

    @Test(
        "come from nothing else",
        arguments: [
            "", "====", "A", "GEZD1", "gézd", "otpauth://hotp/x?secret=GEZDGNBV", "otpauth://totp/x?issuer=a",
            "otpauth://totp/x?secret=GEZDGNBV&digits=8", "otpauth://totp/x?secret=GEZDGNBV&algorithm=SHA256",
            "otpauth://totp/x?secret=GEZDGNBV&period=60", String(repeating: "A", count: 5000),
        ])
    func refused(text: String) {
        #expect(TOTPSecret(text) == nil)
    }
}
