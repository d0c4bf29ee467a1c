import ExactJSON

/// The video of an alarm as one device saw it, with the token that opens it to anyone who holds the token.
struct Bookmark: SimulatedRecord {
    let id: String
    let alertGUID: String
    let name: String
    let start: Milliseconds
    let end: Milliseconds
    let deviceID: String
    let createdAt: Milliseconds
    /// Nil until the video is shared.
    let guestToken: String?
    let version: Int

    var recordID: String? { id }

    var json: JSONValue {
        [
            "id": .string(id), "alert_guid": .string(alertGUID), "name": .string(name), "description": "",
            "start_time": .integer(start), "end_time": .integer(end), "device_ids": [.string(deviceID)],
            "created_by": nil, "created_time": .integer(createdAt),
            "retention_until": .integer(createdAt + Bookmark.retention), "guest_token": JSONValue(guestToken),
        ]
    }

    /// Bookmarks outlive the video of the cameras, whose setting is shorter.
    private static let retention: Milliseconds = 30 * .day
}
