import AlarmHistory
import AltaAPI
import AltaSimulator
import ArchiveEvents
import TestSupport

/// What was seen from outside: which contents were shown and are to be in the log, and which looks failed.
struct Witness {
    /// A look that got no answer, or one that nobody could read, by the archive's clock.
    struct FailedLook {
        let target: LookTarget
        let time: Instant
    }

    /// Shown in an answer that was lost in a crash: it may be in the log, from another answer, or not.
    private(set) var lost: [TruthEntry] = []
    private(set) var failedLooks: [FailedLook] = []
    private var stored: Set<String> = []
    /// From one answer of a target to its next one, by the archive's clock.
    private(set) var waits: [(target: LookTarget, range: Range<Instant>)] = []
    private var answeredAt: [LookTarget: Instant] = [:]
    /// Bytes of all lines that were recorded.
    private(set) var loggedBytes = 0

    mutating func noteLogged(_ events: [RecordedEvent]) { loggedBytes += events.reduce(0) { $0 + $1.line.count } }

    /// Notes an answer to the question for a whole target, or for its first page.
    mutating func noteAnswer(_ fetch: Fetch, _ target: LookTarget) {
        guard fetch.poll == fetch.poll.list, fetch.body != nil else { return }
        let before = answeredAt.updateValue(fetch.askedAt, forKey: target)
        if let before, before < fetch.askedAt { waits.append((target, before..<fetch.askedAt)) }
    }

    /// Notes a look that got no answer.
    mutating func noteFailure(_ exchange: Exchange, _ target: LookTarget) {
        guard !exchange.isAnswered, exchange.answer?.status != 404, target.endpoint != .alert else { return }
        failedLooks.append(FailedLook(target: target, time: exchange.endedAt))
    }

    mutating func lose(_ exchange: Exchange) { lost += exchange.shown }

    /// Holds one look's events against what it showed: what was shown to it is in the log now.
    mutating func note(
        _ exchange: Exchange, _ fetch: Fetch, _ events: [RecordedEvent], _ target: LookTarget,
        _ simulation: Simulation, _ step: Int
    ) throws {
        for event in events where event.type == .recordSeen || event.type == .recordChanged {
            stored.insert("\(event.subject) \(String(decoding: event.data ?? [], as: UTF8.self))")
        }
        // Of an answer that is longer than what is taken, the start is kept as it came.
        guard exchange.answer.map({ $0.body.count <= AnswerLimits.bytes }) ?? true else { return }
        for entry in exchange.shown {
            guard let content = simulation.storedForm(of: entry) else { continue }
            guard stored.contains(content) else {
                throw Violation(simulation.plan.seed, step, "shown, and not in the log: \(content.prefix(300))")
            }
        }
    }
}

extension Simulation {
    /// Stream and content under which the archive keeps what was shown; nil for what nobody polls.
    func storedForm(of entry: TruthEntry) -> String? {
        let subject: String
        switch entry.endpoint {
        case "alerts", "ongoing-alerts", "alert": subject = "hq/alerts/\(entry.id ?? "")"
        case "zones": subject = "hq/zones/\(entry.id ?? "")"
        case "zone-log": subject = "hq/zone-logs/\(entry.zoneID ?? "")"
        case "about": subject = "hq/about/deployment"
        default: return nil
        }
        return "\(subject) \(Self.withoutSecrets(entry.content))"
    }

    /// Pictures are secrets: what is kept in their place depends on the archive's key.
    private static func withoutSecrets(_ content: [UInt8]) -> String {
        let text = String(decoding: content, as: UTF8.self)
        guard text.contains("\"jpg\"") else { return text }
        guard case .whole(let observations) = reader.read(content, of: LookTarget("hq", .about)),
            let first = observations.first
        else { return text }
        return String(decoding: first.content, as: UTF8.self)
    }
}
