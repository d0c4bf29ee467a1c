import AlarmHistory
import ArchiveEvents
import ExactJSON
import Foundation

/// What may be shown in place of a value: its type and form, and the value itself only where it is one of a closed list
/// of words of the vendor's that name no person, place or thing.
struct Placeholder: Hashable, Comparable {
    let text: String

    /// `member` is the name under which the value stands, where it has one.
    init(_ value: JSONElement, member: String? = nil) {
        text =
            switch value.kind {
            case .null: "null"
            case .bool: value.bool == true ? "true" : "false"
            case .number: Self.number(value, member)
            case .string: value.string.map { Self.string($0, member) } ?? "string<half a surrogate pair>"
            case .array: Array(value.elements).isEmpty ? "array<empty>" : "array"
            case .object: value.members.isEmpty ? "object<empty>" : "object"
            }
    }

    static func < (one: Placeholder, other: Placeholder) -> Bool { one.text < other.text }

    private static func number(_ value: JSONElement, _ member: String?) -> String {
        guard let whole = value.integer else { return "number<fraction>" }
        if isVerdict(member), KnownWords.verdicts.contains("\(whole)") { return "number<\(whole)>" }
        switch whole {
        case epochSeconds: return "number<epoch-s>"
        case epochSeconds.lowerBound * 1000...epochSeconds.upperBound * 1000: return "number<epoch-ms>"
        default: return whole < 0 ? "number<negative integer>" : "number<integer>"
        }
    }

    private static func string(_ text: String, _ member: String?) -> String {
        if text.isEmpty { return "string<empty>" }
        if KnownWords.values.contains(text.lowercased()) { return "'\(text)'" }
        if isVerdict(member), KnownWords.verdicts.contains(text) { return "'\(text)'" }
        return "string<\(form(text))>"
    }

    private static func isVerdict(_ member: String?) -> Bool {
        member.map(MemberName.normalized) == "acknowledgmentcode"
    }

    private static func form(_ text: String) -> String {
        if text.wholeMatch(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil { return "uuid,lower" }
        if text.wholeMatch(of: /[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}/) != nil {
            return text == text.uppercased() ? "uuid,upper" : "uuid,mixed"
        }
        if let time = iso8601(text) { return time }
        if text.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?/) != nil { return "decimal,\(length(text))" }
        if text.wholeMatch(of: /[^@\s]+@[^@\s]+/) != nil { return "e-mail" }
        if text.wholeMatch(of: /[a-z]+:\/\/\S+/) != nil { return "url,\(length(text))" }
        if text.hasPrefix("data:") { return "data-url,\(length(text))" }
        return "text,\(length(text))"
    }

    /// `iso8601,fraction=3,Z`.
    private static func iso8601(_ text: String) -> String? {
        guard Instant(rfc3339: text) != nil else { return nil }
        guard text.utf8.count > 10 else { return "date" }
        let fraction = text.firstMatch(of: /\.([0-9]+)/).map { $0.1.count } ?? 0
        let zone =
            text.uppercased().hasSuffix("Z")
            ? "Z" : (text.dropFirst(11).contains { "+-".contains($0) } ? "offset" : "no zone")
        return "iso8601,fraction=\(fraction),\(zone)"
    }

    /// A class of lengths: enough to know a kind of text by, too little to know a text by.
    private static func length(_ text: String) -> String {
        let count = text.utf8.count
        return [8, 16, 32, 64, 256, 4096].first { count <= $0 }.map { "up to \($0)" } ?? "over 4096"
    }

    /// Seconds: the years 2000 to 2100.
    private static let epochSeconds: ClosedRange<Int64> = 946_684_800...4_102_444_800
}
