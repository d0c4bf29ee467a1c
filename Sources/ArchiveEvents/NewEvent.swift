/// An event on its way into the log: all that its author knows. The log adds position, source, time and version.
public struct NewEvent: Hashable, Sendable {
    /// What was witnessed.
    public var type: EventType
    /// The stream.
    public var subject: String
    /// Which look showed it.
    public var endpoint: String?
    /// The last complete look at the same thing before this one.
    public var since: Instant?
    /// The server's own `Date`.
    public var servedTime: Instant?
    /// One JSON value, without white space outside strings.
    public var data: [UInt8]

    /// An event; without `data` it carries `null`.
    public init(
        type: EventType, subject: String, endpoint: String? = nil, since: Instant? = nil, servedTime: Instant? = nil,
        data: [UInt8] = Array("null".utf8)
    ) {
        self.type = type
        self.subject = subject
        self.endpoint = endpoint
        self.since = since
        self.servedTime = servedTime
        self.data = data
    }
}
