/// Why a proof is refused or cannot be made.
public enum ProofError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No leaf of this number in a tree of this size.
    case indexBeyondSize(index: UInt64, size: UInt64)
    /// A tree never shrinks.
    case shrinking(oldSize: UInt64, size: UInt64)
    /// Fewer hashes than these numbers need.
    case tooShort
    /// More hashes than these numbers need.
    case tooLong
    /// The hashes lead to another root of the tree of this size.
    case rootDiffers(size: UInt64)

    /// One sentence.
    public var description: String {
        switch self {
        case .indexBeyondSize(let index, let size): "a tree of \(size) leaves has no leaf \(index)"
        case .shrinking(let oldSize, let size): "a tree of \(oldSize) leaves never becomes one of \(size)"
        case .tooShort: "the proof has fewer hashes than it needs"
        case .tooLong: "the proof has more hashes than it needs"
        case .rootDiffers(let size): "the proof leads to another root of the tree of size \(size)"
        }
    }
}
