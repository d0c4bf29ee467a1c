import AccessSettings
import AlarmHistory
import AltaAPI
import AltaOperator
import Archive
import ArchiveEvents
import ExactJSON
import Foundation
import Handover
import Projections

/// What is to be asked of the vendor, as the history tells it.
struct ActionNote {
    /// For instance `verify`.
    let name: String
    /// The alarm or zone that it is about; nil for all, or for what names none.
    let target: String?
    let method: String
    let path: String
    let body: [UInt8]
    /// The alarm as it was served, on which the decision was based.
    let alarm: ServedAlarm?

    /// Whether it was typed by hand, body and all.
    var isTyped: Bool { name == "api" }

    init(name: String, target: String?, method: String, path: String, body: [UInt8] = [], alarm: ServedAlarm? = nil) {
        self.name = name
        self.target = target
        self.method = method
        self.path = path
        self.body = body
        self.alarm = alarm
    }

    var json: JSONValue {
        ["method": .string(method), "path": .string(path), "body": body.isEmpty ? .null : .verbatim(body)]
    }

    init(_ act: Act, alarm: ServedAlarm? = nil) {
        self.init(
            name: act.name, target: act.target, method: act.method.rawValue, path: act.path,
            body: act.body?.bytes ?? [], alarm: alarm)
    }
}

/// Tells the archive what was asked of the vendor, and what came of it. What cannot be recorded is not done.
struct ActionLedger {
    private let vendor: Vendor
    private let recorder: EventRecorder
    private let redaction: SecretRedaction
    private let actor: String
    private let reason: String?

    init(_ vendor: Vendor, _ options: ActionOptions) throws {
        let reason = options.reason?.trimmingCharacters(in: .whitespaces)
        guard reason?.isEmpty == false || !vendor.requiresReason else {
            throw UsageError(description: "the settings ask for a reason: give --reason")
        }
        try vendor.directory.requireArchive()
        self.vendor = vendor
        recorder = EventRecorder(vendor.directory, clock: vendor.clock)
        redaction = SecretRedaction(key: try ArchiveKeys.redactionKey(of: vendor.directory))
        actor = options.actor ?? vendor.access.username ?? "bearer of \(vendor.access.name)"
        self.reason = reason
    }

    /// Records that something is asked for; this comes before it is.
    func request(_ note: ActionNote) async throws -> Position {
        try await record(.actionRequested, note) { body in
            [
                ("action", .string(note.name)), ("target", .optional(note.target)), ("actor", .string(actor)),
                ("reason", .optional(reason)), ("method", .string(note.method)), ("path", .string(note.path)),
                ("body", body), ("based_on", basis(note.alarm)),
            ]
        }
    }

    /// Records that something is asked for, and asks. Where it does not leave, that is recorded, too, for the history is
    /// not to leave its effect open; why it did not is what counts then.
    func asking<Reply>(
        _ note: ActionNote, _ ask: () async throws -> Reply
    ) async throws -> (requested: Position, reply: Reply) {
        let requested = try await request(note)
        do {
            return (requested, try await ask())
        } catch {
            _ = try? await answer(note, requested: requested, .notSent("\(error)"), Effect(.notSeen, "\(error)"))
            throw error
        }
    }

    /// Records what came of it. `more` stands behind the members that every answer has.
    func answer(
        _ note: ActionNote, requested: Position, _ outcome: ActOutcome, _ effect: Effect?,
        more: [(String, JSONValue)] = []
    ) async throws -> Position {
        try await record(.actionAnswered, note) { _ in
            [
                ("requested", .whole(requested.number)), ("outcome", .string(outcome.word)),
                ("status", outcome.status.map { .whole($0) } ?? .null),
                ("effect", .optional(effect?.standing?.rawValue)), ("detail", .optional(effect?.detail)),
            ] + more
        }
    }

    /// Nothing is recorded as it comes: names and words of the vendor's and of the caller's may hold secrets, too.
    private func record(
        _ type: EventType, _ note: ActionNote, _ members: (JSONValue) -> [(String, JSONValue)]
    ) async throws -> Position {
        let data = redaction.hiding(vendor.client.secrets.values)
            .redacted(JSONValue.object(members(body(note))).bytes)
        return try await recorder.record(NewEvent(type: type, subject: subject(note), data: data))
    }

    private func subject(_ note: ActionNote) -> String {
        let target = note.target.flatMap { Self.isID($0) ? $0 : nil } ?? RecordStream.unidentified
        return RecordStream(deployment: vendor.access.name, kind: "actions", id: target).subject
    }

    /// Whether a target may stand in a head: what moves a cursor or is as long as a text is no id.
    private static func isID(_ target: String) -> Bool {
        target.utf8.count <= targetLimit && !target.unicodeScalars.contains { $0.isSteering }
    }

    /// What is sent, in a form that can be kept: of a body that was typed by hand nobody knows what in it is secret, so
    /// that only a keyed hash of it is.
    private func body(_ note: ActionNote) -> JSONValue {
        guard !note.body.isEmpty else { return .null }
        return note.isTyped ? .string(redaction.placeholder(for: note.body)) : .verbatim(note.body)
    }

    /// The alarm as it was served for this action: SHA-256 of what the archive keeps of such a record, and where its
    /// newest content stands as far as the views know.
    private func basis(_ alarm: ServedAlarm?) -> JSONValue {
        guard let alarm else { return .null }
        // Opened as they stand: whoever acts does not wait for views to be brought up to the log.
        let views = try? ViewStore.openReadOnly(at: vendor.directory.viewsPath)
        let position = try? views?.newestContent(deployment: vendor.access.name, guid: alarm.guid)
        let content = redaction.hiding(vendor.client.secrets.values).redacted([UInt8](alarm.element.bytes))
        return [
            "position": (position ?? nil).map { .whole($0.number) } ?? .null,
            "sha256": .string(ContentDigest(hashing: content).hex),
        ]
    }

    /// Bytes: what comes to stand in a head is an id.
    private static let targetLimit = 256
}
