import Foundation
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing
import Web

/// What a listener did with what it was sent.
final class Mailbox: Sendable {
    private let content = Mutex<(deliveries: [WebhookDelivery], isFull: Bool)>(([], false))

    var deliveries: [WebhookDelivery] { content.withLock { $0.deliveries } }

    func close() { content.withLock { $0.isFull = true } }

    func receive(_ delivery: WebhookDelivery) -> WebhookVerdict {
        content.withLock { content in
            guard !content.isFull else { return .busy }
            content.deliveries.append(delivery)
            return .accepted
        }
    }
}

/// Runs a listener at a free port, and shuts it down after `body`, which may block: it has a thread of its own.
func withListener(
    _ change: (inout WebhookConfiguration) -> Void = { _ in }, mailbox: Mailbox = Mailbox(),
    lines: LoggedLines = LoggedLines(), _ body: @escaping @Sendable (Int) throws -> Void
) async throws {
    var configuration = WebhookConfiguration(
        host: "127.0.0.1", port: 0, deployments: ["hq", "depot"], secret: Array("planted-secret".utf8))
    change(&configuration)
    let (ports, port) = AsyncStream<Int>.makeStream()
    let listener = WebhookListener(configuration, logger: lines.logger, onReady: { port.yield($0) }) {
        mailbox.receive($0)
    }
    let group = ServiceGroup(configuration: .init(services: [listener], logger: lines.logger))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        var iterator = ports.makeAsyncIterator()
        let bound = try #require(await iterator.next())
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global().async { done.resume(with: Result { try body(bound) }) }
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
    }
}

/// One connection to a listener.
final class Connection {
    private let descriptor: Int32

    init(_ port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0, "no connection: \(errno)")
    }

    deinit { close(descriptor) }

    /// Sends bytes as far as the other side takes them; whether it took all.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    /// What comes back until `end` stands in it or the connection ends.
    func receive(until end: String? = nil) -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            text += buffer.prefix(count)
            if let end, String(decoding: text, as: UTF8.self).contains(end) { break }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// A request with its answer.
struct Exchange {
    var method = "POST"
    var path = "/webhooks/hq"
    var headers = ["Authorization: Bearer planted-secret"]
    var body: [UInt8] = Array("{}".utf8)

    /// Everything that is sent.
    var bytes: [UInt8] {
        let lines = ["\(method) \(path) HTTP/1.1", "Host: x", "Content-Length: \(body.count)"] + headers + ["", ""]
        return Array(lines.joined(separator: "\r\n").utf8) + body
    }

    /// The answer, the connection being closed after it.
    func answer(from port: Int) throws -> String {
        let connection = try Connection(port)
        var request = self
        request.headers.append("Connection: close")
        connection.send(request.bytes)
        return connection.receive()
    }

    /// The status alone; nil without an answer.
    func status(from port: Int) -> Int? {
        let answer = (try? answer(from: port)) ?? ""
        return answer.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }
}
