import AlarmHistory
import AlarmPerformance
import ArchiveEvents
import GRDB

/// When the zones of a query are known to have been armed.
struct ArmedZones {
    let zones: [ArmedZone]

    init(
        _ query: PerformanceQuery, _ sources: PerformanceSources, _ coverage: CoverageLedger, _ database: Database
    ) throws {
        let sights = try Self.sights(database)
        zones = sights.keys.filter { key in
            (query.deployment.map { $0 == key.deployment } ?? true) && (sources.zones?.contains(key) ?? true)
        }
        .sorted { ($0.deployment, $0.id) < ($1.deployment, $1.id) }
        .map { key in Self.zone(key, sights[key] ?? [], query.period, coverage) }
    }

    private static func zone(
        _ key: ZoneKey, _ sights: [PlacedSight], _ period: Range<Instant>, _ coverage: CoverageLedger
    ) -> ArmedZone {
        let sights = sights.sorted { $0.position < $1.position }
        let zones = coverage.tracks[LookTarget(key.deployment, .zones)]
        let log = coverage.tracks[LookTarget(key.deployment, .zoneLog, id: key.id)]
        let ends = [zones, log].compactMap { $0?.confirmed.last?.range.upperBound } + sights.map(\.seenAt)
        let end = ends.max() ?? period.lowerBound
        // A log that is read later tells of what happened in a gap; a list of zones does not.
        let unobserved = log == nil ? zones?.gaps(until: end) ?? [] : []
        let arming = ZoneArming(sights.map(\.sight), unobserved: unobserved, until: end)
        return ArmedZone(
            deployment: key.deployment, zoneID: key.id, armed: arming.armed.within(period),
            disarmed: arming.disarmed.within(period))
    }

    private static func sights(_ database: Database) throws -> [ZoneKey: [PlacedSight]] {
        var sights: [ZoneKey: [PlacedSight]] = [:]
        let words = ArmingSight.actions.map { "'\($0)'" }.joined(separator: ", ")
        let entries = """
            SELECT position, deployment, zone_id, not_before, not_after, occurred_at, action FROM zone_entry
            WHERE action COLLATE NOCASE IN (\(words))
            """
        for row in try Row.fetchAll(database, sql: entries) {
            let seen = Bracket(notBefore: try row.optionalTime(3), notAfter: try row.time(4))
            guard let sight = ArmingSight(action: try row.value(6), at: try row.optionalTime(5), seen: seen) else {
                continue
            }
            let key = ZoneKey(deployment: try row.value(1), id: try row.value(2))
            sights[key, default: []].append(PlacedSight(try row.value(0), seen, sight))
        }
        let states = "SELECT position, deployment, zone_id, not_before, not_after, occurred_at, armed FROM zone_state"
        for row in try Row.fetchAll(database, sql: states) {
            let seen = Bracket(notBefore: try row.optionalTime(3), notAfter: try row.time(4))
            let sight = ArmingSight(isArmed: try row.value(6) as Bool?, since: try row.optionalTime(5), seen: seen)
            let key = ZoneKey(deployment: try row.value(1), id: try row.value(2))
            sights[key, default: []].append(PlacedSight(try row.value(0), seen, sight))
        }
        return sights
    }
}

/// What a row says of a zone's arming, with the place of its event.
private struct PlacedSight {
    let position: Int64
    let seenAt: Instant
    let sight: ArmingSight

    init(_ position: Int64, _ seen: Bracket, _ sight: ArmingSight) {
        self.position = position
        seenAt = seen.notAfter
        self.sight = sight
    }
}

extension [Range<Instant>] {
    fileprivate func within(_ period: Range<Instant>) -> [Range<Instant>] {
        filter { $0.overlaps(period) }.map { $0.clamped(to: period) }
    }
}

extension CoverageTrack {
    /// The gaps since the first look.
    fileprivate func gaps(until end: Instant) -> [Range<Instant>] {
        let start = [firstLook, confirmed.first?.range.lowerBound].compactMap { $0 }.min() ?? end
        guard start < end else { return [] }
        return intervals(in: start..<end).filter { $0.state == .gap || $0.state == .paused }.map(\.range)
    }
}

extension CoverageLedger {
    /// Milliseconds between two complete looks at the lists of alarms at most; nil where nothing is known of it.
    func longestInterval(of deployment: String?) -> Int64? {
        let tracks = tracks.filter { target, _ in
            (deployment.map { $0 == target.deployment } ?? true)
                && [.alerts, .ongoingAlerts].contains(target.endpoint)
        }
        return tracks.values.flatMap(\.confirmed).map(\.longestInterval).max()
    }
}
