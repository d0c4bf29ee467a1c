/// Something that is not as it should be.
package struct Finding: Sendable, Hashable {
    /// What kind of fault it is; stable, for scripts.
    package enum Code: String, Sendable, CaseIterable {
        /// What SQLite itself finds wrong with the file.
        case sqlite
        /// Something could not be read at all.
        case unreadable
        /// A block's row and its bytes contradict each other.
        case block
        /// Events are missing, there twice, or rows belong to no event.
        case position
        /// A line is not an event's line of this log.
        case line
        /// Times decrease, or a row names others than its events.
        case time
        /// Versions of a stream do not follow each other, or its index is wrong.
        case streamVersion = "stream-version"
        /// A salt is missing, or seeds and salts do not stand as the format says.
        case salt
        /// Data is gone that no `data-erased` event names, or still there though one does.
        case erasure
        /// A tile is missing or not the root of its leaves.
        case tile
        /// The root over all events cannot be computed.
        case root
        /// A checkpoint is not signed by the log's key, or signs other events.
        case checkpoint
        /// The log is not the one that `head.note` proves, or that note is missing.
        case head
        /// The log's key is not the one that was given.
        case key
    }

    /// What kind of fault it is.
    package let code: Code
    /// Where: positions, or a row.
    package let place: String
    /// One sentence.
    package let message: String

    package init(_ code: Code, _ place: String, _ message: String) {
        self.code = code
        self.place = place
        self.message = message
    }
}

/// Findings in the order in which they were made: a log that is wrong everywhere has one for each event, so the first
/// thousand are listed and the rest is counted.
struct FindingList {
    private(set) var listed: [Finding] = []
    /// How many there are beyond those.
    private(set) var unlisted = 0

    mutating func add(_ code: Finding.Code, _ place: String, _ message: String) {
        add([Finding(code, place, message)])
    }

    mutating func add(_ findings: [Finding], andUnlisted count: Int = 0) {
        let fitting = findings.prefix(max(0, Self.limit - listed.count))
        listed += fitting
        unlisted += findings.count - fitting.count + count
    }

    mutating func add(_ other: FindingList) { add(other.listed, andUnlisted: other.unlisted) }

    private static let limit = 1000
}
