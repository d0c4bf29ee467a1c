/// A list of which some elements could not be taken in: the others are records like those of any list, but nothing can be
/// concluded from what is not among them.
public struct DamagedList: Sendable {
    /// The elements that could be read, in the order of the answer.
    public let observations: [Observation]
    /// Set where there may be more elements than the answer showed.
    public let remainder: Remainder?
    /// What is kept of the others.
    public let unreadable: [UnreadableAnswer]
    /// In the words of the history: ``GapCause/unreadable``, or ``GapCause/tooLarge``.
    public let cause: GapCause
    /// How many could not be taken in, and why.
    public let reason: String
}
