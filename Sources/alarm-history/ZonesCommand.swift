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
            let zones = try archive.views(of: reader).zones()
            let values = zones.map(Self.json)
            if format.json {
                let document = JSONValue.object([("schema_version", .integer(1)), ("zones", .array(values))])
                try Console.answer(document.bytes + [UInt8(ascii: "\n")])
            } else if format.jsonl {
                for value in values { try Console.answer(value.bytes + [UInt8(ascii: "\n")]) }
            } else if format.csv {
                try Console.answer(Array(Self.table(zones).csv.utf8))
            } else {
                try Console.answer(zones.isEmpty ? "no zones" : Self.table(zones).text)
            }
            return .done
        }
    }

    private static func json(_ zone: ZoneRow) -> JSONValue {
        .object([
            ("id", .string(zone.id)), ("deployment", .string(zone.deployment)), ("name", .optional(zone.name)),
            ("site_name", .optional(zone.siteName)), ("state", .optional(zone.state)), ("listed", .bool(zone.isListed)),
            ("first_observed_at", .string(zone.firstObservedAt.description)),
            ("last_observed_at", .string(zone.lastObservedAt.description)), ("alarms", .whole(zone.alarms)),
            ("log_entries", .whole(zone.logEntries)),
        ])
    }

    private static func table(_ zones: [ZoneRow]) -> Table {
        var table = Table(columns: ["NAME", "SITE", "STATE", "LISTED", "ALARMS", "LOG ENTRIES", "ID"])
        table.rows = zones.map { zone in
            [
                (zone.name ?? "-").printable, (zone.siteName ?? "-").printable, (zone.state ?? "-").printable,
                zone.isListed ? "yes" : "no", "\(zone.alarms)", "\(zone.logEntries)", zone.id.printable,
            ]
        }
        return table
    }
}
