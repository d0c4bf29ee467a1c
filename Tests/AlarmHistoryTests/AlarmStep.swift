import AlarmHistory
import ArchiveEvents

/// What a content of the small alphabet means, said by hand.
struct AlarmContent: Sendable, Hashable {
    let name: String
    let bytes: String
    var verdict = AlarmVerdict.none
    var isEnded = false

    static let ongoing = AlarmContent(name: "ongoing", bytes: #"{"phase":"alarm","acknowledgment_code":101}"#)
    static let valid = AlarmContent(
        name: "valid", bytes: #"{"phase":"alarm","acknowledgment_code":201}"#, verdict: .valid)
    static let `false` = AlarmContent(
        name: "false", bytes: #"{"phase":"alarm","acknowledgment_code":202}"#, verdict: .false)
    static let ended = AlarmContent(
        name: "ended", bytes: #"{"phase":"ended","acknowledgment_code":202}"#, verdict: .false, isEnded: true)
    static let endedReset = AlarmContent(
        name: "ended and reset", bytes: #"{"end_time":1748744500,"acknowledgment_code":101}"#, isEnded: true)
    static let list = AlarmContent(name: "a list", bytes: "[]")
    static let word = AlarmContent(name: "a word", bytes: #""x""#)
}

/// One event of the small alphabet.
struct AlarmStep: Sendable, CustomStringConvertible {
    enum Kind: Sendable, Hashable {
        case shows(AlarmContent)
        case erased, listed, missing
    }

    let kind: Kind
    let endpoint: Endpoint
    /// What the event at each place of a sequence says, read from its line.
    let evidence: [AlarmEvidence]

    init(_ kind: Kind, _ endpoint: Endpoint) throws {
        self.kind = kind
        self.endpoint = endpoint
        evidence = try (0..<6).map { try AlarmEvidence(Self.event(kind, endpoint, at: $0)) }
    }

    /// The content that it shows.
    var content: AlarmContent? {
        guard case .shows(let content) = kind else { return nil }
        return content
    }

    var description: String {
        let what = content?.name ?? "\(kind)"
        return "\(what)@\(endpoint.rawValue)"
    }

    /// The time between the looks that the event at a place lies between.
    static func bracket(at place: Int) -> Bracket {
        Bracket(notBefore: place == 0 ? nil : minute(place).advanced(byMilliseconds: -5000), notAfter: minute(place))
    }

    private static func event(_ kind: Kind, _ endpoint: Endpoint, at place: Int) throws -> RecordedEvent {
        var log = MemoryLog()
        let event = NewEvent(
            type: type(kind, place), subject: "hq/alerts/1", endpoint: endpoint.rawValue,
            since: bracket(at: place).notBefore, data: data(kind))
        for earlier in 0..<place {
            try log.append([NewEvent(type: .recordListed, subject: "hq/alerts/1")], at: minute(earlier))
        }
        try log.append([event], at: minute(place))
        if kind == .erased { try log.erase(place) }
        return try log.events()[place]
    }

    private static func type(_ kind: Kind, _ place: Int) -> EventType {
        switch kind {
        case .shows, .erased: place == 0 ? .recordSeen : .recordChanged
        case .listed: .recordListed
        case .missing: .recordMissing
        }
    }

    private static func data(_ kind: Kind) -> [UInt8] {
        guard case .shows(let content) = kind else { return Array("null".utf8) }
        return Array(content.bytes.utf8)
    }
}
