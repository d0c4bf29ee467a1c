import COpenSSL
import Synchronization

/// Ed25519 signatures (RFC 8032).
public enum Ed25519 {
    /// Bytes of a seed, and of a public key.
    public static let keySize = 32
    /// Bytes of a signature.
    public static let signatureSize = 64

    /// A key that signs.
    public final class PrivateKey: Sendable {
        /// The 32 bytes with which others check its signatures.
        public let publicKey: [UInt8]
        private let key: Mutex<Key>

        /// From a seed of 32 bytes; nil for any other number.
        public init?(seed: [UInt8]) {
            guard seed.count == keySize,
                let pointer = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nil, seed, seed.count)
            else { return nil }
            let key = Key(pointer: pointer)
            guard let publicKey = key.publicKey else { return nil }
            self.publicKey = publicKey
            self.key = Mutex(key)
        }

        /// The signature of a message, 64 bytes; nil where the library fails, for want of memory.
        public func signature(of message: [UInt8]) -> [UInt8]? { key.withLock { $0.signature(of: message) } }
    }

    /// Whether a signature of a message is the one of the key with these public bytes. False for whatever is no key and no
    /// signature.
    public static func isValid(_ signature: [UInt8], of message: [UInt8], publicKey: [UInt8]) -> Bool {
        guard publicKey.count == keySize, signature.count == signatureSize,
            let pointer = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, publicKey, publicKey.count)
        else { return false }
        return Key(pointer: pointer).accepts(signature, of: message)
    }

    /// A key of the library's.
    private struct Key: ~Copyable {
        let pointer: OpaquePointer

        deinit { EVP_PKEY_free(pointer) }

        var publicKey: [UInt8]? {
            var size = keySize
            var bytes = [UInt8](repeating: 0, count: size)
            return EVP_PKEY_get_raw_public_key(pointer, &bytes, &size) == 1 && size == keySize ? bytes : nil
        }

        func signature(of message: [UInt8]) -> [UInt8]? {
            guard let context = EVP_MD_CTX_new() else { return nil }
            defer { EVP_MD_CTX_free(context) }
            var size = signatureSize
            var bytes = [UInt8](repeating: 0, count: size)
            let isSigned =
                EVP_DigestSignInit(context, nil, nil, nil, pointer) == 1
                && EVP_DigestSign(context, &bytes, &size, message, message.count) == 1
            return isSigned && size == signatureSize ? bytes : nil
        }

        func accepts(_ signature: [UInt8], of message: [UInt8]) -> Bool {
            guard let context = EVP_MD_CTX_new() else { return false }
            defer { EVP_MD_CTX_free(context) }
            return EVP_DigestVerifyInit(context, nil, nil, nil, pointer) == 1
                && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        }
    }
}
