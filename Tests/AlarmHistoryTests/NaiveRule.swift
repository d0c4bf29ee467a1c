import AlarmHistory
import ArchiveEvents

/// An event as far as the rule fixes it.
struct ToldEvent: Equatable, CustomStringConvertible {
    let type: EventType
    let endpoint: String
    let since: Instant?
    let data: String

    init(_ event: NewEvent) {
        type = event.type
        endpoint = event.subject == "hq/alerts/1" ? event.endpoint ?? "none" : "in \(event.subject)"
        since = event.since
        data = text(event.data)
    }

    init(_ type: EventType, _ shown: ShownLook, since: Instant?, hasData: Bool = false) {
        self.type = type
        endpoint = shown.endpoint.rawValue
        self.since = since
        data = hasData ? shown.content?.spelling(shown.isRespelled) ?? "" : "null"
    }

    var description: String { "\(type.rawValue) \(endpoint) \(data)" }
}

/// The rule of the archive format in plain words, by searching what was told so far: slow, and written apart from the
/// code that it judges.
struct NaiveRule {
    private var told: [(endpoint: Endpoint, content: ShownContent?, hasData: Bool)] = []

    /// What a look is worth.
    mutating func take(_ shown: ShownLook, since: Instant?) -> ToldEvent? {
        let shownLast = told.last { $0.endpoint == shown.endpoint }?.content
        let latest = told.last { $0.hasData }?.content
        guard shown.content != shownLast else { return nil }
        guard shown.content != nil else { return shown.isComplete ? tell(.recordMissing, shown, since, false) : nil }
        if latest == nil { return tell(.recordSeen, shown, since, true) }
        if shown.content == latest { return tell(.recordListed, shown, since, false) }
        // A look without the record says nothing of when its content changed.
        let isBack = shownLast == nil && told.contains { $0.endpoint == shown.endpoint }
        return tell(.recordChanged, shown, isBack ? nil : since, true)
    }

    private mutating func tell(
        _ type: EventType, _ shown: ShownLook, _ since: Instant?, _ hasData: Bool
    ) -> ToldEvent {
        told.append((shown.endpoint, shown.content, hasData))
        return ToldEvent(type, shown, since: since, hasData: hasData)
    }
}
