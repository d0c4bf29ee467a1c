import ExactJSON

/// A person, or a program, with an account.
struct User: ConstantRecord, Equatable {
    let id: String
    let name: String

    var recordID: String? { id }

    var json: JSONValue { ["id": .string(id), "username": .string(name)] }

    /// What `/me` tells about the account itself.
    var ownJSON: JSONValue {
        [
            "id": .string(id), "username": .string(name),
            "permissions": ["view_live_video", "view_historic_video", "share_video"],
        ]
    }
}
