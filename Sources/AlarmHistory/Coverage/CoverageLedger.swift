public import ArchiveEvents

/// Which time was observed, for everything that is looked at: a fold over the log.
public struct CoverageLedger: Hashable, Sendable {
    /// The track of each target that the log tells of.
    public private(set) var tracks: [LookTarget: CoverageTrack]

    /// The ledger as it was stored; of an empty log, where it is made new.
    public init(tracks: [LookTarget: CoverageTrack] = [:]) {
        self.tracks = tracks
    }

    /// Takes in the next event of the log.
    public mutating func apply(_ event: RecordedEvent) {
        guard let (target, evidence) = CoverageEvidence.of(event) else { return }
        tracks[target, default: CoverageTrack()].apply(evidence)
    }

    /// All deployments that the log tells of.
    public var deployments: Set<String> { Set(tracks.keys.map(\.deployment)) }
}
