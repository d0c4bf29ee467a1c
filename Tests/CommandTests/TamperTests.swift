import Foundation
import TestSupport
import Testing

@Suite("A flipped byte")
struct TamperTests {
    @Test("in any block's body makes verify end with 12 and name the block's positions")
    func flippedBody() throws {
        let scene = try Scene("--seed", "9", "--quiet-after", "1s", "--speed", "100")
        try #require(try scene.archiveOnce().status == 0)
        let log = scene.archive + "/log.sqlite"
        let bodies = try blocks(log)
        #expect(bodies.contains { $0.codec == 1 } && bodies.contains { $0.codec == 0 })
        var generator = SeededGenerator(seed: 4)
        let original = try Data(contentsOf: URL(fileURLWithPath: log))
        for block in bodies {
            let place = try place(
                of: block, in: original, from: Int.random(in: 0..<block.body.count, using: &generator))
            var damaged = original
            damaged[place] ^= 0x20
            try damaged.write(to: URL(fileURLWithPath: log))
            let verified = try scene.ask("verify")
            #expect(verified.status == 12, "byte \(place), block \(block.first): \(verified.text)")
            #expect(verified.text.contains("\(block.first)-\(block.first + block.count - 1)"), "\(verified.text)")
        }
        try original.write(to: URL(fileURLWithPath: log))
        #expect(try scene.ask("verify").status == 0)
    }

    private struct StoredBlock {
        let first: Int
        let count: Int
        let codec: Int
        let body: Data
    }

    /// Read by SQLite's own shell.
    private func blocks(_ log: String) throws -> [StoredBlock] {
        let sql = "SELECT first_position, event_count, codec, hex(body) FROM block"
        return try run(["/usr/bin/env", "sqlite3", "-readonly", log, sql]).text.split(separator: "\n").map { line in
            let parts = line.split(separator: "|")
            return StoredBlock(
                first: try #require(Int(parts[0])), count: try #require(Int(parts[1])),
                codec: try #require(Int(parts[2])), body: Data(hex: parts[3]))
        }
    }

    /// Where a byte of the body lies in the file. SQLite splits a body into pages, so it is looked for by the bytes
    /// around it; where those lie on a border, the bytes further on will do as well.
    private func place(of block: StoredBlock, in file: Data, from offset: Int) throws -> Int {
        let length = min(24, block.body.count)
        let last = block.body.count - length
        let starts = Array(stride(from: min(offset, last), through: 0, by: -length)) + Array(0...last)
        for start in starts {
            let piece = block.body[start..<start + length]
            // Lines that are not sealed yet resemble each other: only what stands there once is this block's.
            if let found = file.range(of: piece), file.range(of: piece, in: found.upperBound..<file.endIndex) == nil {
                return found.lowerBound + length / 2
            }
        }
        return try #require(nil, "no piece of the block with event \(block.first) was found in the file")
    }
}

extension Data {
    fileprivate init(hex: some StringProtocol) {
        let digits = hex.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        self.init(stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) })
    }
}
