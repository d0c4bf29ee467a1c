/// How much of an event an export shows.
public enum Disclosure: Hashable, Sendable {
    /// The whole line.
    case disclosed
    /// The line without its data, which was erased or is held back.
    case headOnly
    /// Nothing.
    case withheld
}
