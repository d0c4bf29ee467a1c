import GRDB

/// What deployments, zones and devices are called, whether or not they raised an alarm.
package struct ViewNames: Sendable {
    package let deployments: Known
    package let zones: Known
    package let devices: Known

    /// Names of one kind.
    package struct Known: Sendable {
        /// Ids and names: what may be asked for.
        package let all: Set<String>
        /// Names, and ids where there is none, sorted: what a person is shown.
        package let shown: [String]

        fileprivate init(_ pairs: [(id: String?, name: String?)]) {
            all = Set(pairs.flatMap { [$0.id, $0.name].compactMap { $0 } })
            shown = Set(pairs.compactMap { $0.name ?? $0.id }).sorted()
        }
    }
}

extension ViewStore {
    /// All names that the rows know.
    package func names() throws -> ViewNames {
        try read { database in
            func known(_ sql: String) throws -> ViewNames.Known {
                .init(try Row.fetchAll(database, sql: sql).map { (id: try $0.value(0), name: try $0.value(1)) })
            }
            return ViewNames(
                deployments: try known(
                    """
                    SELECT deployment, NULL FROM alarm_source UNION SELECT deployment, NULL FROM zone
                    UNION SELECT substr(subject, 1, instr(subject, '/') - 1), NULL FROM target
                    UNION SELECT substr(subject, 1, instr(subject, '/') - 1), NULL FROM gap
                    """),
                zones: try known("SELECT zone_id, zone_name FROM alarm_source UNION SELECT id, name FROM zone"),
                devices: try known("SELECT DISTINCT device_id, device FROM alarm_source"))
        }
    }
}
