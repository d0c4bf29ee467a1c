import Cryptography
import Testing

/// The library's answers against published vectors: a wrong binding is a wrong proof.
struct CryptographyTests {
    @Test(
        "SHA-256 gives the digests of FIPS 180-4, in one piece and in many",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func sha256(text: String, digest: String) {
        #expect(hex(SHA256.hash(Array(text.utf8)).bytes) == digest)
        var hasher = SHA256()
        for byte in text.utf8 { hasher.update(CollectionOfOne(byte)) }
        let copy = hasher
        #expect(hex(hasher.finalize().bytes) == digest)
        #expect(hex(copy.finalize().bytes) == digest, "a copy goes on by itself")
    }

    @Test("HMAC gives the codes of RFC 4231 and RFC 2202, also for keys longer than a block and for no key")
    func hmac() {
        let (data, question) = (Array("Hi There".utf8), Array("what do ya want for nothing?".utf8))
        func sha256(_ message: [UInt8], _ key: [UInt8]) -> String {
            hex(MessageAuthentication.hmacSHA256(message, key: key))
        }
        #expect(
            sha256(data, [UInt8](repeating: 0x0b, count: 20))
                == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
        #expect(
            sha256(question, Array("Jefe".utf8)) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
        #expect(
            sha256(
                Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                [UInt8](repeating: 0xaa, count: 131))
                == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")
        #expect(sha256([], []) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
        #expect(
            hex(MessageAuthentication.hmacSHA1(question, key: Array("Jefe".utf8)))
                == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79")
    }

    @Test(
        "Ed25519 gives the keys and signatures of RFC 8032, section 7.1",
        arguments: [
            (
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
            ),
            (
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
            ),
        ])
    func ed25519(seed: String, publicKey: String, message: String, signature: String) throws {
        let key = try #require(Ed25519.PrivateKey(seed: bytes(seed)))
        #expect(hex(key.publicKey) == publicKey)
        let signed = try #require(key.signature(of: bytes(message)))
        #expect(hex(signed) == signature)
        #expect(Ed25519.isValid(signed, of: bytes(message), publicKey: key.publicKey))
        #expect(!Ed25519.isValid(signed, of: bytes(message) + [0], publicKey: key.publicKey))
        for index in [0, 31, 32, 63] {
            var changed = signed
            changed[index] ^= 1
            #expect(!Ed25519.isValid(changed, of: bytes(message), publicKey: key.publicKey))
        }
        #expect(!Ed25519.isValid(plusOrder(signed), of: bytes(message), publicKey: key.publicKey), "has one spelling")
    }

    @Test("What is no key and no signature is neither, and traps nowhere", arguments: [0, 1, 31, 33, 63, 65])
    func wrongLengths(count: Int) throws {
        let wrong = [UInt8](repeating: 1, count: count)
        let key = try #require(Ed25519.PrivateKey(seed: [UInt8](repeating: 7, count: 32)))
        let signature = try #require(key.signature(of: []))
        #expect(Ed25519.PrivateKey(seed: wrong) == nil)
        #expect(!Ed25519.isValid(wrong, of: [], publicKey: key.publicKey))
        #expect(!Ed25519.isValid(signature, of: [], publicKey: wrong))
    }

    /// The signature with the group's order added to its second half: the same number modulo the order.
    private func plusOrder(_ signature: [UInt8]) -> [UInt8] {
        let order = bytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
        var (sum, carry) = (signature, 0)
        for index in 0..<32 {
            carry += Int(signature[32 + index]) + Int(order[index])
            sum[32 + index] = UInt8(carry & 0xFF)
            carry >>= 8
        }
        return sum
    }

    private func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func bytes(_ hex: String) -> [UInt8] {
        let digits = Array(hex.utf8)
        return stride(from: 0, to: digits.count, by: 2).compactMap { index in
            UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16)
        }
    }
}
