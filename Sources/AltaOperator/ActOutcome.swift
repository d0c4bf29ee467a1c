/// What the deployment said to an act. Whether it took effect is another question.
public enum ActOutcome: Sendable, Hashable {
    /// A status of success.
    case accepted(status: Int)
    /// Another status.
    case refused(status: Int)
    /// The request was sent, and nothing came that answers it: whether it took effect is open. Unanswered is not failed.
    case unanswered(String)

    /// In the words of the history.
    public var word: String {
        switch self {
        case .accepted: "accepted"
        case .refused: "refused"
        case .unanswered: "unanswered"
        }
    }

    /// The status, where there was one.
    public var status: Int? {
        switch self {
        case .accepted(let status), .refused(let status): status
        case .unanswered: nil
        }
    }
}

/// What the deployment shows after an act.
public struct Effect: Sendable, Hashable {
    /// How what is shown stands to what was asked.
    public enum Standing: String, Sendable {
        /// It shows what was asked for.
        case confirmed
        /// It shows what it showed before.
        case notSeen = "not-seen"
        /// It shows something else.
        case contradicted
    }

    /// Nil where nothing could be read back.
    public let standing: Standing?
    /// What was seen, in a few words.
    public let detail: String

    /// What was seen after an act.
    public init(_ standing: Standing?, _ detail: String) {
        self.standing = standing
        self.detail = detail
    }
}
