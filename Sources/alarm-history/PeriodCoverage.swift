import AlarmHistory
import AltaAPI
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
    /// From when on nobody has looked at the alarms of some deployment.
    private let notObservedSince: Instant?

    init(_ since: Instant?, _ until: Instant?, _ archive: ArchiveReader, _ views: ViewStore) throws {
        self.since = since
        beganAt = try archive.log.beganAt()
        gaps = try views.gaps(since: since, until: until)
        let lastLook = try Self.lastLook(archive, views)
        let end = until ?? SystemWallClock().now
        notObservedSince = lastLook.flatMap { end.milliseconds(since: $0) > Self.freshness ? $0 : nil }
    }

    /// When the alarms were last looked at, of the deployment for which that is longest ago.
    private static func lastLook(_ archive: ArchiveReader, _ views: ViewStore) throws -> Instant? {
        let names = try views.lastEvents().keys.compactMap { LookTarget(coverageSubject: $0)?.deployment }
        let looks = try archive.watermarks(of: Set(names))
        return Set(names).map { name in
            [Endpoint.ongoingAlerts, .alerts].compactMap { looks[LookTarget(name, $0)] }.max()
                ?? Instant(milliseconds: 0)
        }.min()
    }

    /// Milliseconds: some intervals of any sensible setting.
    private static let freshness: Int64 = 300_000

    /// Whether nothing is known to be missing.
    var isComplete: Bool { gaps.isEmpty && !beginsBeforeArchive && notObservedSince == nil }

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
        if let notObservedSince {
            notes.append(
                "nobody has looked since \(notObservedSince): run alarm-archiver to see what happened after that")
        }
        return notes
    }

    var json: JSONValue {
        .object([
            ("complete", .bool(isComplete)), ("archive_began_at", .optional(beganAt?.description)),
            ("gaps", .whole(gaps.count)), ("not_observed_since", .optional(notObservedSince?.description)),
        ])
    }
}
