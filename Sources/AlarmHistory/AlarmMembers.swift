import ArchiveEvents
import ExactJSON

/// The members of an alert that are read, in any key style.
enum AlarmMember: Int, CaseIterable {
    case acknowledgedBy, acknowledgedTime, acknowledgmentCode, alarmZoneID, alarmZoneName, alertType, detection,
        endTime,
        endedBy, endedTime, importance, merged, mergedCount, originID, originName, phase, ruleID, ruleName, siteID,
        siteName, startTime, subAlerts

    /// Its name without underscores and capitals.
    var normalizedName: String { "\(self)".lowercased() }
}

/// An alert's members by name, found in one pass over it; the last one of a name counts.
struct AlarmMembers {
    private var values: [JSONElement?] = Array(repeating: nil, count: AlarmMember.allCases.count)

    /// The members of an object; none of anything else.
    init(_ element: JSONElement) {
        element.forEachMember { name, value in
            if let member = Self.names.member(name) { values[member.rawValue] = value }
        }
    }

    /// The value of a member.
    subscript(member: AlarmMember) -> JSONElement? { values[member.rawValue] }

    /// A string, or the spelling of a number.
    func text(_ member: AlarmMember) -> String? { self[member]?.vendorText }

    /// A time in any spelling.
    func time(_ member: AlarmMember) -> Instant? { self[member].flatMap { Instant(vendor: $0) } }

    private static let names = MemberTable(AlarmMember.allCases.map { ($0.normalizedName, $0) })
}

/// Finds out which of a few members a name is a spelling of.
struct MemberTable<Member: Sendable>: Sendable {
    private let slots: [(name: [UInt8], member: Member)?]

    /// By names without underscores, hyphens and capitals.
    init(_ names: [(String, Member)]) {
        var slots: [(name: [UInt8], member: Member)?] = Array(repeating: nil, count: Self.size)
        for (name, member) in names {
            var slot = name.utf8.reduce(Self.start, Self.step) & (Self.size - 1)
            while slots[slot] != nil { slot = (slot + 1) & (Self.size - 1) }
            slots[slot] = (Array(name.utf8), member)
        }
        self.slots = slots
    }

    /// The member that a name, in UTF-8, is a spelling of.
    func member(_ name: UnsafeBufferPointer<UInt8>) -> Member? {
        var hash = Self.start
        for byte in name where byte != UInt8(ascii: "_") && byte != UInt8(ascii: "-") {
            hash = Self.step(hash, byte &- 65 < 26 ? byte | 0x20 : byte)
        }
        var slot = hash & (Self.size - 1)
        while let (candidate, member) = slots[slot] {
            if candidate.withUnsafeBufferPointer({ MemberName.isSame(name, $0) }) { return member }
            slot = (slot + 1) & (Self.size - 1)
        }
        return nil
    }

    private static func step(_ hash: Int, _ byte: UInt8) -> Int { (hash ^ Int(byte)) &* 0x1F1 ^ (hash >> 7) }
    private static var start: Int { 17 }
    /// A power of two, several times as many as there are names.
    private static var size: Int { 128 }
}

extension JSONElement {
    /// A string, or the spelling of a number.
    var vendorText: String? { kind == .number ? String(decoding: bytes, as: UTF8.self) : string }
}
