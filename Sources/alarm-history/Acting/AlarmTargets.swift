import AccessSettings
import AltaOperator
import ArgumentParser
import Foundation

/// Which alarms are meant: by guid, or by the zone that a webhook names.
struct AlarmTargets: ParsableArguments {
    @Argument(help: "The alarms' guids; - reads them from standard input, one a line.")
    var guids: [String] = []

    @Option(help: "Instead of a guid: the ongoing alarm of this zone, by id or name.")
    var zone: String?

    @Option(help: "With --zone: the alarm in which this device has a part, by id or name.")
    var device: String?

    @Flag(help: "With --zone: each of several ongoing alarms; else that is an error which lists them.")
    var allMatching = false

    func validate() throws {
        guard guids.isEmpty != (zone == nil) else { throw ValidationError("Give guids, or --zone.") }
        guard zone != nil || (device == nil && !allMatching) else {
            throw ValidationError("--device and --all-matching go with --zone.")
        }
        // What is taken for an id stands in the log for ever: a link that was pasted holds a token.
        guard guids.allSatisfy(Self.isPlausible) else {
            throw ValidationError("A guid has no slashes, spaces or marks of a link in it.")
        }
        guard !guids.contains(""), zone != "", device != "" else {
            throw ValidationError("A guid, a zone or a device is empty: is the variable set that it comes from?")
        }
    }

    /// What to look for, where no guids are given.
    var search: AlarmSearch? { zone.map { AlarmSearch(zone: $0, device: device, takesAll: allMatching) } }

    /// The guids, each once, in the order in which they were given.
    func namedGUIDs() throws -> [String] {
        var seen: Set<String> = []
        let named = guids.flatMap { $0 == "-" ? Self.lines() : [$0] }
        guard named.allSatisfy(Self.isPlausible) else {
            throw UsageError(description: "standard input holds what is no guid: slashes, spaces or marks of a link")
        }
        guard !named.isEmpty else { throw UsageError(description: "standard input holds no guid") }
        guard named.count <= Self.limit else {
            throw UsageError(description: "\(named.count) guids are more than \(Self.limit) in one go")
        }
        return named.filter { seen.insert($0.lowercased()).inserted }
    }

    private static func isPlausible(_ guid: String) -> Bool {
        !guid.contains { "/?=&".contains($0) || $0.isWhitespace }
    }

    /// Throws where both the guids and the password are to come from standard input.
    func requireOwnInput(_ vendor: VendorOptions) throws {
        guard guids.contains("-"), vendor.access.passwordFile == "-" else { return }
        throw UsageError(description: "standard input cannot hold both the guids and the password")
    }

    private static func lines() -> [String] {
        var lines: [String] = []
        while lines.count <= limit, let line = readLine() {
            let guid = line.trimmingCharacters(in: .whitespaces)
            if !guid.isEmpty { lines.append(guid) }
        }
        return lines
    }

    /// Alarms in one go: some hours of work, at a few requests each. What is more is a wrong file.
    private static let limit = 100_000
}
