import AlarmPerformance

extension ComparisonSection {
    /// Zone by zone, the greatest change first.
    var zoneDetails: Node {
        let table = zones
        return element(.details) {
            element(.summary) { "Table: Zones compared" }
            table.node(caption: "Zones compared", id: "comparison-zones")
            CSVLink(table: table, file: "comparison-zones.csv").node
        }
    }

    private var zones: DataTable {
        var table = DataTable(columns: [
            DataTable.Column("Zone", "zone", .text), DataTable.Column("Deployment", "deployment", .text),
            DataTable.Column("Zone id", "zone_id", .text),
            DataTable.Column("This period", "now"), DataTable.Column("Before", "before"),
            DataTable.Column("Change", "difference", .text),
        ])
        let changes = self.changes
        table.rows = changes.prefix(Self.longest).map { change in
            let difference = Difference(Double(change.now), Double(change.before), .alarms)
            return [
                .vendor(change.zone.name), .vendor(change.zone.deployment), change.zone.idCell, .count(change.now),
                .count(change.before), .spoken(difference.amount, difference.text),
            ]
        }
        if changes.count > Self.longest { table.total = changes.count }
        table.omission = "those that changed most."
        return table
    }

    private struct Change {
        let zone: ZoneName
        var now = 0
        var before = 0
    }

    /// Every zone with an alarm in either period.
    private var changes: [Change] {
        var changes: [[String]: Change] = [:]
        for zone in before.noisiest {
            changes[zone.zone.key, default: Change(zone: zone.zone)].before = zone.alarms.total
        }
        for zone in content.figures.noisiest {
            changes[zone.zone.key, default: Change(zone: zone.zone)].now = zone.alarms.total
        }
        return changes.values.sorted { one, other in
            let sizes = (abs(one.now - one.before), abs(other.now - other.before))
            guard sizes.0 == sizes.1 else { return sizes.0 > sizes.1 }
            return one.zone.key.lexicographicallyPrecedes(other.zone.key)
        }
    }

    private static let longest = 5000
}
