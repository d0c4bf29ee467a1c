import Archive
import ArchiveEvents
import EventStorage
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Handover

@Suite("The archiver's socket", .serialized)
struct HandoverServiceTests {
    private static let event = #"{"type":"action-requested.v1","subject":"hq/actions/a","data":{"n":1}}"#

    private func exchange(
        _ archive: ServedArchive, _ body: String = event, method: String = "POST", path: String = "/events"
    ) async throws -> String {
        let connection = try SocketConnection(archive.socket)
        let head = "\(method) \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        connection.send(Array((head + body).utf8))
        return await connection.receive()
    }

    @Test("takes an event, answers with its position and time once it is durable, and tells of it")
    func taken() async throws {
        let archive = try await ServedArchive()
        let told = Told()
        try await archive.serving(onRecorded: { told.append($0) }) {
            let answer = try await exchange(archive)
            #expect(answer.hasPrefix("HTTP/1.1 201 "), "\(answer)")
            #expect(answer.hasSuffix("{\"position\":1,\"time\":\"\(Instant.testStart)\"}\n"), "\(answer)")
            #expect(try archive.numbers() == [1])
        }
        #expect(told.events.map(\.position) == [Position(1)])
        #expect(try Verifier(ArchiveReader(archive.directory)).verify().isSound)
    }

    @Test("is made in the folder that its writer holds, and in no other that has the name by now")
    func heldFolder() async throws {
        let archive = try await ServedArchive()
        let held = try HeldFolder(archive.directory.path)
        let moved = archive.folder.file("moved")
        try FileManager.default.moveItem(atPath: archive.directory.path, toPath: moved)
        try FileManager.default.createDirectory(atPath: archive.directory.path, withIntermediateDirectories: false)
        for path in [moved, archive.directory.path] {
            #expect(FileManager.default.createFile(atPath: path + "/socket.new", contents: nil))
        }
        let folder = try SocketFolder(held)
        try folder.clear()
        #expect(!FileManager.default.fileExists(atPath: moved + "/socket.new"))
        #expect(FileManager.default.fileExists(atPath: archive.directory.path + "/socket.new"))
    }

    @Test("refuses what is no event with 400 and the reason, other paths and methods, and too much")
    func refused() async throws {
        let archive = try await ServedArchive()
        try await archive.serving {
            let wrong = try await exchange(archive, #"{"type":"record-seen.v1","subject":"hq/alerts/a","data":{}}"#)
            #expect(wrong.hasPrefix("HTTP/1.1 400 ") && wrong.contains("no type for commands"), "\(wrong)")
            #expect(try await exchange(archive, "\u{0}").hasPrefix("HTTP/1.1 400 "))
            #expect(try await exchange(archive, path: "/").hasPrefix("HTTP/1.1 404 "))
            #expect(try await exchange(archive, "", method: "GET").hasPrefix("HTTP/1.1 405 "))
            #expect(
                try await exchange(archive, Self.event + String(repeating: " ", count: 80_000)).hasPrefix(
                    "HTTP/1.1 413 "))
            let rubbish = try SocketConnection(archive.socket)
            rubbish.send(Array("\u{0}\u{1}\r\n\r\n".utf8))
            #expect(await !rubbish.receive().contains(" 201 "))
            let chunked = try SocketConnection(archive.socket)
            chunked.send(Array("POST /events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
            let chunk = "1000\r\n\(String(repeating: " ", count: 4096))\r\n"
            chunked.send(Array((String(repeating: chunk, count: 20) + "0\r\n\r\n").utf8))
            #expect(await chunked.receive().hasPrefix("HTTP/1.1 413 "), "a body that does not say its size")
            #expect(try await exchange(archive).hasPrefix("HTTP/1.1 201 "), "the next one is taken")
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
            // On a busy machine its own time may run out, too.
            var answer = ""
            for _ in 0..<50 where answer.isEmpty { answer = try await exchange(archive) }
            #expect(answer.hasPrefix("HTTP/1.1 201 "), "\(answer)")
            #expect(await half.receive() == "")
            withExtendedLifetime(silent) {}
        }
    }

    @Test("lets a command in at once though many connections say nothing or drip")
    func idle() async throws {
        let archive = try await ServedArchive()
        try await archive.serving {
            for beginning in ["", "POST /ev", "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"] {
                let start = ContinuousClock.now
                let others = try (0..<40).map { _ in try SocketConnection(archive.socket) }
                for other in others { other.send(Array(beginning.utf8)) }
                let answer = try await exchange(archive)
                #expect(answer.hasPrefix("HTTP/1.1 201 "), "\(answer)")
                #expect(ContinuousClock.now - start < .milliseconds(1900), "nobody had to be sent away before")
                withExtendedLifetime(others) {}
            }
        }
    }

    @Test("when it is full, those that send nothing have two seconds")
    func full() async throws {
        let archive = try await ServedArchive()
        var limits = HandoverService.Limits()
        limits.connections = 4
        limits.mostConnections = 8
        limits.grace = 200
        try await archive.serving(limits) {
            let start = ContinuousClock.now
            let others = try (0..<16).map { _ in try SocketConnection(archive.socket) }
            let answer = try await exchange(archive)
            #expect(answer.hasPrefix("HTTP/1.1 201 "), "\(answer)")
            #expect(ContinuousClock.now - start < .seconds(5))
            withExtendedLifetime(others) {}
        }
    }

    @Test(
        "nonsense is refused, and nothing of it is recorded",
        arguments: [
            "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
            "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n", "PUT /events HTTP/1.1\r\nHost: x\r\n\r\n",
            "POST /../events HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
            "POST //events HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
            "\u{16}\u{3}\u{1}\r\n\r\n",
            "CONNECT events:80 HTTP/1.1\r\nHost: x\r\n\r\n",
        ])
    func nonsense(request: String) async throws {
        let archive = try await ServedArchive()
        try await archive.serving {
            let connection = try SocketConnection(archive.socket)
            let second =
                "POST /events HTTP/1.1\r\nHost: x\r\nContent-Length: \(Self.event.utf8.count)\r\n\r\n" + Self.event
            connection.send(Array((request + second).utf8))
            let answer = await connection.receive()
            #expect(!answer.contains(" 201 "), "\(answer)")
        }
        #expect(try archive.numbers() == [])
    }

    @Test("an event that is huge, deep, or about something else is refused with the reason")
    func hostileEvents() async throws {
        let archive = try await ServedArchive()
        let deep = String(repeating: "[", count: 30_000)
        let twice = #"{"type":"action-requested.v1","type":"action-requested.v1","subject":"hq/actions/a","data":{}}"#
        try await archive.serving {
            for body in [
                deep, #"{"type":"action-requested.v1","subject":"hq/actions/a","data":\#(deep)}"#, twice,
                #"{"type":"action-requested.v1","subject":"hq/actions/a\u001b]0;x\u0007","data":{}}"#,
                #"{"type":"action-requested.v1","subject":"hq/actions/\u202e","data":{}}"#,
                #"{"type":"data-erased.v1","subject":"archive","data":{"positions":[[0,1]]}}"#,
                #"{"type":"clock-stepped.v1","subject":"archive","data":{}}"#,
                #"{"type":"gap-closed.v1","subject":"hq/coverage/alerts","data":{}}"#,
                #"{"type":"webhook-received.v1","subject":"hq/webhooks/z","data":{}}"#,
                #"{"type":"action-requested.v1","subject":"../actions/a","data":{}}"#,
                #"{"type":["action-requested.v1"],"subject":"hq/actions/a","data":{}}"#,
                #"{"type":"action-requested.v1","subject":"hq/actions/a","data":{"a":1e99999999999999}} x"#,
            ] {
                let answer = try await exchange(archive, body)
                #expect(answer.hasPrefix("HTTP/1.1 400 ") && answer.contains("error"), "\(answer)")
                #expect(!answer.contains("\u{1B}") && !answer.contains("\u{202E}"))
            }
        }
        #expect(try archive.numbers() == [])
    }

    @Test("is the owner's alone, replaces what a crash left, and is gone at the end")
    func lifetime() async throws {
        let archive = try await ServedArchive()
        for name in ["socket", "socket.new"] { _ = try FalseArchiver(archive.directory.path + "/" + name) }
        try await archive.serving {
            let permissions = try archive.permissions("socket")
            #expect(permissions == 0o600)
            let answer = try await exchange(archive)
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
            directory: archive.directory, log: writer.log, clock: ManualClock(.testStart), logger: .silent
        )
        let size = try await service.whileServing {
            _ = try await writer.log.append([.request()], at: .testStart)
            return await writer.log.size
        }
        #expect(size == Position(2))
        #expect(!FileManager.default.fileExists(atPath: archive.socket + ".new"))
        try await writer.close()
    }

    @Test("leaves another archive that lies in its folder's place by now untouched, with whatever is there")
    func replacedFolder() async throws {
        let archive = try await ServedArchive()
        let writer = try await ArchiveWriter.open(archive.directory, origin: nil, at: .testStart)
        let files = FileManager.default
        try files.moveItem(atPath: archive.directory.path, toPath: archive.directory.path + ".moved")
        try files.createDirectory(atPath: archive.directory.path, withIntermediateDirectories: false)
        for name in ["socket", "socket.new"] { _ = try FalseArchiver(archive.directory.path + "/" + name) }
        let before = try archive.modified()
        let lines = LoggedLines()
        let service = HandoverService(
            directory: archive.directory, in: writer.folder, log: writer.log, clock: ManualClock(.testStart),
            logger: lines.logger)
        try await service.whileServing {
            for _ in 0..<1000 where !lines.text.contains("hand over") { try await Task.sleep(for: .milliseconds(10)) }
        }
        #expect(lines.text.contains("is another directory than the one held"), "\(lines.text)")
        #expect(try archive.modified() == before)
        #expect(try files.contentsOfDirectory(atPath: archive.directory.path).sorted() == ["socket", "socket.new"])
        try? await writer.closeWithoutViews()
    }

    @Test("answers 503 with the reason while the disk is full, and takes the same event afterwards")
    func fullDisk() async throws {
        let archive = try await ServedArchive()
        let test = try TestLog()
        let disk = FullDisk(MemoryBlockStore())
        let log = try await EventLog.create(in: disk, signer: test.signer, headNote: test.headNote, at: .testStart)
        let (signals, signal) = AsyncStream<Void>.makeStream()
        let service = HandoverService(
            directory: archive.directory, log: log, clock: ManualClock(.testStart), logger: .silent,
            onReady: { signal.yield() })
        try await service.whileServing {
            for await _ in signals { break }
            disk.isFull.withLock { $0 = true }
            let answer = try await exchange(archive)
            #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.contains("the disk is full"), "\(answer)")
            let error = await #expect(throws: HandoverError.self) {
                try await HandoverClient(archive.directory).handOver(HandedEvent(.request()))
            }
            #expect(error?.description.contains("the disk is full") == true)
            disk.isFull.withLock { $0 = false }
            let later = try await exchange(archive)
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
