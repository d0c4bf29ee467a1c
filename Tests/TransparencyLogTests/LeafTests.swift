import Testing
import TransparencyLog

struct LeafTests {
    @Test("the size of a seed, of a salt and of a run are part of the format")
    func sizes() {
        #expect(Leaf.seedSize == 32)
        #expect(Leaf.saltSize == 16)
        #expect(Leaf.runLength == 256)
    }

    @Test(
        "a salt is the first half of the hash of seed and position",
        arguments: [0, 1, 255, 256, 0x0102_0304_0506_0708, .max] as [UInt64])
    func salt(position: UInt64) throws {
        let seed = Array(UInt8(100)..<132)
        let bigEndian = (0..<8).map { UInt8(truncatingIfNeeded: position >> (56 - 8 * UInt64($0))) }
        #expect(
            try Leaf.salt(seed: seed, position: position) == Array(TreeHash.sha256(seed, bigEndian).bytes.prefix(16)))
    }

    @Test("a body is the hash of salt and data", arguments: ["null", #"{"n":0}"#, ""])
    func body(data: String) throws {
        let salt = Array(UInt8(0)..<16)
        let data = Array(data.utf8)
        #expect(try Leaf.body(salt: salt, data: data) == .sha256(salt, data))
        #expect(try Leaf.body(salt: salt, data: ([9] + data + [9]).dropFirst().dropLast()) == .sha256(salt, data))
    }

    @Test("a leaf is the leaf hash of the entry head, line feed, body")
    func leaf() throws {
        let head = Array(#"{"specversion":"1.0""#.utf8)
        let body = try TreeHash.sha256([1])
        #expect(try Leaf.hash(head: head, body: body) == .leaf(head + [0x0A] + body.bytes))
        #expect(try Leaf.hash(head: ([9] + head).dropFirst(), body: body) == .leaf(head + [0x0A] + body.bytes))
    }

    /// Event `number` of the format's worked example.
    private func example(_ number: UInt64) -> (salt: [UInt8], body: TreeHash, leaf: TreeHash) {
        let head =
            #"{"specversion":"1.0","id":"\#(number)","source":"example.com/demo","type":"record-seen.v1","#
            + #""subject":"demo/alerts/a\#(number)","time":"2026-01-01T00:00:00.000Z","streamversion":1"#
        let seed = (0..<32).map { UInt8(32 * (number / Leaf.runLength) + $0) }
        let salt = Leaf.salt(seed: seed, position: number)
        let body = Leaf.body(salt: salt, data: Array(#"{"n":\#(number)}"#.utf8))
        return (salt, body, Leaf.hash(head: Array(head.utf8), body: body))
    }

    @Test(
        "the format's worked example has its salts, bodies and leaves",
        arguments: [
            (
                0, "a9d6e500293a88bd38cbe213d07ab71f",
                "50a482beed60d584e20ac526f341e7de18571934aec30fa44383764477b44727",
                "c79717475957bb55b22ea71e551f3a64dcca4ca5088bb32a492660da1ec6848b"
            ),
            (
                3, "38050395e56669428204379a5dd12f52",
                "513e1d5f0fad886685279a8c63b6025c540744899f9b02e315fcb23a0ad4e189",
                "10eabe0c27b181dcb60ce18c1cc46674a15f27ea99941ca7a6f6e99dcd3fdcdd"
            ),
            (
                256, "b30a399fb9175d2307b6a3151b87f5fb",
                "606e8cafa4d214c6ce0a76fff9d785e855623354946a06eef6a4a8c66dcc68d9",
                "8a9df982ef2ba5c9cd87cb77b1618bda9b1540855a65d236124a2d799de41855"
            ),
        ] as [(UInt64, String, String, String)])
    func worked(number: UInt64, salt: String, body: String, leaf: String) {
        let event = example(number)
        #expect(event.salt.hex == salt)
        #expect(event.body.hex == body)
        #expect(event.leaf.hex == leaf)
    }

    @Test("the format's worked example has its roots")
    func workedRoots() {
        let roots: [UInt64: String] = [
            6: "883b393a1a49c4a4fd8e765c7b179a636320a7b17c33027cb2acbe7f80222255",
            256: "d69a3b849dae485b32bb7bcde68fd34d19728e361817a7730bea1147ea720dd5",
            300: "b876c7771c6cee3466ac01f58e67182e511825dca96b0f3f4fab5d7a6a492c85",
        ]
        var range = CompactRange()
        for number in 0..<UInt64(300) {
            range.append(example(number).leaf)
            if let root = roots[range.size] { #expect(range.root.hex == root, "size \(range.size)") }
        }
        #expect(range.size == 300)
    }
}
