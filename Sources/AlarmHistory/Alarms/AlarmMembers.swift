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

/// An alert's members by name, found in one pass over its bytes, which must outlive the value; the last one of a name
/// counts.
struct AlarmMembers {
    private let bytes: UnsafeRawBufferPointer
    /// Where each value begins and ends; nowhere for a member that is not there.
    private var ranges: InlineArray<22, Range<Int32>>
    private var kinds: InlineArray<22, JSONKind>

    /// The members of an object; none of anything else.
    init(_ bytes: UnsafeRawBufferPointer, _ shape: inout AlarmShape) throws(JSONError) {
        self.bytes = bytes
        var ranges = InlineArray<22, Range<Int32>>(repeating: 0..<0)
        var kinds = InlineArray<22, JSONKind>(repeating: .null)
        var scanner = JSONScanner(bytes)
        var count = 0
        let before = shape
        try scanner.forEachMember(as: before.order) { name, value in
            let member =
                switch name {
                case .expected(let place): before.member(at: place)
                case .other(let name, let hasEscapes): shape.learn(name, hasEscapes, at: count)
                }
            count += 1
            guard let member else { return }
            ranges[member.rawValue] = Int32(value.range.lowerBound)..<Int32(value.range.upperBound)
            kinds[member.rawValue] = value.kind
        }
        self.ranges = ranges
        self.kinds = kinds
    }

    /// What the value is; nil where there is none.
    func kind(_ member: AlarmMember) -> JSONKind? { ranges[member.rawValue].isEmpty ? nil : kinds[member.rawValue] }

    /// The value as it is spelled; empty where there is none.
    func spelling(_ member: AlarmMember) -> UnsafeRawBufferPointer {
        let range = ranges[member.rawValue]
        return UnsafeRawBufferPointer(rebasing: bytes[Int(range.lowerBound)..<Int(range.upperBound)])
    }

    /// The value, parsed.
    func element(_ member: AlarmMember) -> JSONElement? {
        kind(member) == nil ? nil : try? JSONText([UInt8](spelling(member))).root
    }

    /// A string, or the spelling of a number.
    func text(_ member: AlarmMember) -> String? {
        switch kind(member) {
        case .number: String(decoding: spelling(member), as: UTF8.self)
        case .string: string(member)
        case .null, .bool, .array, .object, nil: nil
        }
    }

    /// A time in any spelling.
    func time(_ member: AlarmMember) -> Instant? {
        guard let kind = kind(member), kind == .number || kind == .string else { return nil }
        if kind == .number, let whole = digits(member) { return Instant(vendorEpoch: whole) }
        return element(member).flatMap { Instant(vendor: $0) }
    }

    /// A whole number, or a string that spells one.
    func integer(_ member: AlarmMember) -> Int64? {
        digits(member) ?? element(member).flatMap { $0.integer ?? $0.string.flatMap { Int64($0) } }
    }

    private func string(_ member: AlarmMember) -> String? {
        let spelled = spelling(member)
        let inside = UnsafeRawBufferPointer(rebasing: spelled[1..<spelled.count - 1])
        return inside.contains(UInt8(ascii: "\\"))
            ? element(member)?.string?.withoutZero : String(decoding: inside, as: UTF8.self)
    }

    /// The value of up to 18 digits and nothing else.
    private func digits(_ member: AlarmMember) -> Int64? {
        let spelled = spelling(member)
        guard (1...18).contains(spelled.count) else { return nil }
        var value: Int64 = 0
        for byte in spelled {
            guard byte &- UInt8(ascii: "0") < 10 else { return nil }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
        }
        return value
    }

    /// The member that a name is a spelling of.
    static func member(_ name: UnsafeRawBufferPointer, _ hasEscapes: Bool) -> AlarmMember? {
        guard hasEscapes else { return name.withMemoryRebound(to: UInt8.self) { names.member($0) } }
        let quote = [UInt8(ascii: "\"")]
        guard var decoded = try? JSONText(quote + name + quote).root.string else { return nil }
        return decoded.withUTF8 { names.member($0) }
    }

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
            hash = Self.step(hash, byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte)
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
    var vendorText: String? { kind == .number ? String(decoding: bytes, as: UTF8.self) : string?.withoutZero }
}
