import ExactJSON

/// A camera or a sensor.
struct Device: SimulatedRecord {
    /// What was bought: a model with the firmware it came with.
    struct Model: Sendable {
        let name: String
        let firmware: String
        let maker: String
        /// What one of them is called in a device's name.
        let noun: String
    }

    let guid: String
    let name: String
    let model: Model
    let serialNumber: String
    /// The position in the list of sites.
    let site: Int
    private(set) var isConnected = true
    private(set) var connectedSince: Milliseconds
    private(set) var version = 1

    var recordID: String? { guid }

    mutating func disconnect() {
        isConnected = false
        version += 1
    }

    mutating func connect(at time: Milliseconds) {
        isConnected = true
        connectedSince = time
        version += 1
    }

    var json: JSONValue {
        [
            "guid": .string(guid), "name": .string(name), "model": .string(model.name),
            "firmware_version": .string(model.firmware), "manufacturer": .string(model.maker),
            "serial_number": .string(serialNumber),
            "live": [
                "status": .string(connection), "display_status": isConnected ? "GREEN" : "RED",
                "last_connected_status_update": .integer(connectedSince),
                "source_live": [["channel": 0, "status": .string(connection)]],
            ],
        ]
    }

    private var connection: String { isConnected ? "CONNECTED" : "DISCONNECTED" }
}
