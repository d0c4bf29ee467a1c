public import ArchiveEvents
import ExactJSON

/// Something that happened to an alarm, as far as the looks can tell.
public struct AlarmTransition: Hashable, Sendable {
    /// What happened.
    public enum Kind: String, Sendable {
        case observed, merged, verified, verdictReset = "verdict-reset", ended, reopened, changed, listed, missing,
            erased
    }

    /// What happened.
    public let kind: Kind
    /// The event behind it.
    public let position: Position
    /// Which look showed it.
    public let endpoint: String?
    /// It happened after this look ...
    public let notBefore: Instant?
    /// ... and not after this one.
    public let notAfter: Instant
    /// When it happened, by the vendor's clock.
    public let occurredAt: Instant?
    /// What the record says otherwise than before.
    public let changes: [MemberChange]
}

/// A member that was added, removed or changed.
public struct MemberChange: Hashable, Sendable {
    /// Its name.
    public let member: String
    /// JSON as served before; nil where the member was not there.
    public let from: [UInt8]?
    /// JSON as served now; nil where the member is gone.
    public let to: [UInt8]?

    /// What differs between two records, in the order of the newer one's members.
    static func between(_ old: JSONElement?, _ new: JSONElement) -> [MemberChange] {
        guard let old else { return [] }
        let before = old.members
        let after = new.members
        let changed = after.enumerated().compactMap { index, member -> MemberChange? in
            // Nearly all members stand where they stood, with the bytes that they had.
            if before.indices.contains(index), before[index].name.bytes == member.name.bytes,
                before[index].value.bytes == member.value.bytes
            {
                return nil
            }
            guard let name = member.name.string else { return nil }
            let previous = old[name]
            guard previous?.comparableBytes != member.value.comparableBytes else { return nil }
            return MemberChange(member: name, from: previous?.compactBytes, to: member.value.compactBytes)
        }
        let names = Set(after.compactMap(\.name.string))
        let removed = before.compactMap { member -> MemberChange? in
            guard let name = member.name.string, !names.contains(name) else { return nil }
            return MemberChange(member: name, from: member.value.compactBytes, to: nil)
        }
        return changed + removed
    }
}
