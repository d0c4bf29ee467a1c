import Testing
import TransparencyLog

struct TreeHashTests {
    private let hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff"

    @Test("a hash is 32 bytes or 64 hexadecimal digits, and gives both back")
    func spellings() throws {
        let raw = Array(UInt8(0)..<31) + [0xFF]
        let hash = try #require(TreeHash(raw))
        #expect(hash.bytes == raw)
        #expect(hash.hex == hex)
        #expect(TreeHash(hex: hex) == hash)
        #expect(TreeHash(hex: hex.uppercased()) == hash)
        #expect(TreeHash(raw[...]) == hash)
    }

    @Test("two hashes that differ in any one byte differ")
    func difference() throws {
        let raw = [UInt8](repeating: 7, count: 32)
        for index in raw.indices {
            var other = raw
            other[index] ^= 1
            #expect(TreeHash(other) != TreeHash(raw))
        }
    }

    @Test("another number of bytes is refused", arguments: [0, 31, 33, 64])
    func otherSize(count: Int) {
        #expect(TreeHash([UInt8](repeating: 0, count: count)) == nil)
    }

    @Test("anything but 64 hexadecimal digits is refused")
    func otherDigits() {
        for text in ["", String(hex.dropLast()), hex + "0", hex.dropLast() + "g", hex.dropLast() + "é", " " + hex] {
            #expect(TreeHash(hex: String(text)) == nil, "\(text)")
        }
    }

    @Test("bytes are written as two lower-case digits each")
    func sequenceHex() {
        #expect([0x00, 0x0A, 0xFF].hex == "000aff")
    }
}
