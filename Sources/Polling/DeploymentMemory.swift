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
    /// The zone logs that were not asked for while their zone was not listed, until they are polled again.
    private(set) var absences: [LookTarget: Absence] = [:]

    /// A time in which the log of a zone was not asked for, because the zone was not listed, up to the next poll.
    struct Absence: Sendable {
        /// When the zone was listed again; nil where it is not.
        var end: Instant?
        /// Whether what is recorded of the zone log before it ends with its last poll. The gap of a zone that disappears ends
        /// with the zone.
        var beginsWithPoll = true
    }

    /// Takes in an event of the log; `watermarks` tell when each target was looked at last.
    mutating func apply(_ event: RecordedEvent, lookedAt watermarks: Watermarks) {
        let stream = RecordStream(subject: event.subject)
        if let stream, stream.kind == Endpoint.alerts.recordKind, stream.holdsOneRecord {
            let isOngoing = records.isShown(stream, at: .ongoingAlerts)
            sweeps.apply(event, of: stream, isOngoing: isOngoing)
        }
        records.apply(event)
        if let stream, stream.kind == Endpoint.zones.recordKind, stream.holdsOneRecord { noteListing(stream, event) }
        drift.apply(event)
        guard let (target, evidence) = CoverageEvidence.of(event) else { return }
        coverage.apply(evidence, of: target)
        noteAbsence(evidence, target)
        noteFresh(event, evidence, target, watermarks)
    }

    /// The log of a zone that is no longer listed is not asked for, so nothing is missed there.
    func isAsked(_ target: LookTarget) -> Bool {
        guard target.endpoint == .zoneLog else { return true }
        guard let id = target.id else { return false }
        let zone = RecordStream(deployment: target.deployment, kind: Endpoint.zones.recordKind, id: id)
        return records.isShown(zone, at: .zones)
    }

    /// A poll of the log of a zone that is listed again ends its absence.
    mutating func endAbsence(of target: LookTarget) { absences.removeValue(forKey: target) }

    private mutating func noteListing(_ zone: RecordStream, _ event: RecordedEvent) {
        let log = LookTarget(zone.deployment, .zoneLog, id: zone.id)
        if !isAsked(log) {
            if absences[log] == nil, coverage.isTold(log) { absences[log] = Absence() }
            absences[log]?.end = nil
        } else if absences[log]?.end == nil {
            absences[log]?.end = event.time
        }
    }

    private mutating func noteAbsence(_ evidence: CoverageEvidence, _ target: LookTarget) {
        guard target.endpoint == .zoneLog else { return }
        switch evidence {
        case .looked, .opened: break
        case .confirmed, .closed:
            guard !isAsked(target) else { return endAbsence(of: target) }
            absences[target, default: Absence()].beginsWithPoll = if case .closed = evidence { false } else { true }
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
