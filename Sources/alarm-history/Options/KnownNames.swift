import Projections

/// Names on the command line that some alarm, zone or deployment must have: a name that is spelled wrong is an error, and
/// no empty answer.
struct KnownNames {
    var zone: String?
    var device: String?
    var deployment: String?

    /// Fails where the archive knows one of them not, and says what it knows.
    func check(in views: ViewStore) throws {
        guard zone != nil || device != nil || deployment != nil else { return }
        let names = try views.names()
        try Self.check(deployment, "deployment", names.deployments)
        try Self.check(zone, "zone", names.zones)
        try Self.check(device, "device", names.devices)
    }

    private static func check(_ wanted: String?, _ kind: String, _ known: ViewNames.Known) throws {
        guard let wanted, !known.all.contains(wanted) else { return }
        let listed = known.shown.prefix(Self.listLimit).map(\.printable)
        let more = known.shown.count - listed.count
        let list = listed.isEmpty ? "none yet" : listed.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
        throw LookupFailure(description: "no \(kind) \(wanted) is in the archive; it has \(list)".printable)
    }

    /// What a person reads in an error; `zones` lists all.
    private static let listLimit = 20
}
