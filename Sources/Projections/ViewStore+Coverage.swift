package import AlarmHistory
import ArchiveEvents
import GRDB

/// What a zone whose log is looked at is called.
package struct ZoneLogRow: Sendable {
    /// The zone's log.
    package let target: LookTarget
    package let name: String?
    /// Whether the zone is there still.
    package let isListed: Bool
}

extension ViewStore {
    /// The zones that have logs, without counting what is in them.
    package func zoneLogs() throws -> [ZoneLogRow] {
        try read { database in
            try Row.fetchAll(database, sql: "SELECT deployment, id, name, listed FROM zone ORDER BY 1, 3, 2").map {
                ZoneLogRow(
                    target: LookTarget(try $0.value("deployment"), .zoneLog, id: try $0.value("id")),
                    name: try $0.value("name"), isListed: try $0.value("listed"))
            }
        }
    }

    /// Which time was observed, for everything that is looked at.
    package func coverage() throws -> CoverageLedger {
        try read { database in
            var parts: [String: TrackParts] = [:]
            for row in try Row.fetchAll(database, sql: "SELECT * FROM target") {
                parts[try row.value("subject"), default: TrackParts()].firstLook = try row.time("first_look_at")
            }
            for row in try Row.fetchAll(database, sql: "SELECT * FROM covered ORDER BY subject, starts_at") {
                parts[try row.value("subject"), default: TrackParts()].confirmed.append(try ConfirmedStretch(row: row))
            }
            for row in try Row.fetchAll(database, sql: "SELECT * FROM gap ORDER BY opened_position") {
                parts[try row.value("subject"), default: TrackParts()].gaps.append(try ToldGap(row: row))
            }
            return CoverageLedger(tracks: Self.tracks(parts))
        }
    }

    private struct TrackParts {
        var firstLook: Instant?
        var confirmed: [ConfirmedStretch] = []
        var gaps: [ToldGap] = []
    }

    private static func tracks(_ parts: [String: TrackParts]) -> [LookTarget: CoverageTrack] {
        let tracks = parts.compactMap { subject, parts in
            LookTarget(coverageSubject: subject).map { target in
                (target, CoverageTrack(firstLook: parts.firstLook, confirmed: parts.confirmed, gaps: parts.gaps))
            }
        }
        return Dictionary(uniqueKeysWithValues: tracks)
    }
}
