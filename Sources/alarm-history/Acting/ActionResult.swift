import AltaOperator
import Archive
import ArchiveEvents
import ExactJSON

/// What came of one action.
struct ActionResult {
    /// The alarm or zone; nil for all of them.
    let target: String?
    /// `accepted`, `refused`, `unanswered`; `already` where it was so before and nothing was sent; `not-sent` where it
    /// could not be.
    let outcome: String
    var status: Int?
    var effect: Effect?
    /// What would be sent, where nothing is.
    var request: ActionNote?
    /// Links to video.
    var links: [String] = []
    /// Why it was not sent, or why what came of it is not recorded.
    var failure: (any Error)?
    var requested: Position?
    var answered: Position?

    init(_ target: String?, already detail: String) {
        self.target = target
        outcome = "already"
        effect = Effect(.confirmed, detail)
    }

    /// What would be sent.
    init(dryRun note: ActionNote) {
        target = note.target
        outcome = "dry-run"
        request = note
    }

    init(_ target: String?, failure: any Error) {
        self.target = target
        outcome = "not-sent"
        self.failure = failure
    }

    init(_ target: String?, _ outcome: ActOutcome, _ effect: Effect?, requested: Position, answered: Position? = nil) {
        self.target = target
        self.outcome = outcome.word
        status = outcome.status
        self.effect = effect
        self.requested = requested
        self.answered = answered
    }

    /// Whether what was asked for is so, and recorded: it is seen, or it was accepted and nothing could be looked at.
    var isDone: Bool {
        guard failure == nil else { return false }
        return switch effect?.standing {
        // What was refused since it is so already is done; what was refused for another reason is not.
        case .confirmed: outcome != "refused" || status == 404 || status == 409
        case .notSeen, .contradicted: false
        case nil: outcome == "accepted" || outcome == "dry-run"
        }
    }

    /// What it ends the program with.
    var exitStatus: ExitStatus {
        if isDone { return .done }
        if let failure { return ExitStatus(ofCommand: failure) }
        return [401, 403].contains(status) ? .notAuthorised : .failed
    }

    /// For instance `7c1f0a52: accepted (200), confirmed: the alarm shows verdict false`.
    var text: String {
        let status = status.map { " (\($0))" } ?? ""
        let standing = effect?.standing.map { ", \($0.rawValue)" } ?? ""
        let detail = self.detail.map { ": \($0)" } ?? ""
        return "\(target ?? "all"): \(outcome)\(status)\(standing)\(detail)".printable
    }

    private var detail: String? {
        let parts = [effect?.detail, failure.map { "\($0)" }].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    /// The request that would be sent, as `base` is its address.
    func requestText(base: String) -> String? {
        guard let request else { return nil }
        let body = request.body.isEmpty ? "" : "\n" + String(decoding: request.body, as: UTF8.self)
        return "\(request.method) \(base)\(request.path)\(body)".printableLines
    }

    var json: JSONValue {
        .object([
            ("target", .optional(target)), ("outcome", .string(outcome)),
            ("status", status.map { .whole($0) } ?? .null), ("effect", .optional(effect?.standing?.rawValue)),
            ("detail", .optional(detail)), ("done", .bool(isDone)),
            ("links", .array(links.map(JSONValue.string))), ("request", request?.json ?? .null),
            ("requested", requested.map { .whole($0.number) } ?? .null),
            ("answered", answered.map { .whole($0.number) } ?? .null),
        ])
    }
}

/// What came of all of them.
struct ActionResults {
    let action: String
    let results: [ActionResult]

    var json: JSONValue {
        let done = results.count { $0.isDone }
        return .object([
            ("schema_version", .integer(1)), ("action", .string(action)), ("done", .whole(done)),
            ("failed", .whole(results.count - done)), ("results", .array(results.map(\.json))),
        ])
    }

    /// That of all where they agree; else a part of them failed.
    var exitStatus: ExitStatus {
        let statuses = Set(results.map(\.exitStatus))
        return statuses.count == 1 ? statuses.first ?? .done : .failed
    }

    /// A last line where there were several: how many, and which failed.
    var summary: String? {
        guard results.count > 1 else { return nil }
        let failed = results.filter { !$0.isDone }
        let list = failed.isEmpty ? "" : ":\n" + failed.map { "  \($0.text)" }.joined(separator: "\n")
        return "\(action): \(results.count - failed.count) of \(results.count) done, \(failed.count) failed\(list)"
    }
}
