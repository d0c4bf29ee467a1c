import GRDB

/// A row of table `alarm_source`, as far as alarms are counted by it.
package struct StatsSource: Sendable, Hashable {
    package let deployment: String
    package let zoneID: String?
    package let zoneName: String?
    package let deviceID: String?
    package let device: String?
    package let ruleID: String?
    package let ruleName: String?
    package let detection: String?
    package let importance: String?
    /// What the zone is called now.
    let presentZoneName: String?

    init(_ row: Row) {
        deployment = row["deployment"]
        zoneID = row["zone_id"]
        presentZoneName = row["present_name"]
        zoneName = presentZoneName ?? row["zone_name"]
        deviceID = row["device_id"]
        device = row["device"]
        ruleID = row["rule_id"]
        ruleName = row["rule_name"]
        detection = row["detection"]
        importance = row["importance"]
    }

    /// What makes two sources one for a key: names change, ids stay; what has no id is known by its name.
    func identity(_ key: StatsKey) -> [String?] {
        switch key {
        case .zone: [deployment, zoneID, zoneID == nil ? zoneName : nil]
        case .device: [deployment, deviceID, deviceID == nil ? device : nil]
        case .rule: [deployment, ruleID, ruleID == nil ? ruleName : nil]
        case .deployment: [deployment]
        case .detection: [detection]
        case .importance: [importance]
        case .verdict, .month, .day, .weekday, .hour: []
        }
    }
}

/// All sources by their numbers, which of them a query means, and which it counts as one.
struct StatsSources: Sendable {
    private let sources: [Int64: StatsSource]
    /// The group of each source that is meant, by the source's number; -1 of others.
    let groups: [Int]
    /// The numbers that are meant, in order; nil where all are.
    let meant: [Int64]?

    init(_ query: StatsQuery, _ database: Database) throws {
        let sql = """
            SELECT s.*, z.name AS present_name FROM alarm_source AS s
            LEFT JOIN zone AS z ON z.deployment = s.deployment AND z.id = s.zone_id
            """
        let rows = try Row.fetchAll(database, sql: sql)
        let pairs = rows.map { ($0["id"] as Int64, StatsSource($0), Self.isMeant($0, query)) }
        sources = Dictionary(pairs.map { ($0.0, $0.1) }, uniquingKeysWith: { $1 })
        let wanted = pairs.filter(\.2).map(\.0)
        meant = wanted.count == pairs.count ? nil : wanted.sorted()
        groups = Self.groups(pairs.filter(\.2).map { ($0.0, $0.1) }, query.keys.filter(\.isSource))
    }

    subscript(number: Int64) -> StatsSource? { sources[number] }

    private static func isMeant(_ row: Row, _ query: StatsQuery) -> Bool {
        func isOne(_ wanted: String?, of columns: String...) -> Bool {
            wanted.map { wanted in columns.contains { row[$0] as String? == wanted } } ?? true
        }
        return isOne(query.deployment, of: "deployment")
            && isOne(query.zone, of: "zone_id", "zone_name", "present_name")
            && isOne(query.device, of: "device_id", "device")
    }

    private static func groups(_ sources: [(Int64, StatsSource)], _ keys: [StatsKey]) -> [Int] {
        var numbers: [[String?]: Int] = [:]
        var groups = [Int](repeating: -1, count: Int(sources.map(\.0).max() ?? 0) + 1)
        for (id, source) in sources {
            let identity = keys.flatMap(source.identity)
            groups[Int(id)] = numbers[identity] ?? numbers.count
            numbers[identity] = groups[Int(id)]
        }
        return groups
    }
}
