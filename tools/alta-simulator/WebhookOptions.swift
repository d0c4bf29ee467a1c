import ArgumentParser
import Foundation
import Logging

/// Where the deployments send their webhooks.
struct WebhookOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Post the webhooks of all zones there.", valueName: "url"))
    var webhook: String?

    @Option(
        help: ArgumentHelp("Send the first line of this file as a bearer token with them.", valueName: "file"))
    var webhookSecretFile: String?

    func validate() throws {
        guard let webhook else {
            guard webhookSecretFile == nil else { throw ValidationError("--webhook-secret-file needs --webhook.") }
            return
        }
        guard let url = URL(string: webhook), url.host != nil, ["http", "https"].contains(url.scheme ?? "") else {
            throw ValidationError("--webhook is not an address such as http://127.0.0.1:9000/hook.")
        }
    }

    /// Nil where nobody wants webhooks.
    func makeSender(for deployments: [ServedDeployment], logger: Logger) throws -> WebhookSender? {
        guard let webhook else { return nil }
        let secret = try webhookSecretFile.map { try SecretFile.read($0, option: "--webhook-secret-file") }
        return WebhookSender(url: webhook, secret: secret, deployments: deployments, logger: logger)
    }
}
