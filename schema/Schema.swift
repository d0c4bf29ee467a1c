/// The SQL of the archive's two files, embedded as it stands in the folders beside this file.
public enum Schema {
    /// The statements that make an empty `log.sqlite`.
    public static var log: String {
        joined([
            PackageResources.block_sql, PackageResources.salt_sql, PackageResources.tile_sql,
            PackageResources.checkpoint_sql, PackageResources.stream_sql,
        ])
    }

    /// The statements that make an empty `views.sqlite`.
    public static var views: String {
        joined([
            PackageResources.progress_sql, PackageResources.alarm_sql, PackageResources.transition_sql,
            PackageResources.zone_sql, PackageResources.coverage_sql, PackageResources.drift_sql,
            PackageResources.webhook_sql, PackageResources.action_sql,
        ])
    }

    private static func joined(_ files: [[UInt8]]) -> String {
        files.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }
}
