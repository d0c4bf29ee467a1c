/// Records that are well-formed JSON, and yet other than a client may expect.
public enum ContentFault: String, CaseIterable, Sendable {
    /// The last member stands twice in each object, with another value.
    case duplicateKeys = "duplicate-keys"
    /// A member `jpg` of base64 text. `amount`: its length in bytes; 300,000 if nil.
    case largePicture = "large-picture"
    /// Numbers beyond 64 bits, beyond doubles, and below zero.
    case oddNumbers = "odd-numbers"
    /// Names with a NUL and half a surrogate pair.
    case oddNames = "odd-names"
    /// A member that nobody has seen before.
    case unknownMember = "unknown-member"
    /// Booleans become numbers.
    case typeChanged = "type-changed"
    /// A member is gone: an alert's `importance`, a zone's `description`, a log entry's `user_id`, and so on.
    case memberRemoved = "member-removed"

    var summary: String {
        switch self {
        case .duplicateKeys: "a member that stands twice in its object"
        case .largePicture: "a member jpg of 300,000 bytes"
        case .oddNumbers: "numbers beyond 64 bits, beyond doubles, and below zero"
        case .oddNames: "names with a NUL and half a surrogate pair"
        case .unknownMember: "a member that nobody has seen before"
        case .typeChanged: "booleans become numbers"
        case .memberRemoved: "a member is gone"
        }
    }
}
