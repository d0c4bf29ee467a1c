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
        let key: AlarmKey
        private var timeline: AlarmTimeline
        private(set) var news: [AlarmTransition] = []
        var sourceID: Int64
        /// What it adds to the daily counts as they stand; nil where it has not been written yet.
        let counted: DailyCount?

        init(_ key: AlarmKey, _ timeline: AlarmTimeline, sourceID: Int64 = 0, counted: DailyCount? = nil) {
            self.key = key
            self.timeline = timeline
            self.sourceID = sourceID
            self.counted = counted
            news.reserveCapacity(Self.usualNews)
        }

        var summary: AlarmSummary { timeline.summary }
        var firstPosition: Position { timeline.summary.firstPosition }
        var lastPosition: Position { timeline.summary.lastPosition }

        /// Takes in the next event; what the alarm's source is now.
        func take(_ evidence: AlarmEvidence) -> AlarmSource {
            timeline.apply(evidence, into: &news)
            return timeline.summary.record?.source ?? .unknown
        }

        /// Seen, verified, ended, gone.
        private static let usualNews = 4
    }

    mutating func apply(_ sight: AlarmSight, in database: Database) throws {
        let alarm: OpenAlarm
        if let known = open[sight.key] {
            alarm = known
        } else {
            alarm = try begin(sight, database)
            open[sight.key] = alarm
        }
        alarm.sourceID = try sources.id(of: alarm.take(sight.evidence), in: sight.key.deployment, database)
    }

    /// How many alarms are in memory.
    var openCount: Int { open.count }

    private func begin(_ sight: AlarmSight, _ database: Database) throws -> OpenAlarm {
        if !sight.isFirst, let (summary, sourceID) = try places.load(sight.key, sources, database) {
            return OpenAlarm(
                sight.key, AlarmTimeline(summary), sourceID: sourceID, counted: DailyCount(summary, sourceID))
        }
        return OpenAlarm(sight.key, AlarmTimeline(startingWith: sight.evidence))
    }

    // MARK: writing

    /// Writes everything, and forgets it.
    mutating func save(to database: Database) throws {
        try write(Array(open.values), database)
        open.removeAll(keepingCapacity: true)
        try daily.save(to: database)
    }

    /// Writes the half that has been quiet for longest.
    mutating func saveQuiet(to database: Database) throws {
        let border = open.values.map(\.lastPosition).sorted()[open.count / 2]
        var quiet: [OpenAlarm] = []
        var rest: [AlarmKey: OpenAlarm] = [:]
        rest.reserveCapacity(open.capacity)
        for (key, alarm) in open {
            if alarm.lastPosition < border { quiet.append(alarm) } else { rest[key] = alarm }
        }
        open = rest
        try write(quiet, database)
    }

    /// In the order of the tables, so that a long fold appends to them.
    private mutating func write(_ alarms: [OpenAlarm], _ database: Database) throws {
        let rows = try AlarmRowWriter(database)
        let transitions = try TransitionWriter(database)
        let sorted = alarms.sorted { $0.firstPosition < $1.firstPosition }
        for alarm in sorted {
            try rows.write(alarm.summary, guid: alarm.key.guid, sourceID: alarm.sourceID)
            if let counted = alarm.counted {
                daily.remove(counted)
            } else {
                places.note(alarm.key, alarm.firstPosition)
            }
            daily.add(DailyCount(alarm.summary, alarm.sourceID))
            try transitions.write(alarm.news, of: alarm.firstPosition)
        }
    }
}
