import ExactJSON

/// A place of the customer's that holds zones and devices.
struct Site: ConstantRecord {
    let id: String
    let name: String
    let address: String

    var recordID: String? { id }

    var json: JSONValue {
        ["id": .string(id), "name": .string(name), "address": .string(address), "time_zone": "UTC"]
    }
}
