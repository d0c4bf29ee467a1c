/// One fault at a stated simulated time, on a stated path.
public struct ScriptedFault: Sendable {
    /// What goes wrong.
    public var kind: FaultKind
    /// When it begins, milliseconds since 1970.
    public var from: Int64
    /// When it is over; `from` and later.
    public var until: Int64
    /// The paths that it strikes, below `/api/v1`: `alerts`, `alarmZones/*/logs`, where `*` is any one part. Nil for
    /// all. Faults of the world and of webhooks strike where they will.
    public var path: String?
    /// Decides what is left open, such as which zone.
    public var seed: UInt64
    /// How much of it, in the unit that the kind names; nil for the usual amount.
    public var amount: Int64?

    /// A fault; with `until` left out, it lasts as long as is usual for its kind.
    public init(
        _ kind: FaultKind, from: Int64, until: Int64? = nil, path: String? = nil, seed: UInt64 = 1, amount: Int64? = nil
    ) {
        self.kind = kind
        self.from = from
        self.until = until ?? from + kind.usualSpan
        self.path = path
        self.seed = seed
        self.amount = amount
    }

    var span: Milliseconds { max(0, until - from) }

    /// Whether it lasts at `time`.
    func lasts(at time: Milliseconds) -> Bool { from <= time && time < until }

    /// Whether it strikes requests for `path`, which is a whole path.
    func strikes(_ path: String) -> Bool {
        guard let pattern = self.path else { return true }
        let parts = path.split(separator: "/").dropFirst(2)
        let wanted = pattern.split(separator: "/")
        return parts.count == wanted.count && zip(parts, wanted).allSatisfy { $0 == $1 || $1 == "*" }
    }
}
