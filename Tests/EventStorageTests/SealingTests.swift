import ArchiveEvents
import TestSupport
import Testing
import TransparencyLog

@testable import EventStorage

@Suite("Sealing")
struct SealingTests {
    @Test("changes no line, and its borders do not depend on when it ran", arguments: [1, 3, 50])
    func bordersAreGreedy(appendsBetweenSeals: Int) async throws {
        let test = try TestLog()
        let log = try await test.create()
        var generator = SeededGenerator(seed: 1)
        var number = 0
        for round in 1...120 {
            let batch = (0..<Int.random(in: 1...20, using: &generator)).map { _ in
                number += 1
                return NewEvent.sample("s\(number % 9)", number, size: Int.random(in: 20...3000, using: &generator))
            }
            _ = try await log.append(batch, at: .testStart)
            if round % appendsBetweenSeals == 0 { try await log.sealFullBlocks() }
        }
        try await log.sealFullBlocks()
        let events = try test.events()
        #expect(events.map(\.position.number) == Array(0...UInt64(number)))
        let blocks = try test.readOnlyStore().read { try $0.blocks(from: .first, limit: .max) }
        let expected = LineRun.greedy(events)
        #expect(blocks.filter { $0.codec == .deflate }.map(\.firstPosition) == expected.dropLast().map(\.firstPosition))
        #expect(
            try blocks.filter { $0.codec == .deflate }.map { try $0.plainBytes() } == expected.dropLast().map(\.bytes))
        #expect(blocks.filter { $0.codec == .deflate }.allSatisfy { $0.plainSize <= LineRun.blockSize })
    }

    @Test("gives a line that is longer than a block a block of its own")
    func longLine() async throws {
        let test = try TestLog()
        let log = try await test.create()
        _ = try await log.append(
            [.sample("a", 1), .sample("a", 2, size: 200_000), .sample("a", 3), .sample("a", 4)], at: .testStart)
        try await log.sealFullBlocks()
        let blocks = try test.readOnlyStore().read { try $0.blocks(from: .first, limit: .max) }
        #expect(blocks.map(\.eventCount) == [2, 1, 2])
        #expect(blocks.map(\.codec) == [.deflate, .deflate, .plain])
        #expect(try test.events().count == 5)
    }

    @Test("keeps each stream's version, also once only sealed blocks hold it")
    func versionsAfterSealing() async throws {
        let test = try TestLog()
        let log = try await test.create()
        _ = try await log.append((1...3).map { .sample("early", $0) }, at: .testStart)
        _ = try await log.append((1...200).map { .sample("filling", $0, size: 1000) }, at: .testStart)
        try await log.sealFullBlocks()
        #expect(try await log.append([.sample("early", 4)], at: .testStart).events.first?.version.number == 4)
        try await log.close()
        let again = try test.open()
        let receipt = try await again.append([.sample("early", 5), .sample("filling", 201)], at: .testStart)
        #expect(receipt.events.map(\.version.number) == [5, 201])
    }

    @Test("leaves pieces that make one deflate stream")
    func pieces() throws {
        let plain = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let piece = Deflate.compress(plain)
        #expect(piece.suffix(4) == [0x00, 0x00, 0xFF, 0xFF])
        #expect(Deflate.inflate(piece, plainSize: plain.count) == plain)
        #expect(Deflate.inflate(piece, plainSize: plain.count - 1) == nil)
        #expect(Deflate.inflate(piece, plainSize: plain.count + 1) == nil)
        for cut in 1...6 { #expect(Deflate.inflate(piece.dropLast(cut), plainSize: plain.count) == nil) }
        #expect(Deflate.inflate(piece + [0x03, 0x00], plainSize: plain.count) == nil, "a final block")
        #expect(
            Deflate.inflate(piece + [0x00, 0x00, 0x00, 0xFF, 0xFF], plainSize: plain.count) == plain, "a second flush")
    }

    @Test("of a large commit happens at once, with the same borders as of its frames", arguments: [0, 3, 70])
    func atOnce(eventsBefore: Int) async throws {
        let test = try TestLog()
        let log = try await test.create()
        if eventsBefore > 0 {
            _ = try await log.append((0..<eventsBefore).map { .sample("s\($0 % 5)", $0, size: 1500) }, at: .testStart)
        }
        let batch = (0..<3000).map { NewEvent.sample("s\($0 % 5)", $0, size: 100 + 900 * ($0 % 3)) }
        let receipt = try await log.append(batch, at: .testStart.advanced(byMilliseconds: 9))
        let events = try test.events()
        #expect(receipt.events.map { [UInt8]($0.line) } == events.suffix(3000).map { [UInt8]($0.line) })
        let blocks = try test.readOnlyStore().read { try $0.blocks(from: .first, limit: .max) }
        let expected = LineRun.greedy(events)
        #expect(blocks.map(\.firstPosition) == expected.map(\.firstPosition))
        #expect(blocks.map(\.codec) == expected.dropLast().map { _ in .deflate } + [.plain])
        #expect(blocks.map(\.firstTime) == expected.map(\.firstTime))
        let again = try test.open()
        let next = try await again.append([.sample("s0", 0), .sample("s4", 0)], at: .testStart)
        #expect(
            next.events.map(\.version.number)
                == [0, 4].map { stream in
                    UInt64(events.count { $0.subject == "hq/alerts/s\(stream)" } + 1)
                })
        #expect(try Checkpoint(text: #require(next.checkpoint).text).root == test.rootFromLines())
    }

    @Test("works beside the appends, and ends with the log")
    func beside() async throws {
        let test = try TestLog()
        let log = try await test.create()
        let sealer = Sealer(log: log, reader: try test.readOnlyStore())
        let sealing = Task { await sealer.run { Issue.record($0) } }
        for number in 0..<700 {
            _ = try await log.append([.sample("s\(number % 3)", number, size: 1000)], at: .testStart)
        }
        try await log.close()
        await sealing.value
        let sealed = try test.readOnlyStore().read { try $0.blocks(from: .first, limit: .max) }.count {
            $0.codec == .deflate
        }
        #expect(sealed > 0)
        #expect(try test.events().count == 701)
    }

    @Test("does nothing where another one was there first")
    func twice() async throws {
        let test = try TestLog()
        let log = try await test.create()
        _ = try await log.append((0..<300).map { .sample("s", $0, size: 1000) }, at: .testStart)
        let sealers = [
            Sealer(log: log, reader: try test.readOnlyStore()), Sealer(log: log, reader: try test.readOnlyStore()),
        ]
        await withThrowingTaskGroup(of: Void.self) { group in
            for sealer in sealers { group.addTask { try await sealer.sealFullBlocks() } }
        }
        let blocks = try test.readOnlyStore().read { try $0.blocks(from: .first, limit: .max) }
        #expect(blocks.map(\.firstPosition) == LineRun.greedy(try test.events()).map(\.firstPosition))
    }
}
