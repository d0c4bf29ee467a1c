import AlarmHistory
public import ExactJSON

/// The records of an answer, however it wraps them.
public struct RecordList: Sendable {
    /// The records in the order in which they were served.
    public let elements: [JSONElement]
    /// The member that holds the list; nil where the answer is the list.
    public let member: String?

    /// A bare array, or the longest array that an object holds in one of its members.
    public init?(_ root: JSONElement) {
        switch root.kind {
        case .array: (elements, member) = (Array(root.elements), nil)
        case .object:
            let lists = root.members.filter { $0.value.kind == .array }
                .map { (name: $0.name.string ?? "", elements: Array($0.value.elements)) }
            guard let longest = lists.max(by: { $0.elements.count < $1.elements.count }) else { return nil }
            (elements, member) = (longest.elements, longest.name)
        case .null, .bool, .number, .string: return nil
        }
    }

    /// The records of a body; nil where it is no JSON or holds no list.
    public init?(body: [UInt8]) {
        guard let root = (try? JSONText(body, limits: AnswerLimits.whole))?.root else { return nil }
        self.init(root)
    }
}
