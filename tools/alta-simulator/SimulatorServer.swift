import AltaSimulator
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// Serves deployments over HTTP on this machine only, until SIGTERM or SIGINT.
///
/// It stands on Hummingbird's server rather than on its `Application`, which writes the real time into every `Date`
/// header; the simulated time belongs there.
struct SimulatorServer {
    /// By the first part of their paths; the empty one stands for the root.
    let deployments: [String: ServedDeployment]
    let port: Int
    let logger: Logger
    /// Nil where nobody wants webhooks.
    let sender: WebhookSender?
    /// Called with the port once connections are accepted.
    let whenReady: @Sendable (Int) -> Void

    func run() async throws {
        let server = try HTTPServerBuilder.http1().buildServer(
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: port)),
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup, logger: logger,
            responder: { request, writer, _ in try await respond(to: request, with: writer) },
            onServerRunning: { channel in whenReady(channel.localAddress?.port ?? port) })
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [server] + (sender.map { [$0] } ?? []), gracefulShutdownSignals: [.sigterm, .sigint],
                logger: logger))
        try await group.run()
    }

    private func respond(to request: Request, with writer: consuming ResponseWriter) async throws {
        var simulated = try await SimulatedRequest(request)
        let deployment = deployments[""] ?? deployment(servedAt: &simulated.path)
        guard let deployment else {
            let head = Response(status: .notFound).head
            return try await writer.write(response: head, body: ResponseBody())
        }
        let response = try await deployment.respond(to: simulated)
        try await response.send(with: writer)
    }

    /// Takes the base path off `path`.
    private func deployment(servedAt path: inout String) -> ServedDeployment? {
        let parts = path.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: true)
        guard let base = parts.first, let deployment = deployments[String(base)] else { return nil }
        path = "/" + (parts.count > 1 ? parts[1] : "")
        return deployment
    }
}

extension SimulatedRequest {
    /// No body that the simulator reads is anywhere near so long.
    private static let bodyLimit = 1 << 20

    fileprivate init(_ request: Request) async throws {
        let body = try await request.body.collect(upTo: SimulatedRequest.bodyLimit)
        self.init(
            method: request.method.rawValue, path: request.uri.path, query: request.uri.query ?? "",
            headers: request.headers.map { ($0.name.rawName, $0.value) }, body: Array(body.readableBytesView))
    }
}
