/// A message that a deployment sends out.
public struct SimulatedWebhook: Sendable {
    /// When what it tells of happened, milliseconds since 1970.
    public let firedAt: Int64
    /// When it reaches its receiver.
    public let deliverAt: Int64
    /// The filled template.
    public let body: [UInt8]
    /// The zone that sent it.
    public let zoneID: String
}
