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

    /// What differs between two records, in the order of the newer one's members. Of a name that stands twice the last
    /// value counts.
    static func between(_ old: JSONElement?, _ new: JSONElement) -> [MemberChange] {
        guard let old else { return [] }
        let before = NamedMembers(old)
        let after = NamedMembers(new)
        let changed = after.names.compactMap { name -> MemberChange? in
            guard let value = after.values[name] else { return nil }
            let previous = before.values[name]
            // Nearly all members have the bytes that they had.
            guard previous?.bytes != value.bytes, previous?.comparableBytes != value.comparableBytes else { return nil }
            return MemberChange(member: name, from: previous?.compactBytes, to: value.compactBytes)
        }
        let removed = before.names.filter { after.values[$0] == nil }.map { name in
            MemberChange(member: name, from: before.values[name]?.compactBytes, to: nil)
        }
        return changed + removed
    }

    /// An object's members by name, and the names in the order of their first appearance.
    private struct NamedMembers {
        private(set) var names: [String] = []
        private(set) var values: [String: JSONElement] = [:]

        init(_ object: JSONElement) {
            for (key, value) in object.members {
                guard let name = key.string else { continue }
                if values.updateValue(value, forKey: name) == nil { names.append(name) }
            }
        }
    }
}
