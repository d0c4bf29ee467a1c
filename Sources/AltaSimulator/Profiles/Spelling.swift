import ExactJSON

/// Rewrites a record from the classic shape, in which the world thinks, into that of a profile.
struct Spelling: Sendable {
    let profile: SimulationProfile

    /// The record as the profile shows it.
    func rewritten(_ value: JSONValue) -> JSONValue {
        switch profile {
        case .classic, .paged, .capped, .mfa: value
        case .iso: isoValue(value)
        case .wrapped: wrappedValue(value)
        }
    }

    /// An id as the profile shows it.
    func shown(_ id: String) -> String { profile == .iso ? id.uppercased() : id }

    /// The id that the world knows, from one that a client sends.
    func known(_ id: String) -> String { profile == .iso ? id.lowercased() : id }

    private func isoValue(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): .array(elements.map(isoValue))
        case .object(let members): .object(members.map { ($0, isoMember($0, $1)) })
        default: value
        }
    }

    private func isoMember(_ name: String, _ value: JSONValue) -> JSONValue {
        switch value {
        case .integer(let time) where Spelling.isTime(name): .string(CalendarTime(time).variedText)
        case .integer(let code) where name == "acknowledgment_code": .string(String(code))
        case .string(let id) where Spelling.isIdentifier(name): .string(shown(id))
        case .array(let ids) where name.hasSuffix("_ids"): .array(ids.map { isoMember("id", $0) })
        default: isoValue(value)
        }
    }

    private func wrappedValue(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): elements.isEmpty ? .null : .array(elements.map(wrappedValue))
        case .object(let members): .object(members.map { (Spelling.camelCase($0), wrappedValue($1)) })
        default: value
        }
    }

    private static func isTime(_ name: String) -> Bool {
        name == "time" || name.hasSuffix("_time") || name.hasSuffix("_since") || name.hasSuffix("until")
            || name == "last_connected_status_update"
    }

    private static func isIdentifier(_ name: String) -> Bool {
        name == "id" || name == "guid" || name.hasSuffix("_id") || name.hasSuffix("_guid")
    }

    /// `alarm_zone_id` becomes `alarmZoneId`.
    static func camelCase(_ name: String) -> String {
        guard name.utf8.contains(UInt8(ascii: "_")) else { return name }
        let words = name.split(separator: "_")
        return words.dropFirst().reduce(String(words.first ?? "")) { text, word in
            text + word.prefix(1).uppercased() + word.dropFirst()
        }
    }
}
