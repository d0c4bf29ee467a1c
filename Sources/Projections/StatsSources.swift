import GRDB

/// A row of table `alarm_source`, as far as alarms are counted by it.
package struct StatsSource: Sendable, Hashable {
    package let deployment: String
    package let zoneID: String?
    private let ownZoneName: String?
    package let deviceID: String?
    package let device: String?
    package let ruleID: String?
    package let ruleName: String?
    package let detection: String?
    package let importance: String?
    private let presentZoneName: String?

    /// Reads a row of ``columns``.
    init(_ row: RawRow) {
        deployment = row.text(1) ?? ""
        zoneID = row.text(2)
        ownZoneName = row.text(3)
        deviceID = row.text(4)
        device = row.text(5)
        ruleID = row.text(6)
        ruleName = row.text(7)
        detection = row.text(8)
        importance = row.text(9)
        presentZoneName = row.text(10)
    }

    static let columns =
        "s.id, s.deployment, zone_id, zone_name, device_id, device, rule_id, rule_name, detection, importance, z.name"

    /// All of them with their numbers, in order.
    static func all(_ database: Database) throws -> [(id: Int64, source: StatsSource)] {
        let sql = """
            SELECT \(columns) FROM alarm_source AS s
            LEFT JOIN zone AS z ON z.deployment = s.deployment AND z.id = s.zone_id ORDER BY s.id
            """
        var all: [(id: Int64, source: StatsSource)] = []
        try database.forEachRow(sql) { row in all.append((row.integer(0), StatsSource(row))) }
        return all
    }

    /// What the zone is called now, else what alarms called it.
    package var zoneName: String? { presentZoneName ?? ownZoneName }

    /// Whether the names mean it; Swift compares them, for which a letter is the same however its accents are written.
    func isMeant(zone: String?, device: String?, deployment: String?) -> Bool {
        func isOne(_ wanted: String?, of names: String?...) -> Bool { wanted.map { names.contains($0) } ?? true }
        return isOne(deployment, of: self.deployment)
            && isOne(zone, of: zoneID, ownZoneName, presentZoneName) && isOne(device, of: deviceID, self.device)
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
        let all = try StatsSource.all(database)
        guard all.allSatisfy({ (0..<Self.limit).contains($0.id) }) else {
            throw Self.impossibleNumber
        }
        let meant = all.filter { source in
            source.source.isMeant(zone: query.zone, device: query.device, deployment: query.deployment)
        }
        sources = Dictionary(all.map { ($0.id, $0.source) }, uniquingKeysWith: { $1 })
        self.meant = meant.count == all.count ? nil : meant.map(\.id)
        groups = Self.groups(meant, query.keys.filter(\.isSource))
    }

    /// More than any log names; a group's number fits into its key.
    static let limit: Int64 = 1 << 24
    static let impossibleNumber = ViewError.damaged("a source of alarms has no possible number")

    subscript(number: Int64) -> StatsSource? { sources[number] }

    private static func groups(_ sources: [(id: Int64, source: StatsSource)], _ keys: [StatsKey]) -> [Int] {
        var numbers: [[String?]: Int] = [:]
        var groups = [Int](repeating: -1, count: Int(sources.last?.id ?? 0) + 1)
        for (id, source) in sources {
            let identity = keys.flatMap(source.identity)
            groups[Int(id)] = numbers[identity] ?? numbers.count
            numbers[identity] = groups[Int(id)]
        }
        return groups
    }
}
