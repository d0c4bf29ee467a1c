import AccessSettings
import AlarmHistory
import AltaOperator
import Archive
import ArgumentParser
import EventStorage
import ExactJSON
import Foundation

/// How the vendor's records are printed: as they were served, for what is in them is not documented.
struct VendorReadOptions: ParsableArguments {
    @Flag(help: "Show telephone numbers, tokens and secret addresses, too.") var reveal = false
    @OptionGroup var format: FormatOptions
    @OptionGroup var vendor: VendorOptions

    /// Asks, and prints the records, under `name` in JSON.
    func answer(_ name: String, _ inquiry: Inquiry) async throws {
        try await AlarmHistoryProgram.ending {
            try await vendor.withVendor { vendor in
                let answer = try await vendor.client.read(inquiry)
                let records = inquiry.isList ? answer.records : [answer.root]
                let discretion = Discretion(reveal: reveal, path: inquiry.path)
                let clean = try records.map(discretion.text)
                try VendorRecords(name: name, deployment: vendor.access.name, records: clean).write(format)
                return .done
            }
        }
    }
}

/// Takes out what is not to be seen by whoever looks over a shoulder.
struct Discretion {
    private let reveal: Bool
    /// Words in the names of members that are secrets at this endpoint: how they are called is not known.
    private let hidden: [String]

    /// For what a path leads to; whether secrets are to be seen, too.
    init(reveal: Bool, path: String) {
        self.reveal = reveal
        let path = (path.removingPercentEncoding ?? path).lowercased()
        hidden = Self.words.first { path.contains($0.place) }?.words ?? []
    }

    private static let words = [
        (place: "publicintrusionemergencycontacts", words: ["phone", "mobile", "address", "mail"]),
        (place: "publicintrusionwebhooks", words: ["url", "uri", "link", "address"]),
    ]

    /// A record without what is hidden.
    func text(_ element: JSONElement) throws -> JSONText {
        guard !reveal else { return try JSONText(element.compactBytes) }
        // Tokens are not to be compared from call to call: the key lives as long as the answer.
        let redaction = SecretRedaction(key: EventLog.secureRandom(32))
        let text = try JSONText(redaction.redacted([UInt8](element.bytes)))
        let mask = JSONValue.string("(hidden)").bytes
        let replacements = text.allMembers.filter { isHidden($0.name) && $0.value.kind != .null }
            .map { (range: $0.value.range, with: mask) }
        return try JSONText(text.compactBytes(replacing: replacements))
    }

    private func isHidden(_ name: JSONElement) -> Bool {
        guard let name = name.string?.lowercased() else { return !hidden.isEmpty }
        return hidden.contains { name.contains($0) }
    }
}

extension Discretion {
    /// A body that is no JSON, without what looks like a secret in it.
    static func clean(unparsed body: [UInt8]) -> [UInt8] {
        let clean = SecretRedaction(key: EventLog.secureRandom(32)).redacted(body)
        return (try? JSONText(clean).root.string).map { Array($0.utf8) } ?? clean
    }
}

/// Records of a shape that nobody knows.
struct VendorRecords {
    let name: String
    let deployment: String
    let records: [JSONText]

    func write(_ format: FormatOptions) throws {
        if format.json {
            let list = JSONValue.array(records.map { .verbatim([UInt8]($0.root.bytes)) })
            let document = JSONValue.object([
                ("schema_version", .integer(1)), ("deployment", .string(deployment)), (name, list),
            ])
            try Console.answer(document.bytes + [UInt8(ascii: "\n")])
        } else if format.jsonl {
            for record in records { try Console.answer([UInt8](record.root.bytes) + [UInt8(ascii: "\n")]) }
        } else if format.csv {
            try Console.answer(Array(table { $0 }.csv.utf8))
        } else {
            try Console.answer(records.isEmpty ? "none" : table { Self.short($0) }.text)
        }
    }

    /// A column for each member that any of them has.
    private func table(_ shown: (String) -> String) -> Table {
        var names: [String] = []
        for record in records {
            for member in record.root.members.compactMap(\.name.string) where !names.contains(member) {
                names.append(member)
            }
        }
        var table = Table(columns: names.map(\.printable))
        table.rows = records.map { record in names.map { shown(Self.cell(record.root[$0])) } }
        return table
    }

    private static func cell(_ value: JSONElement?) -> String {
        guard let value, value.kind != .null else { return "" }
        return (value.string ?? String(decoding: value.bytes, as: UTF8.self)).printable
    }

    /// Enough of a value to recognise it; the whole is in JSON.
    private static func short(_ text: String) -> String { text.count > 40 ? text.prefix(37) + "..." : text }
}

/// `zone-alerts`: the alarms as the zones tell them.
struct ZoneAlertsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zone-alerts", abstract: "Show what the deployment lists as its zones' alerts, live.",
        subcommands: [ZoneAlertListCommand.self, ZoneAlertDetailsCommand.self],
        defaultSubcommand: ZoneAlertListCommand.self)
}

/// `zone-alerts list`.
struct ZoneAlertListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The list.")
    @OptionGroup var options: VendorReadOptions

    func run() async throws { try await options.answer("zone_alerts", .zoneAlerts) }
}

/// `zone-alerts details`.
struct ZoneAlertDetailsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "details", abstract: "One detection of an alert.",
        discussion: "The ids are those that `alarm-history zone-alerts` shows; they need not be guids.")
    @Argument(help: "The alert's id.") var alert: String
    @Argument(help: "The detection's id.") var subAlert: String
    @OptionGroup var options: VendorReadOptions

    func run() async throws {
        try await options.answer("details", .zoneAlertDetails(alert: alert, subAlert: subAlert))
    }
}

/// `muted`: the zones that the account does not want to hear of.
struct MutedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "muted", abstract: "Show the zones that are muted for the account that signs in, live.",
        discussion: "With an id, which the vendor does not explain, it asks for that one entry.")
    @Argument(help: "Only this entry.") var id: String?
    @OptionGroup var options: VendorReadOptions

    func run() async throws { try await options.answer("muted", id.map { .mutedZone(id: $0) } ?? .mutedZones) }
}

/// `contacts`: whom the monitoring service calls.
struct ContactsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contacts", abstract: "Show the emergency contacts, live.",
        discussion:
            "They are personal data: they are printed and never archived. Telephone numbers and addresses are hidden.")
    @Argument(help: "Only this contact, by its id.") var id: String?
    @OptionGroup var options: VendorReadOptions

    func run() async throws {
        try await options.answer(
            "contacts", id.map { .emergencyContact(id: $0) } ?? .emergencyContacts)
    }
}

/// `webhooks`: addresses to which others may post.
struct WebhooksCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "webhooks",
        abstract: "Show the deployment's own intrusion webhooks, live; their addresses are hidden.",
        discussion:
            "Such an address is a secret: whoever has it can end alarms, or raise them. They are never archived.")
    @OptionGroup var options: VendorReadOptions

    func run() async throws {
        try await options.answer("webhooks", .intrusionWebhooks)
    }
}
