import COpenSSL

/// HMAC (RFC 2104).
public enum MessageAuthentication {
    /// HMAC-SHA-256 of a message, 32 bytes.
    public static func hmacSHA256(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        code(of: message, key: key, EVP_sha256(), size: 32)
    }

    /// HMAC-SHA-1 of a message, 20 bytes: for one-time codes (RFC 6238), and for nothing else.
    public static func hmacSHA1(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        code(of: message, key: key, EVP_sha1(), size: 20)
    }

    private static func code(
        of message: [UInt8], key: [UInt8], _ algorithm: OpaquePointer?, size: Int
    ) -> [UInt8] {
        // HMAC takes its buffer of before where the key is null, as an empty array's address may be.
        (key.isEmpty ? [0] : key).withUnsafeBufferPointer { padded in
            [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
                let code = HMAC(
                    algorithm, padded.baseAddress, Int32(key.count), message, message.count, buffer.baseAddress, nil)
                precondition(code != nil, "HMAC fails where there is no memory left")
                count = size
            }
        }
    }
}
