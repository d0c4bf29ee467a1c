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
        let idleTimeout = TimeAmount.milliseconds(configuration.idleTimeout)
        let server = try HTTPServerBuilder.http1(configuration: .init(idleTimeout: idleTimeout)).buildServer(
            configuration: ServerConfiguration(
                address: .hostname(configuration.host, port: port),
                availableConnectionsDelegate: .maximum(WebhookConfiguration.connectionLimit, logger: logger)),
            eventLoopGroup: EventLoopGroupProvider.singleton.eventLoopGroup, logger: logger,
            responder: { request, writer, channel in
                try await respond(to: request, with: writer, on: channel)
            },
            onServerRunning: { channel in onReady(channel.localAddress?.port ?? port) })
        try await server.run()
    }

    private func respond(
        to request: Request, with writer: consuming ResponseWriter, on channel: any Channel
    ) async throws {
        // A sender that drips is never idle: the whole request has its time, too.
        let timeout = channel.eventLoop.scheduleTask(in: .milliseconds(configuration.requestTimeout)) {
            channel.close(mode: .all, promise: nil)
        }
        defer { timeout.cancel() }
        let gate = WebhookGate(configuration: configuration)
        var parts = request.body.makeAsyncIterator()
        var answer = WebhookAnswer(gate.decide(WebhookGate.Head(request)))
        if case .read(let deployment) = gate.decide(WebhookGate.Head(request)) {
            if request.headers[.expect] != nil { try await writer.writeInformationalHead(.init(status: .continue)) }
            let body = try await body(&parts)
            try checkWhole(body, request, channel)
            answer = WebhookAnswer(body.map { verdict(on: $0, request, deployment) })
        }
        try await writer.write(response: answer.head, body: answer.body)
        guard answer.isLast else { return }
        // Whoever still sends would not see the answer if the connection were closed before the end.
        try await discard(&parts)
        throw ConnectionEnds()
    }

    private func verdict(on body: [UInt8], _ request: Request, _ deployment: String) -> WebhookVerdict {
        receive(WebhookDelivery(deployment: deployment, body: body, contentType: request.headers[.contentType]))
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
