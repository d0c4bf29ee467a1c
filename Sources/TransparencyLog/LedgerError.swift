/// Why a ledger cannot be written.
public enum LedgerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is no salt of this event, or not one of 16 bytes: it was erased, and can be shown without data alone.
    case noSalt(position: UInt64)
    /// The seed of this run has not 32 bytes.
    case malformedSeed(run: UInt64)

    /// One sentence.
    public var description: String {
        switch self {
        case .noSalt(let position): "the event at position \(position) has no salt: it can be shown only without data"
        case .malformedSeed(let run): "the seed of run \(run) is not one of \(Leaf.seedSize) bytes"
        }
    }
}
