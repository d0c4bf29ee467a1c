import ExactJSON

/// One content that a simulated deployment has shown.
public struct TruthEntry: Sendable {
    /// Where: `about`, `alert`, `alerts`, `auth`, `bookmarks`, `devices`, `emergency-contact`, `emergency-contacts`,
    /// `intrusion-webhooks`, `me`, `muted-zone`, `muted-zones`, `ongoing-alerts`, `sites`, `users`, `zone`,
    /// `zone-alert-details`, `zone-alerts`, `zone-log` or `zones`.
    public let endpoint: String
    /// The zone to whose log a log entry belongs; nil for everything else.
    public let zoneID: String?
    /// The guid or id; nil for what has none, such as log entries.
    public let id: String?
    /// 1, but 2, 3 and so on for the exact duplicates of an entry in one zone's log.
    public let occurrence: Int
    /// Simulated time, milliseconds since 1970.
    public let firstShownAt: Int64
    /// The exact bytes of the JSON object.
    public let content: [UInt8]

    /// One line of JSON without the line break, with the content in its exact bytes as the last member:
    /// `{"endpoint":…,"zone_id":…,"id":…,"occurrence":…,"first_shown_at":…,"content":{…}}`.
    public func line() -> String {
        let head: JSONValue = [
            "endpoint": .string(endpoint), "zone_id": JSONValue(zoneID), "id": JSONValue(id),
            "occurrence": .integer(Int64(occurrence)), "first_shown_at": .integer(firstShownAt),
        ]
        let text = Array(head.bytes.dropLast()) + Array(",\"content\":".utf8) + content + Array("}".utf8)
        return String(decoding: text, as: UTF8.self)
    }
}
