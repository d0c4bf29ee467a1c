import Archive
import ArchiveEvents
import EventStorage
import ExactJSON
import Projections

/// Whether the time that an answer rests on was observed.
struct PeriodCoverage {
    private let beganAt: Instant?
    private let gaps: [GapRow]
    private let since: Instant?

    init(_ since: Instant?, _ until: Instant?, _ archive: ArchiveReader, _ views: ViewStore) throws {
        self.since = since
        beganAt = try archive.log.beganAt()
        gaps = try views.gaps(since: since, until: until)
    }

    /// Whether nothing is known to be missing.
    var isComplete: Bool { gaps.isEmpty && !beginsBeforeArchive }

    private var beginsBeforeArchive: Bool {
        guard let since, let beganAt else { return false }
        return since < beganAt
    }

    /// What a person should know of the answer.
    var notes: [String] {
        var notes: [String] = []
        if beginsBeforeArchive, let beganAt {
            notes.append(
                "the archive began at \(beganAt): of the time before, it holds only what the vendor still showed then")
        }
        if !gaps.isEmpty { notes.append("\(gaps.count) gaps in this period: an endpoint was not observed; see status") }
        return notes
    }

    var json: JSONValue {
        .object([
            ("complete", .bool(isComplete)), ("archive_began_at", .optional(beganAt?.description)),
            ("gaps", .whole(gaps.count)),
        ])
    }
}
