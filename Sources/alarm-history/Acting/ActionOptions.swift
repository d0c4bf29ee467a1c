import AltaAPI
import AltaOperator
import ArgumentParser
import Foundation

/// The options of all commands that act, or that hand something out.
struct ActionOptions: ParsableArguments {
    @Option(help: "Who asks, for the record (default: the user who signs in, or `bearer of NAME`).")
    var actor: String?

    @Option(help: "Why, for the record; the setting requireReason makes it a must.")
    var reason: String?

    @Flag(help: "Show the request that would be sent; send and record nothing.")
    var dryRun = false

    @Flag(help: "One JSON document.")
    var json = false

    func validate() throws {
        for (name, text) in [("--actor", actor), ("--reason", reason)] where (text?.utf8.count ?? 0) > Self.textLimit {
            throw ValidationError("\(name) has more than \(Self.textLimit) bytes.")
        }
    }

    /// Bytes: a name, or a sentence or two.
    private static let textLimit = 2000
}

/// How an act is consented to.
struct ConsentOptions: ParsableArguments {
    @Flag(name: [.customLong("yes"), .customShort("y")], help: "Do not ask; needed where nobody sits at a terminal.")
    var isGiven = false

    /// Asks, where it was not said on the command line.
    ///
    /// - Throws: ``Declined`` where the answer is not yes.
    func obtain(for question: String) throws {
        guard !isGiven else { return }
        Console.draw("\(question)? [y/N] ")
        guard ["y", "yes"].contains(readLine()?.trimmingCharacters(in: .whitespaces).lowercased()) else {
            throw Declined()
        }
    }
}

extension ConsentOptions {
    /// Throws where it was not given, and nobody sits here who could give it.
    func requireVoice() throws {
        guard isGiven || (isatty(STDIN_FILENO) == 1 && Console.showsProgress) else {
            throw UsageError(
                description: "this acts at the vendor's, and nobody sits at a terminal to be asked: give --yes")
        }
    }

    /// Asks for an act, and says where the request is our reading of the vendor's documentation.
    func obtain(for act: Act, _ question: String) throws {
        if !act.isDocumented {
            Console.note(
                "The vendor documents only the path of this call (\(act.path)); that it is a \(act.method.rawValue), and what "
                    + "is sent with it, is our reading.")
        }
        try obtain(for: question)
    }
}

/// The answer was no.
struct Declined: Error, CustomStringConvertible {
    let description = "nothing was done"
}
