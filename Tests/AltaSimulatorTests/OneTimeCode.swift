/// Codes of the key `12345678901234567890` of RFC 6238, computed by another program.
enum OneTimeCode {
    /// The code of a moment that a test knows.
    static func at(_ time: Int64) -> String { codes[time] ?? "" }

    private static let codes: [Int64: String] = [59_000: "287082", noon: "846695", noon + 10 * minute: "500189"]
}
