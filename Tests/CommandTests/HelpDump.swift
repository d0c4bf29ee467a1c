import Foundation

/// The definitions behind a program's help.
struct HelpDump: Decodable {
    struct Command: Decodable {
        let commandName: String
        let arguments: [Argument]?
        let subcommands: [Command]?
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String

            /// As it is typed.
            var typed: String { (kind == "short" ? "-" : "--") + name }
        }

        let shouldDisplay: Bool
        let names: [Name]?
    }

    let command: Command

    /// What `program` says of itself.
    init(of program: String) throws {
        self = try JSONDecoder().decode(Self.self, from: run([program, "--experimental-dump-help"]).output)
    }

    /// Each command that does something by itself, with the options that its help shows: `alarm-history respond verify`.
    var leaves: [(path: String, options: [String])] { Self.leaves(command, []) }

    private static func leaves(_ command: Command, _ path: [String]) -> [(path: String, options: [String])] {
        let path = path + [command.commandName]
        let subcommands = (command.subcommands ?? []).filter { $0.commandName != "help" }
        guard subcommands.isEmpty else { return subcommands.flatMap { leaves($0, path) } }
        let options = (command.arguments ?? []).filter(\.shouldDisplay).flatMap { $0.names ?? [] }.map(\.typed)
        return [(path.joined(separator: " "), options)]
    }
}
