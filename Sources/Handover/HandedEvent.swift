import AlarmHistory
package import ArchiveEvents
import ExactJSON

/// An event that a command hands to the one writer, checked by the same rules on both sides: one of the few types that a
/// command witnesses, a stream of actions, and an object without white space.
package struct HandedEvent: Sendable {
    /// The event as it is to be recorded.
    package let event: NewEvent

    /// Takes `event`, whose data may hold white space outside strings; that alone is taken out of it.
    package init(_ event: NewEvent) throws(HandoverRefusal) {
        guard Self.types.contains(event.type) else {
            throw HandoverRefusal("\(event.type.rawValue) is no type for commands")
        }
        guard event.endpoint == nil, event.since == nil, event.servedTime == nil else {
            throw HandoverRefusal("a command looks at no endpoint: only type, subject and data are taken")
        }
        try Self.checkSubject(event.subject, of: event.type)
        var event = event
        event.data = try Self.compactObject(event.data)
        self.event = event
    }

    /// Takes `event` with a last member `id` in its data, by which it is told from any other of the same content.
    init(_ event: NewEvent, id: String) throws(HandoverRefusal) {
        var event = event
        event.data = try Self.compactObject(event.data)
        let isEmpty = event.data.count == 2
        event.data.removeLast()
        event.data += Array(#"\#(isEmpty ? "" : ",")"id":"\#(id)"}"#.utf8)
        try self.init(event)
    }

    /// Reads `{"type","subject","data"}`, which must have these members and no others.
    package init(body: [UInt8]) throws(HandoverRefusal) {
        let root: JSONElement
        do {
            root = try JSONText(body, limits: JSONLimits(size: Self.bodyLimit, depth: Self.depthLimit + 1)).root
        } catch {
            throw HandoverRefusal("it is not JSON: \(error)")
        }
        let names = root.members.compactMap(\.name.string).sorted()
        guard names == ["data", "subject", "type"], root.members.count == names.count,
            let type = root["type"]?.string, let subject = root["subject"]?.string, let data = root["data"]
        else { throw HandoverRefusal(#"it is not an object of exactly the texts "type" and "subject" and of "data""#) }
        try self.init(NewEvent(type: EventType(rawValue: type), subject: subject, data: [UInt8](data.bytes)))
    }

    /// What is sent.
    var body: [UInt8] {
        JSONValue.object([
            ("type", .string(event.type.rawValue)), ("subject", .string(event.subject)),
            ("data", .verbatim(event.data)),
        ]).bytes
    }

    private static func checkSubject(_ subject: String, of type: EventType) throws(HandoverRefusal) {
        if type == .viewAttested {
            guard subject == archiveSubject else { throw HandoverRefusal("the subject is not \(archiveSubject)") }
            return
        }
        let parts = subject.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, isDeployment(parts[0]), parts[1] == "actions", isTarget(parts[2]) else {
            throw HandoverRefusal("the subject is not <deployment>/actions/<target>")
        }
    }

    private static func isDeployment(_ name: Substring) -> Bool {
        name.utf8.count <= nameLimit && name.wholeMatch(of: /[a-z0-9][a-z0-9-]*/.asciiOnlyCharacterClasses()) != nil
    }

    private static func isTarget(_ target: Substring) -> Bool {
        (1...targetLimit).contains(target.utf8.count)
            && !target.unicodeScalars.contains { $0.isSteering }
    }

    private static func compactObject(_ data: [UInt8]) throws(HandoverRefusal) -> [UInt8] {
        let root: JSONElement
        do {
            root = try JSONText(data, limits: JSONLimits(size: bodyLimit, depth: depthLimit)).root
        } catch {
            throw HandoverRefusal("the data is not JSON: \(error)")
        }
        guard root.kind == .object else { throw HandoverRefusal("the data is not an object") }
        let compact = root.compactBytes
        guard compact.count <= dataLimit else {
            throw HandoverRefusal("the data has \(compact.count) bytes, more than \(dataLimit)")
        }
        return compact
    }

    /// What a command may say it did. Everything else is witnessed by the archiver itself, and by nobody else.
    private static let types: Set<EventType> = [.actionRequested, .actionAnswered, .viewAttested]
    /// The stream of what concerns the archive as a whole.
    package static let archiveSubject = "archive"
    /// Bytes of data: a request to the vendor takes some hundred, and a line should fit into a block.
    static let dataLimit = 64 << 10
    /// Bytes of what is sent: data, and eight kilobytes for its type, subject and white space.
    static let bodyLimit = dataLimit + (8 << 10)
    /// Levels within data: the vendor's deepest object has four.
    private static let depthLimit = 64
    /// Bytes of a deployment's name: a DNS label has no more.
    private static let nameLimit = 63
    /// Bytes of a target: a guid has 36, and an id of any other kind is no essay.
    private static let targetLimit = 512
}

/// What is wrong with an event: a sentence without its contents.
package struct HandoverRefusal: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
