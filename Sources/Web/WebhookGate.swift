import Foundation

/// Decides by a request's head alone whether its body is wanted.
struct WebhookGate: Sendable {
    /// What a request says before its body.
    struct Head: Sendable {
        let method: String
        /// Without the query, as it was sent.
        let path: String
        let authorization: String?
        let webhookSecret: String?
        let contentLength: Int?
    }

    /// What becomes of the request.
    enum Decision: Hashable, Sendable {
        /// Its body is read, for a deployment.
        case read(deployment: String)
        case unauthorised, notFound, methodNotAllowed, tooLarge

        /// Whether the sender may send, as far as it could show.
        var isTrusted: Bool {
            if case .read = self { true } else { false }
        }
    }

    let configuration: WebhookConfiguration

    func decide(_ head: Head) -> Decision {
        let parts = head.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            .map { $0.removingPercentEncoding ?? String($0) }
        guard (2...3).contains(parts.count), parts[0] == "webhooks" else { return .notFound }
        let pathSecret = parts.count == 3 ? parts[2] : nil
        guard isAuthorised(head, pathSecret) else { return .unauthorised }
        guard configuration.deployments.contains(parts[1]), pathSecret == nil || configuration.secret != nil else {
            return .notFound
        }
        guard head.method == "POST" else { return .methodNotAllowed }
        guard head.contentLength ?? 0 <= configuration.bodyLimit else { return .tooLarge }
        return .read(deployment: parts[1])
    }

    /// The vendor does not say which of these places it can fill: each of them is looked at.
    private func isAuthorised(_ head: Head, _ pathSecret: String?) -> Bool {
        guard let secret = configuration.secret else { return true }
        let bearer = head.authorization.flatMap { text in
            text.lowercased().hasPrefix("bearer ") ? String(text.dropFirst(7)) : nil
        }
        return [bearer, head.webhookSecret, pathSecret].compactMap { $0 }
            .reduce(false) { $0 || Self.isEqual(Array($1.utf8), secret) }
    }

    /// Takes as long for every text of one length, so that nobody can find the secret out letter by letter.
    static func isEqual(_ given: [UInt8], _ secret: [UInt8]) -> Bool {
        var difference = given.count ^ secret.count
        for index in secret.indices {
            difference |= Int(secret[index] ^ (index < given.count ? given[index] : 0))
        }
        return difference == 0
    }
}
