/// The sources, numbered by what the indicators tell apart: worked out once, so that a million alarms are counted in arrays.
struct SourceIndex {
    /// For each source the number of its key: zone, device and rule.
    let keyOf: [Int32]
    /// For each key a source that has it.
    let sourceOfKey: [Int]
    let zoneOf: [Int32]
    let sourceOfZone: [Int]
    let sensorOf: [Int32]
    let sensors: Int
    let siteOf: [Int32]
    let sites: Int
    let priorityOf: [AlarmPriority?]

    init(_ sources: [AnnunciationSource], _ priorities: [String: AlarmPriority]) {
        (keyOf, sourceOfKey) = Self.numbered(sources) { $0.key }
        (zoneOf, sourceOfZone) = Self.numbered(sources) { $0.zoneKey }
        let sensors = Self.numbered(sources) { $0.sensorKey }
        (sensorOf, self.sensors) = (sensors.numbers, sensors.first.count)
        let sites = Self.numbered(sources) { $0.siteKey }
        (siteOf, self.sites) = (sites.numbers, sites.first.count)
        priorityOf = sources.map { $0.importance.flatMap { priorities[$0.lowercased()] } }
    }

    /// Numbers in the order of first appearance, and the first source of each.
    private static func numbered(
        _ sources: [AnnunciationSource], by key: (AnnunciationSource) -> [String?]
    ) -> (numbers: [Int32], first: [Int]) {
        var known: [[String?]: Int32] = [:]
        var first: [Int] = []
        let numbers = sources.enumerated().map { index, source in
            let key = key(source)
            if let number = known[key] { return number }
            let number = Int32(first.count)
            known[key] = number
            first.append(index)
            return number
        }
        return (numbers, first)
    }
}
