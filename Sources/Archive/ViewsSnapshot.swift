package import ArchiveEvents
import EventStorage
package import Projections

/// A copy of the views in one file that stays as it is, for whoever wants to ask it with other tools.
package struct ViewsSnapshot {
    private let views: ViewStore

    package init(_ views: ViewStore) {
        self.views = views
    }

    /// What was copied.
    package struct Summary: Sendable {
        /// Events that are in the copy.
        package let size: Position
        /// Bytes of the file.
        package let bytes: Int
    }

    /// Makes the copy at `path`, where there must be nothing.
    package func write(to path: String) throws -> Summary {
        let file = try StagedFile(path: path)
        let size = try views.copy(to: file.stagedPath)
        let bytes = file.size
        try file.finish()
        return Summary(size: size, bytes: bytes)
    }
}
