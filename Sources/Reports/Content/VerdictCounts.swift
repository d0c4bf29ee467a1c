import AlarmHistory

/// Numbers of alarms by what was found of them.
package struct VerdictCounts: Sendable, Hashable {
    /// 201: a real alarm.
    package var valid = 0
    /// 202: false, whatever the cause.
    package var `false` = 0
    /// 101: nobody has said.
    package var unverified = 0
    /// A code that nobody knows.
    package var unknown = 0

    package init(valid: Int = 0, false: Int = 0, unverified: Int = 0, unknown: Int = 0) {
        self.valid = valid
        self.false = `false`
        self.unverified = unverified
        self.unknown = unknown
    }

    var total: Int { valid + `false` + unverified + unknown }

    mutating func count(_ verdict: AlarmVerdict) {
        switch verdict {
        case .valid: valid += 1
        case .false: `false` += 1
        case .none: unverified += 1
        case .unknown: unknown += 1
        }
    }

    static func + (one: VerdictCounts, other: VerdictCounts) -> VerdictCounts {
        VerdictCounts(
            valid: one.valid + other.valid, false: one.false + other.false,
            unverified: one.unverified + other.unverified, unknown: one.unknown + other.unknown)
    }

    subscript(kind: VerdictKind) -> Int {
        switch kind {
        case .valid: valid
        case .false: `false`
        case .unknown: unknown
        case .unverified: unverified
        }
    }
}

/// A verdict as pictures and tables show it, from the bottom of a stack up.
enum VerdictKind: String, CaseIterable {
    case valid, `false`, unknown, unverified

    var title: String {
        switch self {
        case .valid: "valid (201)"
        case .false: "false (202)"
        case .unknown: "unknown code"
        case .unverified: "unverified (101)"
        }
    }

    /// How a picture tells it from the others without colour.
    var pattern: String {
        switch self {
        case .valid: "plain"
        case .false: "hatched"
        case .unknown: "crossed"
        case .unverified: "outlined"
        }
    }
}
