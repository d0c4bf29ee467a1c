package import AlarmPerformance
package import ArchiveEvents
package import EventStorage
import GRDB

/// Which alarms the indicators are computed from, and what is known beside them.
package struct PerformanceQuery: Sendable {
    /// Alarms that began in it are counted; those that were active when it began, as long as they were.
    package var period: Range<Instant>
    /// The parts of it that coverage vouches for.
    package var observed: [Range<Instant>]
    /// A zone's id or name.
    package var zone: String?
    /// A device's id or name.
    package var device: String?
    package var deployment: String?
    /// What counts as one. Zone, device and deployment are asked of the alarms, not of their detections.
    package var unit = AnnunciationUnit.alarm
    package var calendar = LocalCalendar.utc
    /// Up to when the archive knows what became of the alarms.
    package var now: Instant
    package var settings = PerformanceSettings()

    package init(period: Range<Instant>, observed: [Range<Instant>], now: Instant) {
        self.period = period
        self.observed = observed
        self.now = now
    }
}

extension ViewStore {
    /// All that the indicators need, from one consistent state; `log` is read where detections count, which only the records
    /// list.
    package func performanceInput(_ query: PerformanceQuery, log: LogReader) throws -> PerformanceInput {
        let coverage = try coverage()
        return try read { database in
            var sources = try PerformanceSources(query, database)
            var scan = try AlarmScan(query, sources, database)
            let told = query.unit == .detection ? try scan.takeDetections(from: log, in: query.period, &sources) : nil
            var settings = query.settings
            if scan.hasForeignTimes {
                // Where the vendor told no time, an alarm began between two looks.
                settings.startResolution = coverage.longestInterval(of: query.deployment)
            }
            var input = try PerformanceInput(
                period: query.period, observed: query.observed, alarms: scan.alarms, sources: sources.all,
                armedZones: try ArmedZones(query, sources, coverage, database).zones, calendar: query.calendar,
                now: query.now, settings: settings)
            input.detections = told
            return input
        }
    }
}

/// The rows of table `alarm_source`, by number.
struct PerformanceSources {
    private(set) var all: [AnnunciationSource]
    /// For each id its place in `all`, or -1 where it is not asked for.
    let places: [Int32]
    /// The zones that are asked for; nil where all are.
    let zones: Set<ZoneKey>?

    init(_ query: PerformanceQuery, _ database: Database) throws {
        let sql = """
            SELECT s.id, s.deployment, s.zone_id, coalesce(s.zone_name, z.name), s.device_id, s.device, s.rule_id, s.rule_name,
              s.detection, s.importance, coalesce(s.site_name, s.site_id, z.site_name), z.name
            FROM alarm_source AS s LEFT JOIN zone AS z ON z.deployment = s.deployment AND z.id = s.zone_id ORDER BY s.id
            """
        var (all, places, zones) = ([AnnunciationSource](), [Int32](), Set<ZoneKey>())
        for row in try Row.fetchAll(database, sql: sql) {
            let source = try AnnunciationSource(row)
            let id = try row.value(0) as Int64
            guard (0..<StatsSources.limit).contains(id) else { throw StatsSources.impossibleNumber }
            while places.count < id { places.append(-1) }
            let isMeant = query.matches(source, zoneNow: try row.value(11))
            places.append(isMeant ? Int32(all.count) : -1)
            all.append(source)
            if isMeant, let zone = source.zoneID { zones.insert(ZoneKey(deployment: source.deployment, id: zone)) }
        }
        self.all = all
        self.places = places
        self.zones = query.zone == nil && query.device == nil ? nil : zones
    }

    /// The place of one more source.
    mutating func add(_ source: AnnunciationSource) -> Int32 {
        all.append(source)
        return Int32(all.count - 1)
    }
}

extension AnnunciationSource {
    fileprivate init(_ row: Row) throws {
        self.init(deployment: try row.value(1))
        (zoneID, zoneName, deviceID, deviceName) = try (row.value(2), row.value(3), row.value(4), row.value(5))
        (ruleID, ruleName, detection) = try (row.value(6), row.value(7), row.value(8))
        (importance, site) = try (row.value(9), row.value(10))
    }
}

extension PerformanceQuery {
    fileprivate func matches(_ source: AnnunciationSource, zoneNow: String?) -> Bool {
        (deployment.map { $0 == source.deployment } ?? true)
            && (zone.map { [source.zoneID, source.zoneName, zoneNow].contains($0) } ?? true)
            && (device.map { [source.deviceID, source.deviceName].contains($0) } ?? true)
    }
}
