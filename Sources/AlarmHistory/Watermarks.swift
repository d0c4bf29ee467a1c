public import ArchiveEvents
import ExactJSON

/// When each target was last looked at completely.
///
/// The log tells this only by its events, and a look that shows nothing new leaves none. So the poller notes it beside
/// the log: for `since` after a restart, and for `alarm-history status`. Losing the note costs nothing else.
public struct Watermarks: Sendable, Equatable {
    private var lastComplete: [LookTarget: Instant] = [:]

    /// No look so far.
    public init() {}

    /// The last complete look at a target.
    public subscript(target: LookTarget) -> Instant? { lastComplete[target] }

    /// All targets that were ever looked at completely, by name.
    public var targets: [LookTarget] { lastComplete.keys.sorted { $0.coverageSubject < $1.coverageSubject } }

    /// Notes a complete look.
    public mutating func note(_ target: LookTarget, at time: Instant) {
        lastComplete[target] = time
    }

    /// Takes over what others noted.
    public mutating func merge(_ others: Watermarks) {
        lastComplete.merge(others.lastComplete) { max($0, $1) }
    }

    /// The file's bytes. It also says how many events the log had, for a note is of no use to an older log.
    public func encoded(logSize: Position) -> [UInt8] {
        let looks = targets.map { target in
            JSONValue.object([
                ("subject", .string(target.coverageSubject)),
                ("last_complete", .optional(self[target]?.description)),
            ])
        }
        return JSONValue.object([
            ("schema_version", .integer(1)), ("log_size", .whole(logSize.number)), ("looks", .array(looks)),
        ]).bytes + [UInt8(ascii: "\n")]
    }

    /// Reads the file; no watermarks where it is damaged, or newer than the log.
    public init(encoded bytes: [UInt8], logSize: Position) {
        guard let root = try? JSONText(bytes).root, let noted = root["log_size"]?.integer,
            UInt64(clamping: noted) <= logSize.number, let looks = root["looks"]
        else { return }
        for look in looks.elements {
            guard let target = look["subject"]?.string.flatMap({ LookTarget(coverageSubject: $0) }),
                let time = look["last_complete"]?.string.flatMap({ Instant(rfc3339: $0) })
            else { continue }
            note(target, at: time)
        }
    }
}
