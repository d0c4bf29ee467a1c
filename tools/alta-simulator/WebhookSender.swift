import AltaSimulator
import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// Posts each webhook when simulated time has come to it. Once: whether anybody took it makes no difference.
struct WebhookSender: Service {
    let url: String
    /// Goes out as a bearer token, and nowhere else.
    let secret: String?
    let deployments: [ServedDeployment]
    let logger: Logger

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                for deployment in deployments { await post(await deployment.takeWebhooks()) }
                try await Task.sleep(for: pause)
            }
        }
    }

    /// Short enough for a reader to call it at once.
    private let pause = Duration.milliseconds(50)
    /// The vendor does not wait for long, and neither must the next message.
    private let patience = TimeAmount.seconds(5)

    private func post(_ webhooks: [SimulatedWebhook]) async {
        for webhook in webhooks {
            var request = HTTPClientRequest(url: url)
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            if let secret { request.headers.add(name: "Authorization", value: "Bearer \(secret)") }
            request.body = .bytes(ByteBuffer(bytes: webhook.body))
            do {
                _ = try await HTTPClient.shared.execute(request, timeout: patience)
            } catch {
                logger.warning("a webhook was not taken; check --webhook and its receiver")
            }
        }
    }
}
