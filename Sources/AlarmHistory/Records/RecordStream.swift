/// The name of a record's stream: `<deployment>/<kind>/<record id>`. Only the id may hold a slash.
public struct RecordStream: Hashable, Sendable {
    /// Name of the deployment.
    public let deployment: String
    /// Kind of record: `alerts`, `zones`, `zone-logs`, `about`.
    public let kind: String
    /// The vendor's id, ``unidentified`` where it gave none.
    public let id: String

    /// The stream of a record.
    public init(deployment: String, kind: String, id: String) {
        self.deployment = deployment
        self.kind = kind
        self.id = id
    }

    /// Reads a stream's name.
    public init?(subject: String) {
        let bytes = subject.utf8
        guard let first = bytes.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let kind = bytes[bytes.index(after: first)...]
        guard let second = kind.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        self.init(
            deployment: String(subject[..<first]), kind: String(subject[kind.startIndex..<second]),
            id: String(subject[bytes.index(after: second)...]))
    }

    /// The stream's name as events carry it.
    public var subject: String { "\(deployment)/\(kind)/\(id)" }

    /// Whether its events are contents of one record; else each event is a content of its own, as in a zone's log.
    public var holdsOneRecord: Bool { kind != Endpoint.zoneLog.recordKind && id != Self.unidentified }

    /// Stands for the id of elements that have none.
    public static let unidentified = "unidentified"
}
