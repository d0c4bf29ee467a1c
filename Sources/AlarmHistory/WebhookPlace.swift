import ExactJSON

/// The zone and the device that a webhook's content names.
struct WebhookPlace {
    let zone: String?
    let device: String?

    /// Looks for members that are called like an id, in any key style; then for the id of a known zone anywhere.
    init(_ content: JSONValue, knownZones: Set<String>) {
        var named: [String: String] = [:]
        Self.collect(content, into: &named)
        let zones = Self.zoneNames.compactMap { named[$0] }
        let idOfZone = ["alarmzoneid", "zoneid"].compactMap { named[$0] }.first { Self.isPlausible($0) }
        zone =
            zones.first { knownZones.contains($0) } ?? idOfZone ?? Self.token(of: knownZones, in: content)
            ?? zones.first { Self.isPlausible($0) }
        device = Self.deviceNames.compactMap { named[$0] }.first { Self.isPlausible($0) }
    }

    /// Whether a value stands for nothing: the vendor fills a code that it has no value for with `N/A`, and one that it
    /// does not know stays as it is.
    static func isEmpty(_ text: String) -> Bool {
        let word = text.filter { !$0.isWhitespace }
        return word.isEmpty || word.uppercased() == "N/A" || word.hasPrefix("$")
    }

    /// The first value of each member that may name a place.
    private static func collect(_ value: JSONValue, into named: inout [String: String]) {
        switch value {
        case .array(let elements):
            for element in elements { collect(element, into: &named) }
        case .object(let members):
            for (name, value) in members {
                let spelled = MemberName.normalized(name)
                if names.contains(spelled), named[spelled] == nil, let id = id(value) { named[spelled] = id }
                collect(value, into: &named)
            }
        default: break
        }
    }

    /// A text or number; of an object its `id`.
    private static func id(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): isEmpty(text) ? nil : text
        case .verbatim(let bytes): bytes.first.map { (0x30...0x39).contains($0) } == true ? text(bytes) : nil
        case .object(let members): members.first { $0.0 == "id" }.flatMap { member in scalar(member.1) }
        default: nil
        }
    }

    private static func scalar(_ value: JSONValue) -> String? {
        if case .object = value { return nil }
        return id(value)
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// The id of a known zone that stands anywhere, by itself or within a text.
    private static func token(of knownZones: Set<String>, in content: JSONValue) -> String? {
        guard !knownZones.isEmpty else { return nil }
        return content.bytes.split(whereSeparator: { !isTokenByte($0) }).lazy
            .map { String(decoding: $0, as: UTF8.self) }.first { knownZones.contains($0) }
    }

    /// Whether a text may be an id. It comes to stand in the event's head, where no sentence and no secret may be.
    private static func isPlausible(_ text: String) -> Bool {
        text.utf8.count <= idLimit && text.utf8.allSatisfy { isTokenByte($0) }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Bytes: an id of the vendor's has 36.
    private static let idLimit = 128
    private static let zoneNames = ["alarmzoneid", "zoneid", "alarmzone", "zone"]
    private static let deviceNames = ["deviceid", "device", "originid", "origindeviceid", "alarmdeviceid"]
    private static let names = Set(zoneNames + deviceNames)
}
