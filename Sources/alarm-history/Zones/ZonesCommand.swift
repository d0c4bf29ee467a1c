import AltaAPI
import Archive
import ArchiveEvents
import ArgumentParser
import ExactJSON
import Projections

/// `zones`: all zones ever seen, and what arms them.
struct ZonesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zones", abstract: "List the zones as they were last seen; arm or disarm them.",
        subcommands: [ZoneListCommand.self, ArmCommand.self, DisarmCommand.self],
        defaultSubcommand: ZoneListCommand.self)
}

/// `zones list`.
struct ZoneListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the zones as they were last seen.")

    @OptionGroup var archive: ArchiveOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let reader = try archive.reader()
            let zones = try archive.views(of: reader).zones(now: SystemWallClock().now)
            let values = zones.map { JSONValue.object($0.members) }
            if format.json {
                let document = JSONValue.object([("schema_version", .integer(1)), ("zones", .array(values))])
                try Console.answer(document.bytes + [UInt8(ascii: "\n")])
            } else if format.jsonl {
                for value in values { try Console.answer(value.bytes + [UInt8(ascii: "\n")]) }
            } else if format.csv {
                try Console.answer(csv: Self.table(zones))
            } else {
                try Console.answer(zones.isEmpty ? "no zones" : Self.table(zones).text)
            }
            return .done
        }
    }

    private static func table(_ zones: [ZoneRow]) -> Table {
        var table = Table(columns: [
            "NAME", "SITE", "STATE", "ARMED", "LISTED", "ALARMS", "7 DAYS", "LAST ALARM", "LOG ENTRIES", "ID",
        ])
        table.rows = zones.map { zone in
            [
                zone.name ?? "-", zone.siteName ?? "-", zone.state ?? "-",
                zone.isArmed.map { $0 ? "yes" : "no" } ?? "-",
                zone.isListed ? "yes" : "no", "\(zone.alarms)", "\(zone.recentAlarms)",
                zone.lastAlarmAt.map { LocalTime.text($0) } ?? "-", "\(zone.logEntries)", zone.id,
            ].map(\.printable)
        }
        return table
    }
}

extension ZoneRow {
    /// The zone as the contract names its members.
    var members: [(String, JSONValue)] {
        [
            ("id", .string(id)), ("deployment", .string(deployment)), ("name", .optional(name)),
            ("site_name", .optional(siteName)), ("state", .optional(state)), ("listed", .bool(isListed)),
            ("first_observed_at", .string(firstObservedAt.description)),
            ("last_observed_at", .string(lastObservedAt.description)), ("alarms", .whole(alarms)),
            ("log_entries", .whole(logEntries)), ("armed", isArmed.map(JSONValue.bool) ?? .null),
            ("alarms_7d", .whole(recentAlarms)), ("last_alarm_at", .optional(lastAlarmAt?.description)),
        ]
    }
}
