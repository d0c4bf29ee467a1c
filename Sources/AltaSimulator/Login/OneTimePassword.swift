import Cryptography

/// One-time codes as in RFC 6238: SHA-1, six digits, 30 seconds.
struct OneTimePassword: Sendable {
    let secret: [UInt8]

    /// Whether `code` is the one of `time`, or of the step before or after it.
    func accepts(_ code: String, at time: Milliseconds) -> Bool {
        (-1...1).contains { self.code(at: time + $0 * OneTimePassword.step) == code }
    }

    /// The six digits of the step in which `time` lies.
    func code(at time: Milliseconds) -> String {
        let counter = UInt64(max(0, time / OneTimePassword.step))
        let message = stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: counter >> $0) }
        let digest = MessageAuthentication.hmacSHA1(message, key: secret)
        // Dynamic truncation, RFC 4226, section 5.3.
        let offset = Int(digest[digest.count - 1] & 0xF)
        let number = digest[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }

    private static let step = 30 * Milliseconds.second
}
