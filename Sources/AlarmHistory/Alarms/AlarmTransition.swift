public import ArchiveEvents
public import ExactJSON

/// Something that happened to an alarm, as far as the looks can tell.
public struct AlarmTransition: Hashable, Sendable {
    /// What happened.
    public enum Kind: String, Sendable, CaseIterable {
        case observed, merged, verified, verdictReset = "verdict-reset", ended, reopened, changed, listed, missing,
            erased, unreadable
    }

    /// A change after the fact.
    public enum Afterwards: String, Sendable, CaseIterable {
        /// A verdict where there was none, after the alarm's end.
        case lateVerdict = "late-verdict"
        /// A verdict that was taken back or turned round.
        case reversal
        /// Any other change of the record after the alarm's end.
        case editAfterEnd = "edit-after-end"
    }

    /// What happened.
    public let kind: Kind
    /// The event behind it.
    public let position: Position
    /// Which look showed it.
    public let endpoint: Endpoint?
    /// It happened after this look ...
    public let notBefore: Instant?
    /// ... and not after this one.
    public let notAfter: Instant
    /// When it happened, by the vendor's clock.
    public let occurredAt: Instant?
    /// The event with the record before, where the alarm had one and has another now: what changed stands in the two.
    public let former: Position?
    /// The verdict before and now, where it changed.
    public let verdicts: VerdictChange?
    /// Who gave the verdict, or ended the alarm, by the vendor.
    public let actor: String?
    /// Whether it is a change after the fact.
    public let afterwards: Afterwards?

    /// Two verdicts.
    public struct VerdictChange: Hashable, Sendable {
        /// Before.
        public let from: AlarmVerdict
        /// Now.
        public let to: AlarmVerdict
    }
}

/// A member that was added, removed or changed.
public struct MemberChange: Hashable, Sendable {
    /// Its name.
    public let member: String
    /// JSON as served before; nil where the member was not there.
    public let from: [UInt8]?
    /// JSON as served now; nil where the member is gone.
    public let to: [UInt8]?

    /// What differs between two records, in the order of the newer one's members; nothing without an older one. Of a name
    /// that stands twice the last value counts.
    public static func between(_ old: JSONElement?, _ new: JSONElement) -> [MemberChange] {
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
