import AlarmHistory
import ArchiveEvents

/// What the log knows of one deployment, as far as its polling needs it: a fold over the log.
struct DeploymentMemory: Sendable {
    private(set) var records = RecordMemory()
    var coverage = CoverageMemory()
    var sweeps = SweepPlan()
    var drift = DriftWatch()
    /// What lists showed for the first time since the last look at them that was worth something.
    var fresh: [LookTarget: FreshRows] = [:]
    /// The logs of zones whose gap ended because their zone was gone: the log tells of them until then, but the last look
    /// was before.
    private(set) var endedUnseen: Set<LookTarget> = []

    /// Takes in an event of the log; `watermarks` tell when each target was looked at last.
    mutating func apply(_ event: RecordedEvent, lookedAt watermarks: Watermarks) {
        if let stream = RecordStream(subject: event.subject), stream.kind == Endpoint.alerts.recordKind,
            stream.holdsOneRecord
        {
            let isOngoing = records.isShown(stream, at: .ongoingAlerts)
            sweeps.apply(event, of: stream, isOngoing: isOngoing)
        }
        records.apply(event)
        drift.apply(event)
        guard let (target, evidence) = CoverageEvidence.of(event) else { return }
        coverage.apply(evidence, of: target)
        noteEnd(evidence, target)
        noteFresh(event, evidence, target, watermarks)
    }

    /// The log of a zone that is no longer listed is not asked for, so nothing is missed there.
    func isAsked(_ target: LookTarget) -> Bool {
        guard target.endpoint == .zoneLog else { return true }
        guard let id = target.id else { return false }
        let zone = RecordStream(deployment: target.deployment, kind: Endpoint.zones.recordKind, id: id)
        return records.isShown(zone, at: .zones)
    }

    private mutating func noteEnd(_ evidence: CoverageEvidence, _ target: LookTarget) {
        switch evidence {
        case .closed where !isAsked(target): endedUnseen.insert(target)
        case .closed, .confirmed: endedUnseen.remove(target)
        case .looked, .opened: break
        }
    }

    private mutating func noteFresh(
        _ event: RecordedEvent, _ evidence: CoverageEvidence, _ target: LookTarget, _ watermarks: Watermarks
    ) {
        switch evidence {
        case .looked:
            guard target.endpoint.isList, event.type != .recordMissing,
                watermarks.answered(target).map({ event.time > $0 }) ?? true
            else { return }
            fresh[target, default: FreshRows()].insert(event)
        case .confirmed, .opened, .closed: fresh.removeValue(forKey: target)
        }
    }
}

/// Rows that a list showed for the first time, or changed.
struct FreshRows: Sendable {
    private var records: Set<RecordStream> = []
    private var contents: Set<ContentDigest> = []

    mutating func insert(_ event: RecordedEvent) {
        guard let stream = RecordStream(subject: event.subject) else { return }
        if stream.holdsOneRecord {
            records.insert(stream)
        } else if let digest = event.data.flatMap({ ContentDigest(stored: $0) }) {
            contents.insert(digest)
        }
    }

    func contains(_ row: Observation) -> Bool {
        row.stream.holdsOneRecord ? records.contains(row.stream) : contents.contains(row.digest)
    }
}
