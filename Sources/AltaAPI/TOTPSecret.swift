public import ArchiveEvents
import Cryptography
import Foundation

/// The secret of a second factor, from which the codes of RFC 6238 come: SHA-1, six digits, a new one every 30 seconds.
public struct TOTPSecret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible {
    private let key: Secret<[UInt8]>

    /// Reads the secret as set-up pages show it: in base 32, spaces, hyphens and letter case aside, or an `otpauth:`
    /// URL.
    ///
    /// Nil where it is neither, where it is longer than any key, and where the URL asks for other codes than these.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.sizeLimit else { return nil }
        let isURL = text.lowercased().hasPrefix("otpauth:")
        guard let letters = isURL ? Self.base32(ofURL: text) : text, let key = Self.bytes(base32: letters), !key.isEmpty
        else { return nil }
        self.key = Secret(key)
    }

    /// The six digits for that time.
    public func code(at time: Instant) -> String {
        let counter = withUnsafeBytes(of: UInt64(bitPattern: Self.step(at: time)).bigEndian) { Array($0) }
        let hash = MessageAuthentication.hmacSHA1(counter, key: key.value)
        let offset = Int(hash[hash.count - 1] & 0xF)
        let number = hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.utf8.count) + digits
    }

    /// The secret as people and programs write it: in base 32, in either case, and in hexadecimal digits.
    var spellings: [String] {
        let letters = Self.base32(key.value)
        return [
            letters, letters.lowercased(), key.value.map { ($0 < 0x10 ? "0" : "") + String($0, radix: 16) }.joined(),
        ]
    }

    /// When the next code begins to hold.
    static func nextStep(after time: Instant) -> Instant {
        Instant(milliseconds: (step(at: time) + 1) * stepMilliseconds)
    }

    /// Not the secret.
    public var description: String { "(hidden)" }
    /// Not the secret.
    public var debugDescription: String { description }

    private static let stepMilliseconds: Int64 = 30_000
    /// A key has 16 to 64 bytes; a URL holds names besides.
    private static let sizeLimit = 4096

    private static func step(at time: Instant) -> Int64 { max(0, time.milliseconds) / stepMilliseconds }

    /// The secret's letters, unless the URL asks for codes that we do not make.
    private static func base32(ofURL text: String) -> String? {
        guard let parts = URLComponents(string: text), parts.host?.lowercased() == "totp" else { return nil }
        func value(_ name: String) -> String? { parts.queryItems?.first { $0.name.lowercased() == name }?.value }
        let isUsual =
            (value("algorithm") ?? "SHA1").uppercased() == "SHA1" && (value("digits") ?? "6") == "6"
            && (value("period") ?? "30") == "30"
        return isUsual ? value("secret") : nil
    }

    /// Whether both give the same codes.
    public static func == (one: TOTPSecret, other: TOTPSecret) -> Bool { one.key.value == other.key.value }

    /// RFC 4648, section 6, without padding.
    private static func base32(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (text, bits, buffer): (String, Int, UInt32) = ("", 0, 0)
        for byte in bytes {
            buffer = (buffer << 8 | UInt32(byte)) & 0xFFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(buffer >> UInt32(bits)) & 0x1F])
            }
        }
        return bits > 0 ? text + String(alphabet[Int(buffer << UInt32(5 - bits)) & 0x1F]) : text
    }

    /// RFC 4648, section 6; the padding may be missing.
    private static func bytes(base32 text: String) -> [UInt8]? {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)
        let letters = text.uppercased().utf8.filter { !" -".utf8.contains($0) }
        var (bytes, bits, buffer): ([UInt8], Int, UInt32) = ([], 0, 0)
        for letter in letters.reversed().drop(while: { $0 == UInt8(ascii: "=") }).reversed() {
            guard let value = alphabet.firstIndex(of: letter) else { return nil }
            buffer = (buffer << 5 | UInt32(value)) & 0xFFF
            bits += 5
            guard bits >= 8 else { continue }
            bits -= 8
            bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
        }
        return bytes
    }
}
