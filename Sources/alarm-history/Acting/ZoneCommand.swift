import AltaOperator
import Archive
import ArgumentParser

/// `zone`: acts on one zone.
struct ZoneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zone", abstract: "Comment on a zone, or mute it for the account that signs in.",
        subcommands: [CommentCommand.self, MuteCommand.self, UnmuteCommand.self])
}

/// A zone, and what every act on it takes.
struct SingleZoneActing: ParsableArguments {
    @OptionGroup var consent: ConsentOptions
    @OptionGroup var options: ActionOptions
    @OptionGroup var vendor: VendorOptions

    /// Does `act` to the zone.
    func perform(_ zone: String, _ question: (ServedZone) -> String, _ act: (String) -> Act) async throws {
        try await AlarmHistoryProgram.ending {
            try await vendor.withVendor { vendor in
                let run = try ActionRun(vendor, options, consent)
                let zones = try await ZoneChoice(client: vendor.client).zones([zone])
                let acts = zones.map { act($0.id) }
                if !options.dryRun { try consent.obtain(for: acts[0], question(zones[0])) }
                return try await run.each(acts[0].name, acts, name: \.target) { act in
                    guard !options.dryRun else { return run.show(act) }
                    return try await run.perform(act, before: vendor.client.state(for: act))
                }
            }
        }
    }
}

/// `zone comment`.
struct CommentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "comment", abstract: "Put a comment into a zone's log.",
        discussion: "That the call is a POST of {\"comment\"} is our reading: the vendor documents its path alone.")
    @Argument(help: "The zone, by id or name.") var zone: String
    @Argument(help: "The comment.") var text: String
    @OptionGroup var acting: SingleZoneActing

    func validate() throws {
        guard !text.isEmpty, text.utf8.count <= Self.textLimit else {
            throw ValidationError("A comment has 1 to \(Self.textLimit) bytes.")
        }
    }

    func run() async throws {
        try await acting.perform(zone, { "Comment on zone \($0.sentence)" }) { .comment(zone: $0, text: text) }
    }

    /// Bytes. The vendor's limit is not known; this fits into the record of the action.
    private static let textLimit = 10_000
}

/// `zone mute`.
struct MuteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mute", abstract: "Take a zone out of the account's notifications; its alarms go on.",
        discussion: """
            It concerns the account that signs in and nobody else. The vendor documents the path of the call alone; verb \
            and body are our reading.
            """)
    @Argument(help: "The zone, by id or name.") var zone: String
    @OptionGroup var acting: SingleZoneActing

    func run() async throws {
        try await acting.perform(zone, { "Mute zone \($0.sentence) for this account" }) { .mute(zone: $0) }
    }
}

/// `zone unmute`.
struct UnmuteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unmute", abstract: "Put a zone back into the account's notifications.",
        discussion: "The vendor documents the path of the call alone; that it is a DELETE is our reading.")
    @Argument(help: "The zone, by id or name.") var zone: String
    @OptionGroup var acting: SingleZoneActing

    func run() async throws {
        try await acting.perform(zone, { "Unmute zone \($0.sentence) for this account" }) { .unmute(zone: $0) }
    }
}
