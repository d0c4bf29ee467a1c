import ExactJSON

/// The zone and the device that a webhook's content names.
struct WebhookPlace {
    let zone: String?
    let device: String?

    /// Looks for members that are called like an id, in any key style; then for the id of a known zone anywhere.
    init(_ content: JSONValue, knownZones: Set<String>) {
        var named: [String: String] = [:]
        Self.collect(content, into: &named)
        Self.collectLoose(content, into: &named)
        let known = KnownZones(knownZones)
        let zones = Self.zoneNames.compactMap { named[$0] }
        let idOfZone = ["alarmzoneid", "zoneid"].compactMap { named[$0] }.first { Self.isPlausible($0) }
        zone =
            zones.lazy.compactMap { known.spelling(of: $0) }.first ?? idOfZone ?? Self.token(of: known, in: content)
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

    /// The members of texts that were to be JSON, where no real one of that name was found: a body that is broken, or a text
    /// that holds JSON.
    private static func collectLoose(_ value: JSONValue, into named: inout [String: String], isBody: Bool = true) {
        switch value {
        case .array(let elements): for element in elements { collectLoose(element, into: &named, isBody: false) }
        case .object(let members): for (_, value) in members { collectLoose(value, into: &named, isBody: false) }
        case .string(let text) where isBody || text.hasPrefix("{"):
            for (name, value) in LooseMembers(text).members {
                let spelled = MemberName.normalized(name)
                if names.contains(spelled), named[spelled] == nil, !isEmpty(value) { named[spelled] = value }
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
    private static func token(of known: KnownZones, in content: JSONValue) -> String? {
        switch content {
        case .array(let elements): return elements.lazy.compactMap { token(of: known, in: $0) }.first
        case .object(let members):
            return members.lazy.compactMap { token(of: known, in: .string($0.0)) ?? token(of: known, in: $0.1) }.first
        case .string(let text): return token(of: known, in: Array(text.utf8))
        case .verbatim(let bytes): return token(of: known, in: bytes)
        case .null, .bool, .integer: return nil
        }
    }

    private static func token(of known: KnownZones, in text: [UInt8]) -> String? {
        guard !known.isEmpty else { return nil }
        return text.split(whereSeparator: { !isTokenByte($0) }).lazy
            .compactMap { known.spelling(of: String(decoding: $0, as: UTF8.self)) }.first
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

/// The ids of the zones that are known. Two spellings of a UUID are one id (RFC 9562, section 4); any other id is what it is.
private struct KnownZones {
    private let ids: Set<String>
    /// UUIDs, by their spelling in lower case.
    private let spellings: [String: String]

    init(_ ids: Set<String>) {
        self.ids = ids
        spellings = Dictionary(ids.filter(UUIDText.isUUID).map { ($0.lowercased(), $0) }) { one, _ in one }
    }

    var isEmpty: Bool { ids.isEmpty }

    /// The zone's own spelling of its id; nil where it is no zone's.
    func spelling(of id: String) -> String? {
        if ids.contains(id) { return id }
        return UUIDText.isUUID(id) ? spellings[id.lowercased()] : nil
    }
}
