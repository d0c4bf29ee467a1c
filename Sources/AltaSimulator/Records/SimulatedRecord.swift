import ExactJSON

/// Something the vendor shows as one JSON object.
protocol SimulatedRecord {
    /// The guid or id under which it is known; nil for what has none.
    var recordID: String? { get }

    /// Grows whenever the JSON changes, so that unchanged records need no second look.
    var version: Int { get }

    var json: JSONValue { get }
}

/// A record that never changes once it stands.
protocol ConstantRecord: SimulatedRecord {}

extension ConstantRecord {
    var version: Int { 1 }
}
