import ExactJSON

/// The content faults that lie over the records of one answer.
struct Disguise: Hashable, Sendable {
    private let faults: [ContentFault]
    private let pictureBytes: Int64

    /// Plain records.
    static let none = Disguise([])

    init(_ scripted: [ScriptedFault]) {
        let found = Set(
            scripted.compactMap { fault -> ContentFault? in
                guard case .content(let kind) = fault.kind else { return nil }
                return kind
            })
        faults = ContentFault.allCases.filter(found.contains)
        pictureBytes = scripted.first { $0.kind == .content(.largePicture) }?.amount ?? Disguise.usualPictureBytes
    }

    var isPlain: Bool { faults.isEmpty }

    /// The record as it is shown.
    func applied(to value: JSONValue) -> JSONValue {
        guard !isPlain, case .object(var members) = value else { return value }
        for fault in faults { apply(fault, to: &members) }
        return .object(members)
    }

    private func apply(_ fault: ContentFault, to members: inout [(String, JSONValue)]) {
        switch fault {
        case .duplicateKeys: members += members.suffix(1).map { ($0.0, "again") }
        case .largePicture: members.append(("jpg", .string(picture)))
        case .oddNumbers: members += Disguise.oddNumbers
        case .oddNames: members = members.map { ($0, Disguise.isName($0) ? Disguise.odd($1) : $1) }
        case .unknownMember:
            members.append(("ai_confidence", ["score": .verbatim(Array("0.970".utf8)), "model": "x7"]))
        case .typeChanged: members = members.map { ($0, Disguise.numeric($1)) }
        case .memberRemoved: members.removeAll { Disguise.dispensable.contains($0.0) }
        }
    }

    private var picture: String { String(repeating: "/9j/4AAQ", count: Int(clamping: max(0, pictureBytes / 8))) }

    private static let usualPictureBytes: Int64 = 300_000

    /// Members whose loss leaves every record recognisable, and different records different.
    private static let dispensable: Set = [
        "importance", "description", "user_id", "firmware_version", "address", "applicationSha", "country",
    ]

    private static let oddNumbers: [(String, JSONValue)] = [
        ("weight", .verbatim(Array("1e300".utf8))), ("offset", .integer(-1)),
        ("serial", .verbatim(Array("123456789012345678901234567890".utf8))),
        ("tiny", .verbatim(Array("-0.000000000000000000000000000001E-99".utf8))),
    ]

    private static func isName(_ member: String) -> Bool {
        member == "name" || member == "username" || member.hasSuffix("_name")
    }

    private static func odd(_ value: JSONValue) -> JSONValue {
        guard case .string = value else { return value }
        return .verbatim(value.bytes.dropLast() + Array(#"\u0000\ud800""#.utf8))
    }

    private static func numeric(_ value: JSONValue) -> JSONValue {
        guard case .bool(let flag) = value else { return value }
        return flag ? 1 : 0
    }
}
