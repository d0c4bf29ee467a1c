import AltaOperator
import ArgumentParser

/// `zone`: one zone, and what is done to it.
struct ZoneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zone",
        abstract: "Show a zone and its log; comment on it, or mute it for the account that signs in.",
        subcommands: [ZoneShowCommand.self, CommentCommand.self, MuteCommand.self, UnmuteCommand.self],
        defaultSubcommand: ZoneShowCommand.self)
}

extension ActingCommand {
    /// Does `act` to a zone, given by id or name.
    fileprivate func perform(
        _ action: String, on zone: String, _ question: (ServedZone) -> String, _ act: (String) -> Act
    ) async throws {
        try await perform(action) { client in
            let zone = try await ZoneChoice(client: client).zone(zone)
            return ActPlan(acts: [act(zone.id)], question: question(zone))
        }
    }
}

/// `zone comment`.
struct CommentCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "comment", abstract: "Put a comment into a zone's log.",
        discussion: "That the call is a POST of {\"comment\"} is our reading: the vendor documents its path alone.")
    @Argument(help: "The zone, by id or name.") var zone: String
    @Argument(help: "The comment.") var text: String
    @OptionGroup var consent: ConsentOptions
    @OptionGroup var options: ActionOptions
    @OptionGroup var vendor: VendorOptions

    func validate() throws {
        guard !text.isEmpty, text.utf8.count <= Self.textLimit else {
            throw ValidationError("A comment has 1 to \(Self.textLimit) bytes.")
        }
    }

    func run() async throws {
        try await perform("comment", on: zone, { "Comment on zone \($0.sentence)" }) {
            .comment(zone: $0, text: text)
        }
    }

    /// Bytes. The vendor's limit is not known; this fits into the record of the action.
    private static let textLimit = 10_000
}

/// `zone mute`.
struct MuteCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "mute", abstract: "Take a zone out of the account's notifications; its alarms go on.",
        discussion: """
            It concerns the account that signs in and nobody else. The vendor documents the path of the call alone; verb \
            and body are our reading.
            """)
    @Argument(help: "The zone, by id or name.") var zone: String
    @OptionGroup var consent: ConsentOptions
    @OptionGroup var options: ActionOptions
    @OptionGroup var vendor: VendorOptions

    func run() async throws {
        try await perform("mute", on: zone, { "Mute zone \($0.sentence) for this account" }) { .mute(zone: $0) }
    }
}

/// `zone unmute`.
struct UnmuteCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "unmute", abstract: "Put a zone back into the account's notifications.",
        discussion: "The vendor documents the path of the call alone; that it is a DELETE is our reading.")
    @Argument(help: "The zone, by id or name.") var zone: String
    @OptionGroup var consent: ConsentOptions
    @OptionGroup var options: ActionOptions
    @OptionGroup var vendor: VendorOptions

    func run() async throws {
        try await perform("unmute", on: zone, { "Unmute zone \($0.sentence) for this account" }) {
            .unmute(zone: $0)
        }
    }
}
