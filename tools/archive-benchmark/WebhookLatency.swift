import Archive
import ArchiveEvents
import AsyncHTTPClient
import EventStorage
import Foundation
import NIOCore
import NIOHTTP1

/// The time from a webhook to the event of its alarm, durable: a vendor shows a hundred ongoing alarms and one more, and
/// says so.
struct WebhookLatency {
    private let workshop: Workshop

    init(_ workshop: Workshop) {
        self.workshop = workshop
    }

    func measure(into table: inout ResultTable) async throws {
        let vendor = ScriptedVendor()
        let serving = Task { try await vendor.run() }
        let alarms = SampleAlarms(Self.ongoing + Self.webhooks)
        vendor.show(alarms.body(newest: Self.ongoing))
        let daemon = try WatchedDaemon(workshop, vendorPort: await vendor.port())
        try await daemon.waitUntilPolling()
        var delays: [Double] = []
        for count in 1...Self.webhooks {
            try await Task.sleep(for: .milliseconds(Int.random(in: Self.pauses)))
            vendor.show(alarms.body(newest: Self.ongoing + count))
            let delay = try await daemon.secondsFromWebhookToAlarm()
            delays.append(max(delay - vendor.lastAnswerTime, 0) * 1000)
        }
        try daemon.stop()
        serving.cancel()
        delays.sort()
        let what = "from webhook to durable event, the vendor's answer time taken off, ms"
        table.add("\(what): median", against: "-", median(delays), atMost: 20)
        table.add("\(what): 99th percentile", against: "-", delays[(delays.count * 99 - 1) / 100], atMost: 100)
    }

    private static let ongoing = 100
    private static let webhooks = 50
    /// Milliseconds from an alarm to the next. Not fewer than those between two questions that webhooks may cause.
    private static let pauses = 1100...1900
}

/// A daemon, and the log that it writes.
private struct WatchedDaemon {
    private let program: BuiltProgram
    private let archive: ArchiveDirectory
    private let webhookPort: Int

    init(_ workshop: Workshop, vendorPort: Int) throws {
        archive = ArchiveDirectory(workshop.file("webhooks"))
        webhookPort = try Self.freePort()
        let token = workshop.file("token")
        try Data("benchmark\n".utf8).write(to: URL(fileURLWithPath: token))
        program = try BuiltProgram(
            "alarm-archiver",
            [
                "run", "--archive", archive.path, "--url", "http://127.0.0.1:\(vendorPort)", "--bearer-file", token,
                "--webhook-listen", "127.0.0.1:\(webhookPort)",
            ], errors: workshop.file("daemon.errors"))
    }

    func stop() throws { try program.stop() }

    /// Returns a moment after the first look is recorded and webhooks are taken.
    func waitUntilPolling() async throws {
        try await Task.sleep(for: .seconds(3))
        guard try ArchiveReader(archive).log.size() > Position(1) else {
            throw BenchmarkFailure(what: "the daemon does not poll")
        }
    }

    /// Posts a webhook, and waits for the next alarm that the log shows.
    func secondsFromWebhookToAlarm() async throws -> Double {
        let log = try ArchiveReader(archive).log
        var next = try log.size()
        let start = ContinuousClock.now
        let port = webhookPort
        async let answer = Self.post(to: port)
        while start.duration(to: .now) < .seconds(10) {
            let end = try log.size()
            let news = try log.events(from: next, until: end)
            next = end
            if news.contains(where: { $0.type == .recordSeen && $0.subject.contains("/alerts/") }) {
                let delay = start.duration(to: .now) / .seconds(1)
                guard try await answer == .accepted else { throw BenchmarkFailure(what: "the webhook was refused") }
                return delay
            }
            try await Task.sleep(for: .milliseconds(1))
        }
        throw BenchmarkFailure(what: "no event followed the webhook")
    }

    private static func post(to port: Int) async throws -> HTTPResponseStatus {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/webhooks/main")
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: #"{"zone":"5e8f0c1a-0000-4000-a000-000000000001","phase":"alarm"}"#))
        return try await HTTPClient.shared.execute(request, timeout: .seconds(5)).status
    }

    /// A port that nobody listens at now.
    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        guard isBound else { throw BenchmarkFailure(what: "no port is free") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
