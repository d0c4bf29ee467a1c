import AlarmHistory
import ArchiveEvents

/// The year 2025 of one busy site, as an archiver that polls every ten minutes would record it: alarms that come at
/// night above all, answered within minutes, some late, some never; zones that are armed in the evening; hours of which
/// nothing was seen. The same number of alarms gives the same events.
struct SampleYear {
    /// What one poll showed.
    struct Commit {
        let time: Instant
        let events: [NewEvent]
    }

    static let start = Instant(milliseconds: 1_735_689_600_000)
    static let end = start.advanced(byMilliseconds: Int64(polls) * pollInterval)
    static let deployment = "hq"
    /// Milliseconds.
    static let pollInterval: Int64 = 600_000
    static let pollsPerDay = 144
    static let polls = 365 * pollsPerDay

    private let rhythm: SampleRhythm
    private var coverage = SampleCoverage()
    private let zones = SampleZones()
    /// What happens to known alarms, by the poll that shows it.
    private var pending: [Int: [SampleCourse.Step]] = [:]
    private var alarms = 0
    private var poll = 0
    /// Of the next event; the log's own first one is 0.
    private var position = 1
    /// The last poll that showed alarms.
    private var lastLook: Int?
    /// What happened since then.
    private var unseen: [SampleCourse.Step] = []

    /// A year with so many alarms, and about three times as many events.
    init(alarms: Int) {
        rhythm = SampleRhythm(alarms: alarms, polls: Self.polls)
    }

    /// The next poll that shows anything; nil at the end of the year.
    mutating func next() -> Commit? {
        while poll <= Self.polls {
            let time = Self.time(ofPoll: poll)
            var events = zones.events(at: poll, time)
            let look = coverage.look(at: poll, time, firstPosition: position + events.count)
            events += look.events + alarmEvents(time, isSeen: look.showsAlarms)
            poll += 1
            position += events.count
            if !events.isEmpty { return Commit(time: time, events: events) }
        }
        return nil
    }

    static func time(ofPoll poll: Int) -> Instant { start.advanced(byMilliseconds: Int64(poll) * pollInterval) }

    private mutating func alarmEvents(_ time: Instant, isSeen: Bool) -> [NewEvent] {
        beginAlarms()
        unseen += pending.removeValue(forKey: poll) ?? []
        guard isSeen else { return [] }
        let since = lastLook.map(Self.time)
        lastLook = poll
        defer { unseen.removeAll(keepingCapacity: true) }
        return unseen.sorted { ($0.time, $0.index) < ($1.time, $1.index) }.map { $0.event(since: since, seenAt: time) }
    }

    /// Alarms that began since the poll before.
    private mutating func beginAlarms() {
        guard poll > 0 else { return }
        let count = rhythm.alarms(before: poll)
        let begin = Self.time(ofPoll: poll - 1).milliseconds
        for number in alarms..<count {
            let offset = Int64(number - alarms) * (Self.pollInterval - 1) / Int64(count - alarms) + 1
            for step in SampleCourse(number: number, start: begin + offset).steps {
                // The first poll that is not before it.
                let after = step.time - Self.start.milliseconds + Self.pollInterval - 1
                pending[Int(after / Self.pollInterval), default: []].append(step)
            }
        }
        alarms = count
    }
}

/// How the alarms of a year spread over its polls.
struct SampleRhythm {
    /// How many alarms began before each poll.
    private let counts: [Int]

    init(alarms: Int, polls: Int) {
        let sums = (0..<polls).reduce(into: [0.0]) { $0.append($0[$1] + Self.weight(ofPoll: $1)) }
        let whole = sums[polls]
        counts = sums.map { Int((Double(alarms) * $0 / whole).rounded(.down)) }
    }

    func alarms(before poll: Int) -> Int { counts[poll] }

    private static func weight(ofPoll poll: Int) -> Double {
        let (day, hour) = (poll / SampleYear.pollsPerDay, poll % SampleYear.pollsPerDay / 6)
        // 1 January 2025 was a Wednesday.
        let isWeekend = [3, 4].contains(day % 7)
        let usual = isWeekend ? max(hours[hour], 3) : hours[hour]
        let mood = 0.3 + 1.4 * SampleNumbers.unit(poll / 6, 1)
        let isBurst = SampleNumbers.unit(poll, 2) < 0.004
        return usual * mood * (isBurst ? 10 : 1)
    }

    private static let hours = [
        8, 8, 7, 6, 5, 3, 1.5, 0.7, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.6, 0.8, 1.5, 3, 5, 6, 7, 8, 8,
    ]
}
