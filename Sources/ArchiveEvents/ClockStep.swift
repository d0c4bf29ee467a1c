import ExactJSON

/// That the wall clock went on by another span than time itself, or that it is believed otherwise than before.
public struct ClockStep: Hashable, Sendable {
    /// The time before: of the wall clock, or of the log where the log's own time is what changes.
    public var before: Instant
    /// What the wall clock shows now.
    public var after: Instant
    /// Milliseconds that passed between the two; nil where no single step is meant, but two clocks that differ.
    public var monotonic: Int64?
    /// The vendor's own time now, as far as its last answer tells.
    public var served: Instant?
    /// Whether the log's time goes on from `after`.
    public var isFollowed: Bool
    /// How many steps these are, where they came faster than they could be recorded.
    public var steps = 1

    /// One step.
    public init(before: Instant, after: Instant, monotonic: Int64?, served: Instant?, isFollowed: Bool) {
        self.before = before
        self.after = after
        self.monotonic = monotonic
        self.served = served
        self.isFollowed = isFollowed
    }

    /// Both as one: from where the first began to where the second ended.
    public func followed(by next: ClockStep) -> ClockStep {
        var both = next
        both.before = before
        both.monotonic = if let monotonic, let other = next.monotonic { monotonic + other } else { nil }
        both.steps = steps + next.steps
        return both
    }

    /// The event that tells of it, in the stream of the archive.
    public var event: NewEvent {
        var members: [(String, JSONValue)] = [
            ("before", .string(before.description)), ("after", .string(after.description)),
            ("monotonic_ms", monotonic.map(JSONValue.integer) ?? .null),
            ("served", served.map { .string($0.description) } ?? .null), ("followed", .bool(isFollowed)),
        ]
        if steps > 1 { members.append(("steps", .integer(Int64(steps)))) }
        return NewEvent(type: .clockStepped, subject: "archive", data: JSONValue.object(members).bytes)
    }
}
