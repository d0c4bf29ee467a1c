/// The SQL of the archive's two files, embedded as it stands in the folders beside this file.
public enum Schema {
    /// The statements that make an empty `log.sqlite`.
    public static var log: String {
        joined([
            PackageResources.block_sql, PackageResources.salt_sql, PackageResources.tile_sql,
            PackageResources.checkpoint_sql, PackageResources.stream_sql,
        ])
    }

    /// The statements that make an empty `views.sqlite` without ``viewIndexes``.
    public static var views: String {
        joined([
            PackageResources.progress_sql, PackageResources.alarm_source_sql, PackageResources.alarm_sql,
            PackageResources.transition_sql, PackageResources.daily_sql, PackageResources.zone_sql,
            PackageResources.coverage_sql, PackageResources.drift_sql, PackageResources.webhook_sql,
            PackageResources.action_sql, PackageResources.set_aside_sql, PackageResources.v1_alarms_sql,
            PackageResources.v1_transitions_sql, PackageResources.v1_zones_sql, PackageResources.v1_zone_log_sql,
            PackageResources.v1_coverage_sql, PackageResources.v1_daily_sql, PackageResources.v1_hourly_sql,
            PackageResources.v1_arming_sql,
        ])
    }

    /// The indexes of `views.sqlite`: made last where many rows are written at once.
    public static var viewIndexes: String { joined([PackageResources.alarm_index_sql]) }

    private static func joined(_ files: [[UInt8]]) -> String {
        files.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }
}
