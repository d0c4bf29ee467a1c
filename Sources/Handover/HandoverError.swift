/// Why an event was not handed over.
package enum HandoverError: Error, Sendable, CustomStringConvertible {
    /// No archiver runs for this archive, or none that takes events.
    case nobodyListens
    /// The archiver does not take such an event.
    case refused(String)
    /// The archiver cannot record it: a full disk, for instance.
    case notTaken(String)
    /// The archiver went away before it said what became of it, or said what nobody understands.
    case outcomeUnknown(String)

    /// What happened and what to do.
    package var description: String {
        switch self {
        case .nobodyListens: "no archiver takes events for this archive; start `alarm-archiver run`"
        case .refused(let why):
            "the archiver does not take the event: \(why); make sure that both programs are of the same version"
        case .notTaken(let why): "the archiver cannot record the event: \(why)"
        case .outcomeUnknown(let why):
            "the archiver broke off before it said whether the event is recorded (\(why)); see what it recorded with "
                + "`alarm-history actions` before you try again"
        }
    }
}
