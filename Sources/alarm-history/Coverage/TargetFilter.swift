import AlarmHistory
import Projections

/// Which targets were asked for. What the archive does not know is an error, and no empty answer.
struct TargetFilter {
    private let deployment: String?
    private let endpoint: Endpoint?
    private let zones: Set<LookTarget>?

    init(deployment: String?, endpoint: String?, zone: String?, in views: ViewStore) throws {
        self.deployment = deployment
        let known = try views.coverage().deployments.sorted()
        if let deployment, !known.contains(deployment) {
            let names = Self.list(known.map(\.printable))
            throw LookupFailure(description: "no deployment \(deployment.printable) is in the archive; it has \(names)")
        }
        self.endpoint = try endpoint.map(Self.endpoint)
        zones = try zone.map { try Self.zones($0, deployment, views.zoneLogs()) }
    }

    func matches(_ target: LookTarget) -> Bool {
        (deployment.map { $0 == target.deployment } ?? true) && (endpoint.map { $0 == target.endpoint } ?? true)
            && (zones.map { $0.contains(target) } ?? true)
    }

    private static func endpoint(_ name: String) throws -> Endpoint {
        let known = Endpoint.allCases.filter { $0 != .alert }
        guard let endpoint = known.first(where: { $0.rawValue == name }) else {
            throw UsageError(
                description: "--endpoint \(name.printable) is unknown; choose from \(list(known.map(\.rawValue)))")
        }
        return endpoint
    }

    private static func zones(
        _ name: String, _ deployment: String?, _ zones: [ZoneLogRow]
    ) throws -> Set<LookTarget> {
        let known = zones.filter { zone in deployment.map { $0 == zone.target.deployment } ?? true }
        let meant = known.filter { $0.target.id == name || $0.name == name }
        guard !meant.isEmpty else {
            let names = known.compactMap { ($0.name ?? $0.target.id)?.printable }
            throw LookupFailure(description: "no zone \(name.printable) is in the archive; it has \(list(names))")
        }
        return Set(meant.map(\.target))
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "none yet" : names.joined(separator: ", ")
    }
}
