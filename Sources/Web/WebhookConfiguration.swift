import HTTPDoor

/// Where webhooks are listened for, and from whom they are taken.
package struct WebhookConfiguration: Sendable {
    /// The address to listen at.
    package var host: String
    /// The port; 0 for any that is free.
    package var port: Int
    /// The deployments that there are.
    package var deployments: Set<String>
    /// What a sender must know; nil where anyone may send who can reach the port.
    package var secret: [UInt8]?
    /// Bytes of a body at most.
    package var bodyLimit: Int
    /// Milliseconds in which a sender that stays silent, or does not come to the end of a request's head, is given up.
    package var idleTimeout: Int64
    /// Milliseconds in which a request must have arrived whole.
    package var requestTimeout: Int64

    package init(
        host: String, port: Int, deployments: Set<String>, secret: [UInt8]?,
        bodyLimit: Int = WebhookConfiguration.standardBodyLimit, idleTimeout: Int64 = 15_000,
        requestTimeout: Int64 = 30_000
    ) {
        self.host = host
        self.port = port
        self.deployments = deployments
        self.secret = secret
        self.bodyLimit = bodyLimit
        self.idleTimeout = idleTimeout
        self.requestTimeout = requestTimeout
    }

    /// 8 MiB: a picture in base64, which the vendor puts into a body where the template asks for it, fits.
    package static let standardBodyLimit = 8 << 20
    /// A deployment sends a few at a time. Each connection may hold a whole body in memory, so there are not many; from 32
    /// on, whoever does not send a request within a second has to go, and with the secret within ten. The system lets 256
    /// more queue: if none of those knows the secret, one that does is let in after four more rounds, within two seconds.
    var connectionLimits: ConnectionTable<ObjectIdentifier>.Limits {
        .init(comfortable: 32, most: 64, grace: 1000, fullGrace: 400, trustedGrace: 10_000)
    }
    /// Seconds after which a sender may try again.
    static let retryAfter = 5
}
