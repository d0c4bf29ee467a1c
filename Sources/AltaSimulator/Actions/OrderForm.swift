import ExactJSON

/// What the body of an order says; everything in it is optional.
struct OrderForm {
    private let root: JSONElement?
    private let spelling: Spelling

    /// Reads `body`, which may be empty.
    init(_ body: [UInt8], spelling: Spelling) {
        root = try? JSONText(body).root
        self.spelling = spelling
    }

    var zoneID: String? { member("alarm_zone_id")?.string }

    var zoneIDs: [String]? {
        member("alarm_zone_ids").map { list in list.elements.compactMap(\.string) }
    }

    var comment: String? { member("comment")?.string }

    /// The code, as number or text; nil for one that nobody knows.
    var code: Alert.Code? {
        let value = member("acknowledgment_code")
        return (value?.integer ?? value?.string.flatMap { Int64($0) }).flatMap(Alert.Code.init(rawValue:))
    }

    var merged: Bool? { member("merged")?.bool }

    /// A member by its classic name, or by the one that the profile shows.
    private func member(_ name: String) -> JSONElement? { root?[name] ?? root?[Spelling.camelCase(name)] }
}
