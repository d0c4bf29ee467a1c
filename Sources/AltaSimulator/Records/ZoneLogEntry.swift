import ExactJSON

/// One line of a zone's log. It carries no id: twins are told apart only by counting them.
struct ZoneLogEntry: ConstantRecord {
    let time: Milliseconds
    let action: String
    var user: User?
    var alertGUID: String?
    var deviceID: String?
    var comment: String?
    var details: JSONValue = [:]
    /// 1 for the first entry of its content, 2 for its exact duplicate, and so on.
    var occurrence = 1

    var recordID: String? { nil }

    var json: JSONValue {
        [
            "time": .integer(time), "action": .string(action), "user_id": JSONValue(user?.id),
            "user_name": JSONValue(user?.name), "alert_guid": JSONValue(alertGUID), "device_id": JSONValue(deviceID),
            "comment": JSONValue(comment), "details": details,
        ]
    }

    /// Whether both read the same.
    func says(sameAs other: ZoneLogEntry) -> Bool {
        action == other.action && json.bytes == other.json.bytes
    }
}
