/// What was witnessed. A type is never edited: what must be told differently is a new type.
public struct EventType: Hashable, Sendable, RawRepresentable {
    /// Kebab-case past tense with its version, as it stands in the line.
    public let rawValue: String

    /// The type of that name, known here or not.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The archive began.
    public static let archiveCreated = EventType(rawValue: "archive-created.v1")
    /// A record's first content, or a content without identity.
    public static let recordSeen = EventType(rawValue: "record-seen.v1")
    /// A record's next content.
    public static let recordChanged = EventType(rawValue: "record-changed.v1")
    /// This endpoint shows, for the first time or again, the record's latest content; no data.
    public static let recordListed = EventType(rawValue: "record-listed.v1")
    /// A complete look at this endpoint no longer shows the record; no data.
    public static let recordMissing = EventType(rawValue: "record-missing.v1")
    /// Bytes were served that are not JSON.
    public static let recordUnreadable = EventType(rawValue: "record-unreadable.v1")
    /// From here on an endpoint was not observed.
    public static let gapOpened = EventType(rawValue: "gap-opened.v1")
    /// It is observed again.
    public static let gapClosed = EventType(rawValue: "gap-closed.v1")
    /// From one time to another an endpoint was observed; told at a bounded rate, and before each gap.
    public static let coverageConfirmed = EventType(rawValue: "coverage-confirmed.v1")
    /// An endpoint showed members, types or codes that it had never shown, or no longer shows some.
    public static let fieldsDrifted = EventType(rawValue: "fields-drifted.v1")
    /// A webhook came in.
    public static let webhookReceived = EventType(rawValue: "webhook-received.v1")
    /// A command that a webhook is tied to came to its end, or could not be started.
    public static let commandEnded = EventType(rawValue: "command-ended.v1")
    /// Somebody asked the vendor to do something, or to hand something out; told before the request leaves.
    public static let actionRequested = EventType(rawValue: "action-requested.v1")
    /// What came of it, as far as the vendor answered and shows it.
    public static let actionAnswered = EventType(rawValue: "action-answered.v1")
    /// The wall clock went on by another span than time itself, beyond a bound.
    public static let clockStepped = EventType(rawValue: "clock-stepped.v1")
    /// The data of events was erased: it names their positions, who ordered it and on which legal ground.
    public static let dataErased = EventType(rawValue: "data-erased.v1")
    /// A writer opened the archive and found no `head.note`: nothing proves that no later events were cut off before.
    public static let headNoteLost = EventType(rawValue: "head-note-lost.v1")
    /// The rows that the views have at a position, as one hash: whoever folds the log to there gets the same.
    public static let viewAttested = EventType(rawValue: "view-attested.v1")
}
