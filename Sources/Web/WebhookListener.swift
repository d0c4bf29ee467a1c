import HTTPDoor
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle

/// Takes webhooks: `POST /webhooks/<deployment>`, with the secret as `Authorization: Bearer`, as `X-Webhook-Secret`, or
/// as one more path component.
///
/// It answers as soon as `receive` has taken a delivery over, and writes neither bodies nor secrets to the log.
package struct WebhookListener: Service {
    private let configuration: WebhookConfiguration
    private let logger: Logger
    private let onReady: @Sendable (_ boundPort: Int) -> Void
    private let receive: @Sendable (WebhookDelivery) -> WebhookVerdict

    /// `receive` is called for each delivery, from any thread, and must return at once; `onReady` once connections are
    /// accepted.
    package init(
        _ configuration: WebhookConfiguration, logger: Logger, onReady: @escaping @Sendable (Int) -> Void = { _ in },
        receive: @escaping @Sendable (WebhookDelivery) -> WebhookVerdict
    ) {
        self.configuration = configuration
        self.logger = logger
        self.onReady = onReady
        self.receive = receive
    }

    /// Listens until the service group shuts down; requests that are under way are answered.
    package func run() async throws {
        let port = configuration.port
        let limits = configuration.connectionLimits
        let connections = ConnectionGuard(limits, headTimeout: configuration.idleTimeout)
        let http = HTTP1Channel.Configuration(
            additionalChannelHandlers: [connections.handler()], idleTimeout: .milliseconds(configuration.idleTimeout))
        let server = try HTTPServerBuilder.http1(configuration: http).buildServer(
            configuration: ServerConfiguration(
                address: .hostname(configuration.host, port: port),
                availableConnectionsDelegate: .maximum(limits.most, logger: logger)),
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup, logger: logger,
            responder: { request, writer, channel in
                try await respond(to: request, with: writer, on: channel, connections)
            },
            onServerRunning: { channel in onReady(channel.localAddress?.port ?? port) })
        try await server.run()
    }

    private func respond(
        to request: Request, with writer: consuming ResponseWriter, on channel: any Channel,
        _ connections: ConnectionGuard
    ) async throws {
        // A sender that drips is never idle: the whole request has its time, too.
        let timeout = channel.eventLoop.scheduleTask(in: .milliseconds(configuration.requestTimeout)) {
            channel.close(mode: .all, promise: nil)
        }
        defer { timeout.cancel() }
        let decision = WebhookGate(configuration: configuration).decide(WebhookGate.Head(request))
        connections.began(channel, isTrusted: decision.isTrusted && configuration.secret != nil)
        defer { connections.ended(channel) }
        var parts = request.body.makeAsyncIterator()
        var answer = WebhookAnswer(decision)
        if case .read(let deployment) = decision {
            if request.headers[.expect] != nil { try await writer.writeInformationalHead(.init(status: .continue)) }
            let body = try await body(&parts)
            try checkWhole(body, request, channel)
            if body != nil { connections.isWhole(channel) }
            answer = self.answer(to: body, request, deployment)
        }
        try await writer.write(response: answer.head, body: answer.body)
        guard answer.isLast else { return }
        // Whoever still sends would not see the answer if the connection were closed before the end.
        try await discard(&parts)
        throw ConnectionEnds()
    }

    /// Why a body that was sent is not taken.
    enum Refusal: Sendable {
        case tooLarge, unknownCoding, broken
    }

    private func answer(to body: [UInt8]?, _ request: Request, _ deployment: String) -> WebhookAnswer {
        guard let body else { return WebhookAnswer(refusing: .tooLarge) }
        switch Self.unpacked(body, request, configuration.bodyLimit) {
        case .success(let plain):
            return WebhookAnswer(receive(WebhookDelivery(deployment: deployment, body: plain)))
        case .failure(let refusal):
            logger.warning("a webhook of \(deployment) is refused: \(refusal.sentence)")
            return WebhookAnswer(refusing: refusal)
        }
    }

    private static func unpacked(_ body: [UInt8], _ request: Request, _ limit: Int) -> Result<[UInt8], Refusal> {
        let header = request.headers[values: .contentEncoding].joined(separator: ",")
        guard let coding = ContentCoding(header) else { return .failure(.unknownCoding) }
        switch coding.unpacked(body, limit: limit) {
        case .whole(let plain): return .success(plain)
        case .tooLarge: return .failure(.tooLarge)
        case .broken: return .failure(.broken)
        }
    }

    /// The body; nil where it passes the limit, and no more of it is kept.
    private func body(_ parts: inout RequestBody.AsyncIterator) async throws -> [UInt8]? {
        var body: [UInt8] = []
        while let part = try await parts.next() {
            guard body.count + part.readableBytes <= configuration.bodyLimit else { return nil }
            body += part.readableBytesView
        }
        return body
    }

    /// A connection that breaks off ends the body, too: what came until then is no delivery.
    private func checkWhole(_ body: [UInt8]?, _ request: Request, _ channel: any Channel) throws {
        let expected = WebhookGate.Head(request).contentLength
        guard let body else { return }
        guard channel.isActive, expected.map({ $0 == body.count }) ?? true else { throw ConnectionEnds() }
    }

    private func discard(_ parts: inout RequestBody.AsyncIterator) async throws {
        var count = 0
        while count <= configuration.bodyLimit, let part = try await parts.next() { count += part.readableBytes }
    }
}

extension WebhookListener.Refusal: Error {
    /// For the log: nothing of what was sent.
    fileprivate var sentence: String {
        switch self {
        case .tooLarge: "its body is larger than it may be once it is unpacked; send less, without the picture"
        case .unknownCoding:
            "its body is packed in a way that is not understood; let the sender pack with gzip, or not at all"
        case .broken: "its body is not what its Content-Encoding says; check what stands between sender and archiver"
        }
    }
}

/// The connection was to end here.
private struct ConnectionEnds: Error {}

extension WebhookGate.Head {
    fileprivate init(_ request: Request) {
        method = request.method.rawValue
        path = request.uri.path
        authorization = request.headers[.authorization]
        webhookSecret = HTTPFields.Element.Name("X-Webhook-Secret").flatMap { request.headers[$0] }
        contentLength = request.headers[.contentLength].flatMap { Int($0) }
    }
}
