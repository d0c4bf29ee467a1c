import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// A vendor that shows what it is told to: some ongoing alarms, and nothing else.
final class ScriptedVendor: Service {
    private let state = Mutex(State())
    private let ready = AsyncStream.makeStream(of: Int.self)

    private struct State {
        var body = ByteBuffer()
        /// Seconds that the answers to the list of ongoing alarms took.
        var answerTimes: [Double] = []
    }

    func show(_ body: [UInt8]) { state.withLock { $0.body = ByteBuffer(bytes: body) } }

    /// Seconds that the last answer took, from the question's arrival until it was written.
    var lastAnswerTime: Double { state.withLock { $0.answerTimes.last ?? 0 } }

    /// The port, once it listens.
    func port() async -> Int {
        for await port in ready.stream { return port }
        return 0
    }

    func run() async throws {
        let server = try HTTPServerBuilder.http1().buildServer(
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: 0)),
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup, logger: Logger(label: "vendor"),
            responder: { request, writer, _ in try await self.respond(to: request.uri.path, with: writer) },
            onServerRunning: { channel in self.ready.continuation.yield(channel.localAddress?.port ?? 0) })
        try await server.run()
    }

    private func respond(to path: String, with writer: consuming ResponseWriter) async throws {
        let start = ContinuousClock.now
        let isOngoing = path.hasSuffix("/ongoingAlerts")
        let body = isOngoing ? state.withLock { $0.body } : ByteBuffer(string: path.hasSuffix("/about") ? "{}" : "[]")
        let response = Response(status: .ok, body: ResponseBody(byteBuffer: body))
        try await writer.write(response: response.head, body: response.body)
        guard isOngoing else { return }
        let seconds = start.duration(to: .now) / .seconds(1)
        state.withLock { $0.answerTimes.append(seconds) }
    }
}
