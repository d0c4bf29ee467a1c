import AlarmHistory
import ArchiveEvents

/// What every command finds in its environment, whatever its webhook tells.
package struct CommandSurroundings: Sendable {
    /// The daemon's own environment.
    private let inherited: [String: String]
    /// Where the archive, the settings and the programs are, so that a bare `alarm-history` finds all three.
    private let places: [String: String]

    /// All three are absolute paths; `programs` is the folder of the daemon's own program.
    package init(inherited: [String: String], archive: String, settingsFile: String?, programs: String) {
        self.inherited = inherited
        var places = ["ALARM_ARCHIVE_ARCHIVE": archive]
        places["ALARM_ARCHIVE_CONFIG"] = settingsFile
        places["PATH"] = programs + ":" + (inherited["PATH"] ?? Self.usualPath)
        self.places = places
    }

    /// Where commands look for programs.
    package var path: String { places["PATH"] ?? "" }

    /// The environment of one command. What its webhook does not tell is unset, so that `${ALARM_ZONE_ID:?}` stops a
    /// script.
    func environment(of job: CommandJob) -> [String: String] {
        let facts = job.facts
        let told = [
            "ALARM_DEPLOYMENT": job.deployment, "ALARM_ZONE_ID": facts.zoneID, "ALARM_ZONE_NAME": facts.zoneName,
            "ALARM_DEVICE_ID": facts.deviceID, "ALARM_DEVICE_NAME": facts.deviceName, "ALARM_PHASE": facts.phase,
            "ALARM_DETECTION": facts.detection, "ALARM_TIME": facts.time?.description,
            "ALARM_VERIFICATION": facts.verification, "ALARM_WEBHOOK_POSITION": job.webhook.description,
            "ALARM_ARCHIVE_DEPLOYMENT": job.deployment,
        ]
        return inherited.filter { told.index(forKey: $0.key) == nil }.merging(places) { $1 }.merging(
            told.compactMapValues { $0.map(Self.clean) }
        ) { $1 }
    }

    /// The text without control characters, among them NUL, which ends a variable, and not longer than is good for one.
    private static func clean(_ text: String) -> String {
        var size = 0
        let scalars = text.unicodeScalars.filter { $0.properties.generalCategory != .control }.prefix { scalar in
            size += UTF8.width(scalar)
            return size <= valueLimit
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// Bytes of a variable: no name is longer, and all of them stay far below what the system takes.
    private static let valueLimit = 1024
    private static let usualPath = "/usr/local/bin:/usr/bin:/bin"
}
