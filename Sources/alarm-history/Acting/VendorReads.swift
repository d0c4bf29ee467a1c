import AccessSettings
import AltaAPI
import AltaOperator
import Archive
import ArgumentParser

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
                let discretion = Discretion(
                    reveal: reveal, path: inquiry.path, hiding: vendor.client.secrets.values)
                let clean = try records.map(discretion.text)
                try VendorRecords(name: name, deployment: vendor.access.name, records: clean).write(format)
                return .done
            }
        }
    }
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
