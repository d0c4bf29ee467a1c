import AccessSettings
import AltaAPI
import AltaOperator
import Archive
import ArgumentParser
import Foundation

/// `api`: any call.
struct APICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api",
        abstract: "Make any call of the vendor's API in a session of the account.",
        discussion: """
            The path stands below /api/v1 unless it begins with /api/. The answer's body is printed as it came, without \
            tokens, telephone numbers and the addresses of webhooks unless --reveal is given. What is not a GET needs \
            --yes, is sent once, and is recorded like `respond`, its body as a keyed hash: see `alarm-history actions`.

            EXAMPLES
              alarm-history api GET /alerts --config archiver.yaml | jq length
              alarm-history api POST /alarmZones/b0a7e7c4/comment --body comment.json --yes
            """)

    @Argument(help: "GET, POST, PUT, PATCH or DELETE.") var method: String
    @Argument(help: "For instance /alerts?limit=5.") var path: String
    @Option(help: "A file with the request's body; - reads standard input.") var body: String?
    @Flag(help: "Print tokens and telephone numbers, too.") var reveal = false
    @OptionGroup var consent: ConsentOptions
    @OptionGroup var options: ActionOptions
    @OptionGroup var vendor: VendorOptions

    func run() async throws {
        try await AlarmHistoryProgram.ending {
            let call = try VendorCall(method, path, body: body.map(Self.read) ?? [])
            return try await vendor.withVendor { vendor in
                try await call.isRead ? read(call, vendor) : act(call, vendor)
            }
        }
    }

    private func read(_ call: VendorCall, _ vendor: Vendor) async throws -> ExitStatus {
        guard !options.dryRun else { return try show(call, vendor) }
        return try finish(try await vendor.client.call(call), vendor)
    }

    /// Not to be asked at a terminal: what is typed in full is meant, and what is not ends with a word to say.
    private func act(_ call: VendorCall, _ vendor: Vendor) async throws -> ExitStatus {
        guard !options.dryRun else { return try show(call, vendor) }
        guard consent.isGiven else {
            throw UsageError(description: "\(call.method.rawValue) may change something at the vendor's: give --yes")
        }
        let ledger = try ActionLedger(vendor, options)
        let note = Self.note(call)
        let (requested, reply) = try await ledger.asking(note) { try await vendor.client.call(call) }
        do {
            _ = try await ledger.answer(note, requested: requested, reply.outcome, nil)
        } catch {
            _ = try finish(reply, vendor)
            throw Unrecorded(error)
        }
        return try finish(reply, vendor)
    }

    private func show(_ call: VendorCall, _ vendor: Vendor) throws -> ExitStatus {
        let result = ActionResult(dryRun: Self.note(call))
        try Console.answer(result.requestText(base: vendor.access.url) ?? "")
        return .done
    }

    private static func note(_ call: VendorCall) -> ActionNote {
        ActionNote(name: "api", target: nil, method: call.method.rawValue, path: call.path, body: call.body)
    }

    private func finish(_ reply: VendorReply, _ vendor: Vendor) throws -> ExitStatus {
        switch reply {
        case .unanswered(let why):
            Console.note("\(why): whether it took effect is open; look before you ask again")
            return .failed
        case .answered(let status, let body):
            if !body.isEmpty {
                let discretion = Discretion(reveal: reveal, path: path, hiding: vendor.client.secrets.values)
                try Console.answer(discretion.body(body) + [UInt8(ascii: "\n")])
            }
            if case .accepted = reply.outcome { return .done }
            if case .unanswered(let why) = reply.outcome {
                Console.note(why)
            } else {
                Console.note("the deployment answered with status \(status)")
            }
            return [401, 403].contains(status) ? .notAuthorised : .failed
        }
    }

    private static func read(_ path: String) throws -> [UInt8] {
        let file = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let data = try file?.read(upToCount: VendorCall.bodyLimit + 1) else {
            throw UsageError(description: "--body \(path) cannot be read, or is empty")
        }
        return [UInt8](data)
    }
}
