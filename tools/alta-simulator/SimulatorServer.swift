import AltaSimulator
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import UnixSignals

/// Serves one deployment over HTTP on this machine only, until SIGTERM or SIGINT.
///
/// It stands on Hummingbird's server rather than on its `Application`, which writes the real time into every `Date`
/// header; the simulated time belongs there.
struct SimulatorServer {
    let deployment: ServedDeployment
    let port: Int
    let logger: Logger
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
                services: [server], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        try await group.run()
    }

    private func respond(to request: Request, with writer: consuming ResponseWriter) async throws {
        let response = Response(try await deployment.respond(to: SimulatedRequest(request)))
        try await writer.write(response: response.head, body: response.body)
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

extension Response {
    fileprivate init(_ response: SimulatedResponse) {
        var headers = HTTPFields()
        for (name, value) in response.headers {
            guard let name = HTTPFields.Element.Name(name) else { continue }
            headers.append(HTTPFields.Element(name: name, value: value))
        }
        self.init(
            status: HTTPResponse.Status(code: response.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: response.body)))
    }
}
