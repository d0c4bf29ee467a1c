import Archive
import ArchiveEvents
import EventStorage
import Foundation
import Handover
import Logging
import Synchronization
import TestSupport
import Testing

@Suite("The archiver's socket")
struct HandoverServiceTests {
    private static let event = #"{"type":"action-requested.v1","subject":"hq/actions/a","data":{"n":1}}"#

    private func exchange(
        _ archive: ServedArchive, _ body: String = event, method: String = "POST", path: String = "/events"
    ) throws -> String {
        let connection = try SocketConnection(archive.socket)
        let head = "\(method) \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        connection.send(Array((head + body).utf8))
        return connection.receive()
    }

    @Test("takes an event, answers with its position and time once it is durable, and tells of it")
    func taken() async throws {
        let archive = try await ServedArchive()
        let told = Told()
        try await archive.serving(onRecorded: { told.append($0) }) {
            let answer = try exchange(archive)
            #expect(answer.hasPrefix("HTTP/1.1 201 "), "\(answer)")
            #expect(answer.hasSuffix("{\"position\":1,\"time\":\"\(Instant.testStart)\"}\n"), "\(answer)")
            #expect(try archive.numbers() == [1])
        }
        #expect(told.events.map(\.position) == [Position(1)])
        #expect(try Verifier(ArchiveReader(archive.directory)).verify().isSound)
    }

    @Test("refuses what is no event with 400 and the reason, other paths and methods, and too much")
    func refused() async throws {
        let archive = try await ServedArchive()
        try await archive.serving {
            let wrong = try exchange(archive, #"{"type":"record-seen.v1","subject":"hq/alerts/a","data":{}}"#)
            #expect(wrong.hasPrefix("HTTP/1.1 400 ") && wrong.contains("no type for commands"), "\(wrong)")
            #expect(try exchange(archive, "\u{0}").hasPrefix("HTTP/1.1 400 "))
            #expect(try exchange(archive, path: "/").hasPrefix("HTTP/1.1 404 "))
            #expect(try exchange(archive, "", method: "GET").hasPrefix("HTTP/1.1 405 "))
            #expect(
                try exchange(archive, Self.event + String(repeating: " ", count: 80_000)).hasPrefix("HTTP/1.1 413 "))
            let rubbish = try SocketConnection(archive.socket)
            rubbish.send(Array("\u{0}\u{1}\r\n\r\n".utf8))
            #expect(!rubbish.receive().contains(" 201 "))
            let chunked = try SocketConnection(archive.socket)
            chunked.send(Array("POST /events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
            let chunk = "1000\r\n\(String(repeating: " ", count: 4096))\r\n"
            chunked.send(Array((String(repeating: chunk, count: 20) + "0\r\n\r\n").utf8))
            #expect(chunked.receive().hasPrefix("HTTP/1.1 413 "), "a body that does not say its size")
            #expect(try exchange(archive).hasPrefix("HTTP/1.1 201 "), "the next one is taken")
        }
        #expect(try archive.numbers() == [1])
    }

    @Test("gives up a sender that stays silent or drips, and lets the next one in")
    func slow() async throws {
        let archive = try await ServedArchive()
        var limits = HandoverService.Limits()
        limits.connections = 2
        limits.requestTimeout = 300
        try await archive.serving(limits) {
            let silent = try (0..<4).map { _ in try SocketConnection(archive.socket) }
            let half = try SocketConnection(archive.socket)
            half.send(Array("POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{".utf8))
            #expect(try exchange(archive).hasPrefix("HTTP/1.1 201 "))
            #expect(half.receive() == "")
            withExtendedLifetime(silent) {}
        }
    }

    @Test("is the owner's alone, replaces what a crash left, and is gone at the end")
    func lifetime() async throws {
        let archive = try await ServedArchive()
        for name in ["socket", "socket.new"] { _ = try FalseArchiver(archive.directory.path + "/" + name) }
        try await archive.serving {
            let permissions = try archive.permissions("socket")
            #expect(permissions == 0o600)
            let answer = try exchange(archive)
            #expect(answer.hasPrefix("HTTP/1.1 201 "))
        }
        let left = try FileManager.default.contentsOfDirectory(atPath: archive.directory.path)
        #expect(!left.contains { $0.hasPrefix("socket") }, "\(left)")
    }

    @Test("works in a folder whose path is longer than a socket's address may be")
    func longPath() async throws {
        let archive = try await ServedArchive(String(repeating: "a long name/", count: 20) + "archive")
        try #require(archive.socket.utf8.count > 200)
        try await archive.serving {
            let position = try await HandoverClient(archive.directory).handOver(HandedEvent(.request()))
            #expect(position == Position(1))
        }
    }

    @Test("where there can be none, the archiver goes on without it")
    func impossible() async throws {
        let archive = try await ServedArchive()
        try FileManager.default.createDirectory(atPath: archive.socket, withIntermediateDirectories: false)
        let writer = try await ArchiveWriter.open(archive.directory, origin: nil, at: .testStart)
        let service = HandoverService(
            directory: archive.directory, log: writer.log, clock: ManualClock(.testStart), logger: Logger(label: "test")
        )
        let value = try await service.whileServing { () -> Int in
            while FileManager.default.fileExists(atPath: archive.socket + ".new") { await Task.yield() }
            return 7
        }
        #expect(value == 7)
        try await writer.close()
    }

    @Test("answers 503 with the reason while the disk is full, and takes the same event afterwards")
    func fullDisk() async throws {
        let archive = try await ServedArchive()
        let test = try TestLog()
        let disk = FullDisk(MemoryBlockStore())
        let log = try await EventLog.create(in: disk, signer: test.signer, headNote: test.headNote, at: .testStart)
        let (signals, signal) = AsyncStream<Void>.makeStream()
        let service = HandoverService(
            directory: archive.directory, log: log, clock: ManualClock(.testStart), logger: Logger(label: "test"),
            onReady: { signal.yield() })
        try await service.whileServing {
            for await _ in signals { break }
            disk.isFull.withLock { $0 = true }
            let answer = try exchange(archive)
            #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.contains("the disk is full"), "\(answer)")
            let error = await #expect(throws: HandoverError.self) {
                try await HandoverClient(archive.directory).handOver(HandedEvent(.request()))
            }
            #expect(error?.description.contains("the disk is full") == true)
            disk.isFull.withLock { $0 = false }
            let later = try exchange(archive)
            #expect(later.hasPrefix("HTTP/1.1 201 "))
        }
        #expect(await log.size == Position(2))
    }
}

/// A store on a disk that is full at times.
private final class FullDisk: BlockStore {
    let isFull = Mutex(false)
    private let store: MemoryBlockStore

    init(_ store: MemoryBlockStore) {
        self.store = store
    }

    func read<Value>(_ body: (any StoredLog) throws -> Value) throws -> Value { try store.read(body) }

    func flush() throws { try store.flush() }

    func write<Value>(_ body: (any WritableLog) throws -> Value) throws -> Value {
        guard !isFull.withLock({ $0 }) else { throw EventLogError.diskFull }
        return try store.write(body)
    }
}
