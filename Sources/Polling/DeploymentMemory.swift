import AlarmHistory
import ArchiveEvents

/// What the log knows of one deployment, as far as its polling needs it: a fold over the log.
struct DeploymentMemory: Sendable {
    private(set) var records = RecordMemory()
    private(set) var coverage = CoverageMemory()
    var sweeps = SweepPlan()
    var drift = DriftWatch()

    mutating func apply(_ event: RecordedEvent) {
        if let stream = RecordStream(subject: event.subject), stream.kind == Endpoint.alerts.recordKind,
            stream.holdsOneRecord
        {
            let isOngoing = records.isShown(stream, at: .ongoingAlerts)
            sweeps.apply(event, of: stream, isOngoing: isOngoing)
        }
        records.apply(event)
        coverage.apply(event)
        drift.apply(event)
    }
}
