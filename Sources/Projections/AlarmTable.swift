import AlarmHistory
import ArchiveEvents
import ExactJSON
import GRDB

/// Tables `alarm`, `transition`, `alarm_source` and `daily`.
///
/// Alarms that are being told of stay in memory, with what was told of them since they were written. Whoever catches up
/// with a few events writes them all at the end; a fold over the whole log writes those that have been quiet for longest,
/// whenever there are too many.
struct AlarmTable {
    private var open: [AlarmKey: OpenAlarm] = [:]
    private var sources: SourceTable
    private var daily = DailyTable()
    private var places: AlarmPlaces

    init(_ sources: SourceTable, _ places: AlarmPlaces) {
        self.sources = sources
        self.places = places
    }

    /// An alarm in memory: an object, so that tables and sorted lists of it are moved without copying what is in it.
    private final class OpenAlarm {
        private var timeline: AlarmTimeline
        private(set) var news: [AlarmTransition] = []
        var sourceID: Int64
        /// What it adds to the daily counts as they stand; nil where it has not been written yet.
        let counted: DailyCount?

        init(_ timeline: AlarmTimeline, sourceID: Int64 = 0, counted: DailyCount? = nil) {
            self.timeline = timeline
            self.sourceID = sourceID
            self.counted = counted
        }

        var summary: AlarmSummary { timeline.summary }
        var firstPosition: Position { timeline.summary.firstPosition }
        var lastPosition: Position { timeline.summary.lastPosition }

        /// Takes in the next event; what the alarm's source is now.
        func take(_ evidence: AlarmEvidence) -> AlarmSource {
            timeline.apply(evidence, into: &news)
            return timeline.summary.record?.source ?? .unknown
        }
    }

    mutating func apply(_ evidence: AlarmEvidence, of key: AlarmKey, isFirst: Bool, in database: Database) throws {
        let alarm: OpenAlarm
        if let known = open[key] {
            alarm = known
        } else {
            alarm = try begin(evidence, key, isFirst, database)
            open[key] = alarm
        }
        alarm.sourceID = try sources.id(of: alarm.take(evidence), in: key.deployment, database)
    }

    /// How many alarms are in memory.
    var openCount: Int { open.count }

    private func begin(
        _ evidence: AlarmEvidence, _ key: AlarmKey, _ isFirst: Bool, _ database: Database
    ) throws -> OpenAlarm {
        if !isFirst, let (summary, sourceID) = try places.load(key, sources, database) {
            return OpenAlarm(
                AlarmTimeline(summary), sourceID: sourceID, counted: DailyCount(summary, sourceID))
        }
        return OpenAlarm(AlarmTimeline(startingWith: evidence))
    }

    // MARK: writing

    /// Writes everything, and forgets it.
    mutating func save(to database: Database) throws {
        try write(Array(open), database)
        open.removeAll(keepingCapacity: true)
        try daily.save(to: database)
    }

    /// Writes the half that has been quiet for longest.
    mutating func saveQuiet(to database: Database) throws {
        let border = open.values.map(\.lastPosition).sorted()[open.count / 2]
        var quiet: [(key: AlarmKey, value: OpenAlarm)] = []
        var rest: [AlarmKey: OpenAlarm] = [:]
        rest.reserveCapacity(open.capacity)
        for (key, alarm) in open {
            if alarm.lastPosition < border { quiet.append((key, alarm)) } else { rest[key] = alarm }
        }
        open = rest
        try write(quiet, database)
    }

    /// In the order of the tables, so that a long fold appends to them.
    private mutating func write(_ alarms: [(key: AlarmKey, value: OpenAlarm)], _ database: Database) throws {
        let rows = try AlarmRowWriter(database)
        let sorted = alarms.sorted { one, other in
            one.value.firstPosition < other.value.firstPosition
        }
        for (key, alarm) in sorted {
            let summary = alarm.summary
            try rows.write(summary, guid: key.guid, sourceID: alarm.sourceID)
            if let counted = alarm.counted { daily.remove(counted) } else { places.note(key, summary) }
            daily.add(DailyCount(summary, alarm.sourceID))
        }
        let transitions = try TransitionWriter(database)
        for (_, alarm) in sorted { try transitions.write(alarm.news, of: alarm.firstPosition) }
    }
}
