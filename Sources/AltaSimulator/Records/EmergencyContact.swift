import ExactJSON

/// Whom to call when a zone has an alarm. An example of personal data; nobody of that name has that number.
struct EmergencyContact: ConstantRecord {
    let id: String
    let name: String
    let address: String
    private let phone: String

    var recordID: String? { id }

    /// The contact of a zone.
    init(of zone: Zone) {
        id = zone.contactID
        name = "Contact of \(zone.permitID)"
        address = zone.address
        // Numbers of this block are kept for dramas by the British regulator.
        phone = "+4420794600" + String(10 + zone.permitID.utf8.reduce(0) { $0 + Int($1) } % 90)
    }

    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "address": .string(address), "country": "GB",
            "phone": .string(phone),
        ]
    }
}
