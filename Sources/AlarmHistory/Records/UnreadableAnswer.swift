import ArchiveEvents
import ExactJSON
import Foundation

/// Bytes that were served but could not be read, as they are kept.
public struct UnreadableAnswer: Hashable, Sendable {
    /// Where they are told.
    public let stream: RecordStream
    /// The event's data: `{"base64":"...","reason":"..."}`.
    public let data: [UInt8]
    /// What tells these bytes from others.
    public let digest: ContentDigest
    /// Whether there is anything to keep: an empty answer has no bytes.
    public let isEmpty: Bool

    /// Keeps the first `limit` bytes of `body`, behind which `dropped` more were served.
    init(
        body: [UInt8], target: LookTarget, reason: String, limit: Int = UnreadableAnswer.sizeLimit, dropped: Int = 0
    ) {
        stream = RecordStream(
            deployment: target.deployment, kind: target.endpoint.recordKind, id: RecordStream.unidentified)
        isEmpty = body.isEmpty
        let kept = body.prefix(limit)
        let total = body.count + dropped
        let cut = kept.count < total ? "; the first \(kept.count) of \(total) bytes are kept" : ""
        let base64 = Data(kept).base64EncodedString()
        data = JSONValue.object([("base64", .string(base64)), ("reason", .string(reason + cut))]).bytes
        digest = ContentDigest(hashing: data)
    }

    /// The event that keeps it.
    func event(of look: Look) -> NewEvent {
        NewEvent(
            type: .recordUnreadable, subject: stream.subject, endpoint: look.target.endpoint.rawValue,
            since: look.since, servedTime: look.servedAt, data: data)
    }

    /// An error page or a list cut short is smaller; what is cut beyond this is said in the reason.
    static let sizeLimit = 4 << 20
}
