/// A webhook that arrived whole, from someone who knew the secret.
package struct WebhookDelivery: Sendable {
    /// The deployment that it was sent for.
    package let deployment: String
    /// What was sent: any bytes, whatever type the sender gives them.
    package let body: [UInt8]
}

/// What becomes of a delivery.
package enum WebhookVerdict: Sendable {
    /// It is taken over.
    case accepted
    /// There is no room for it now: the sender may try again.
    case busy
}
