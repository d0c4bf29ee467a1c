package import ArchiveEvents
import EventStorage
import Foundation
package import Projections

extension ArchiveReader {
    /// Position before which `views` were compared with the log, where the log's last event says so of just these views; nil
    /// where it does not. What came after a comparison, or was changed in the file since, was not compared.
    package func attestedPosition(of views: ViewStore) throws -> Position? {
        let size = try log.size()
        guard size > .first else { return nil }
        let last = Position(size.number - 1)
        var attestation: Attestation?
        try log.forEachEvent(at: [last]) { event in
            guard event.type == .viewAttested, let data = event.data else { return }
            attestation = try? JSONDecoder().decode(Attestation.self, from: Data(data))
        }
        guard let attestation, attestation.version == ViewStore.version, attestation.position == last.number else {
            return nil
        }
        let digest = try views.digest()
        return digest.hex == attestation.sha256 && digest.position == size ? last : nil
    }
}

/// What the data of an event `view-attested` says.
private struct Attestation: Decodable {
    let version: Int
    let position: UInt64
    let sha256: String

    enum CodingKeys: String, CodingKey {
        case version = "view_version"
        case position, sha256
    }
}

/// Views that are not those that a sound log makes.
package struct DifferentViews: Error, CustomStringConvertible {
    private let comparison: ViewRebuild.Comparison

    package init(_ comparison: ViewRebuild.Comparison) {
        self.comparison = comparison
    }

    /// What happened and what to do.
    package var description: String {
        if let problem = comparison.logProblem { return problem }
        let findings = comparison.findings
        let what = findings.isEmpty ? "rows that the log's events do not make" : findings.joined(separator: "; ")
        return "the views are not those that the log makes (\(what)): `alarm-history rebuild` replaces them"
    }
}
