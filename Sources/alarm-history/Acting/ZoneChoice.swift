import AlarmHistory
import AltaOperator

/// A zone as the deployment names it.
struct ServedZone {
    let id: String
    let name: String?

    /// `b0a7e7c4... (Loading bay)`.
    var sentence: String { (id + (name.map { " (\($0))" } ?? "")).printable }
}

/// The zones that the command line means.
struct ZoneChoice {
    let client: OperatorClient

    /// Each of `wanted`, which are ids or names; a name that several zones have means none of them.
    func zones(_ wanted: [String]) async throws -> [ServedZone] {
        guard !wanted.isEmpty else { return [] }
        let served = try await all()
        var seen: Set<String> = []
        return try wanted.map { try Self.find($0, in: served) }.filter { seen.insert($0.id).inserted }
    }

    /// The zone of that id or name.
    func zone(_ wanted: String) async throws -> ServedZone { try Self.find(wanted, in: await all()) }

    private static func find(_ wanted: String, in served: [ServedZone]) throws -> ServedZone {
        let named = served.filter { $0.id.lowercased() == wanted.lowercased() }
        let fitting = named.isEmpty ? served.filter { $0.name == wanted } : named
        guard let zone = fitting.first else {
            throw LookupFailure(
                description: "the deployment shows no zone \(wanted); `alarm-history zones` lists those that it showed")
        }
        guard fitting.count == 1 else {
            let ids = fitting.map(\.id).joined(separator: ", ")
            throw LookupFailure(description: "\(fitting.count) zones are called \(wanted); give an id: \(ids)")
        }
        return zone
    }

    /// All zones that the account may see.
    private func all() async throws -> [ServedZone] {
        try await client.read(.zones).records.compactMap { element in
            let members = VendorMembers(element)
            return members.text("id").map { ServedZone(id: $0, name: members.text("name")) }
        }
    }
}
