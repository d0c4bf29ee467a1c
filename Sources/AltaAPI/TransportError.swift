/// Why no answer came.
public struct TransportError: Error, Sendable, CustomStringConvertible {
    /// What kind of thing went wrong.
    public enum Kind: String, Sendable {
        /// The name leads nowhere.
        case unknownName
        /// Nobody accepts a connection there.
        case unreachable
        /// The other side could not prove who it is, or speaks no TLS.
        case untrusted
        /// Nothing came in time.
        case timedOut
        /// The request was sent, and the connection ended before an answer.
        case answerLost
        /// Something else.
        case other
    }

    /// What kind of thing went wrong.
    public let kind: Kind
    /// One sentence with what to do.
    public let description: String

    /// A reason, in one sentence.
    public init(_ description: String, kind: Kind = .other) {
        self.description = description
        self.kind = kind
    }
}
