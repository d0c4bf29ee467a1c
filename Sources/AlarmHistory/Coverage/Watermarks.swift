public import ArchiveEvents
public import ExactJSON

/// When each target was last looked at completely, and since when without a gap.
///
/// The log tells this only by its events, and a look that shows nothing new leaves none. So the poller notes it beside
/// the log: for `since` after a restart, and for `alarm-history status`. Where the note is lost, the time from the last
/// event that vouches for a target to the restart is told as a gap.
public struct Watermarks: Sendable, Equatable {
    private var runs: [LookTarget: CoverageRun] = [:]
    private var answers: [LookTarget: Instant] = [:]
    /// How many requests the deployment was sent, in the words of the poller; kept with the note for `status`.
    public var requests: RequestUse?
    /// The look whose answer is late, where one is; kept with the note for `status`.
    public var pending: PendingLook?

    /// No look so far.
    public init() {}

    /// The last complete look at a target.
    public subscript(target: LookTarget) -> Instant? { runs[target]?.until }

    /// When the answer to the last look was here, which is later than it was asked for; what a target showed after that
    /// belongs to a look that was never finished.
    public func answered(_ target: LookTarget) -> Instant? {
        self[target].map { max($0, answers[target] ?? $0) }
    }

    /// When the last answer was here, by the clock of then: where that was set back, this may be before looks that are known.
    public func lastAnswer(_ target: LookTarget) -> Instant? { answers[target] }

    /// Notes when the answer to a look was here.
    public mutating func noteAnswer(_ target: LookTarget, at time: Instant) { answers[target] = time }

    /// The looks that the log does not vouch for yet.
    public func run(_ target: LookTarget) -> CoverageRun? { runs[target] }

    /// All targets that were ever looked at completely, by name.
    public var targets: [LookTarget] { runs.keys.sorted { $0.coverageSubject < $1.coverageSubject } }

    /// Notes a look after which nothing new can have been missed.
    public mutating func note(_ target: LookTarget, at time: Instant, isComplete: Bool = true) {
        runs[target] =
            runs[target]?.extended(to: time, isComplete: isComplete)
            ?? CoverageRun(startingAt: time, isComplete: isComplete)
    }

    /// Begins anew with a look after a gap.
    public mutating func restart(_ target: LookTarget, at time: Instant, isComplete: Bool = true) {
        runs[target] = CoverageRun(startingAt: max(time, runs[target]?.until ?? time), isComplete: isComplete)
    }

    /// Goes on from where the log vouches for a target.
    public mutating func confirmed(_ target: LookTarget, until time: Instant) {
        runs[target] = CoverageRun.continuing(from: time)
    }

    /// Takes over from the log until when it vouches for a target: the note may be older, or lost.
    public mutating func align(_ target: LookTarget, vouchedUntil time: Instant) {
        guard let run = runs[target] else {
            runs[target] = CoverageRun.continuing(from: time)
            return
        }
        // What the note tells of polls before that time says nothing of the last one.
        if run.until < time {
            runs[target] = CoverageRun.continuing(from: time)
        } else if run.from < time {
            runs[target] = run.beginning(at: time)
        }
    }

    /// No longer tells anything of targets for which nobody can ask any more.
    public mutating func forget(where isGone: (LookTarget) -> Bool) {
        runs = runs.filter { !isGone($0.key) }
        answers = answers.filter { !isGone($0.key) }
    }

    /// No longer tells anything of targets that were looked at after `time`: a clock that was ahead noted that.
    public mutating func forget(beyond time: Instant) {
        runs = runs.filter { $0.value.until <= time }
        answers = answers.filter { $0.value <= time }
    }

    /// Keeps of the polls of a target only that there were some before `time`, and what they showed: when they were is not
    /// known.
    public mutating func forgetTimes(of target: LookTarget, before time: Instant) {
        runs[target] = runs[target]?.collapsed(to: time)
        answers.removeValue(forKey: target)
    }

    /// Dates all looks otherwise, in the same order: the clock by which they were noted was set.
    public mutating func redate(_ change: (Instant) -> Instant) {
        runs = runs.mapValues { $0.redated(change) }
        answers = answers.mapValues(change)
    }

    /// Takes over what others noted.
    public mutating func merge(_ others: Watermarks) {
        runs.merge(others.runs) { $0.until < $1.until ? $1 : $0 }
        answers.merge(others.answers) { max($0, $1) }
    }

    /// The file's bytes. It also says how many events the log had, for a note is of no use to an older log.
    public func encoded(logSize: Position) -> [UInt8] {
        let looks = targets.compactMap { target in
            runs[target].map { Self.json($0, of: target, answered: answers[target]) }
        }
        return JSONValue.object([
            ("schema_version", .integer(1)), ("log_size", .whole(logSize.number)),
            ("requests", requests?.json ?? .null), ("pending", pending?.json ?? .null), ("looks", .array(looks)),
        ]).bytes + [UInt8(ascii: "\n")]
    }

    private static func json(_ run: CoverageRun, of target: LookTarget, answered: Instant?) -> JSONValue {
        let answer = answered.map { [("answered", JSONValue.string($0.description))] } ?? []
        return .object(
            [
                ("subject", .string(target.coverageSubject)), ("last_complete", .string(run.until.description)),
                ("from", .string(run.from.description)), ("looks", .whole(run.looks)),
                ("complete", .whole(run.complete)),
                ("longest_interval_ms", .integer(run.longestInterval)),
            ] + answer)
    }

    /// Reads the file; no watermarks where it is damaged, holds what no poller writes, or is newer than the log.
    ///
    /// A run that ends more than a moment after `now`, where that is given, is left out: nobody looked in the future.
    public init(encoded bytes: [UInt8], logSize: Position, now: Instant? = nil) {
        guard let noted = try? Watermarks(reading: bytes, logSize: logSize, now: now) else { return }
        self = noted
    }

    /// Reads the file as ``init(encoded:logSize:now:)`` does; throws what is wrong with it. A note that is only newer than
    /// the log gives no watermarks.
    public init(reading bytes: [UInt8], logSize: Position, now: Instant?) throws(UnusableNote) {
        guard bytes.count <= Self.sizeLimit, let root = try? JSONText(bytes).root else {
            throw UnusableNote("it is not JSON")
        }
        guard let noted = root["log_size"]?.integer, noted >= 0, let looks = root["looks"], looks.kind == .array else {
            throw UnusableNote("it lacks log_size or looks")
        }
        guard UInt64(noted) <= logSize.number else { return }
        requests = try root["requests"].flatMap { $0.kind == .null ? nil : $0 }.map { element throws(UnusableNote) in
            guard let use = RequestUse(element) else { throw UnusableNote("its requests are no counts") }
            return use
        }
        pending = root["pending"].flatMap { PendingLook($0) }
        for look in looks.elements {
            guard let target = look["subject"]?.string.flatMap({ LookTarget(coverageSubject: $0) }) else { continue }
            guard let run = CoverageRun(look) else { throw UnusableNote("a look in it has impossible times or counts") }
            if let now, run.until.milliseconds(since: now) > Self.clockTolerance { continue }
            runs[target] = run
            answers[target] = look["answered"]?.string.flatMap { Instant(rfc3339: $0) }
        }
    }

    /// Bytes of a note: a look takes some 250, and there may be tens of thousands of zones.
    public static let sizeLimit = 16 << 20
    /// Milliseconds that a clock may have been set back since the note was written.
    private static let clockTolerance: Int64 = 600_000
}

/// Why a note beside the log is not used.
public struct UnusableNote: Error, Sendable, CustomStringConvertible {
    /// What is wrong with it, without its contents.
    public let description: String

    /// A note of which that is wrong.
    public init(_ description: String) {
        self.description = description
    }
}

extension CoverageRun {
    /// Nil for what no poller writes: every number is one that counts of a lifetime stay far below, so that whoever adds
    /// to them cannot overflow.
    fileprivate init?(_ look: JSONElement) {
        func count(_ name: String, _ missing: Int64) -> Int64? {
            let count = look[name].map { $0.integer } ?? missing
            return count.flatMap { (0...Self.countLimit).contains($0) ? $0 : nil }
        }
        guard let until = look["last_complete"]?.string.flatMap({ Instant(rfc3339: $0) }),
            let looks = count("looks", 1), let complete = count("complete", min(1, looks)), complete <= looks,
            let longest = count("longest_interval_ms", 0)
        else { return nil }
        let from = look["from"]?.string.flatMap { Instant(rfc3339: $0) } ?? until
        guard from <= until else { return nil }
        self.init(from: from, until: until, looks: Int(looks), complete: Int(complete), longestInterval: longest)
    }

    /// A look each millisecond for thirty years, and milliseconds of as many.
    private static let countLimit: Int64 = 1_000_000_000_000
}

/// A look whose answer is late.
public struct PendingLook: Hashable, Sendable {
    /// What is looked at.
    public let target: LookTarget
    /// When it was asked for.
    public let since: Instant

    /// A look that was asked for at `since`.
    public init(target: LookTarget, since: Instant) {
        self.target = target
        self.since = since
    }

    init?(_ element: JSONElement) {
        guard let target = element["subject"]?.string.flatMap({ LookTarget(coverageSubject: $0) }),
            let since = element["since"]?.string.flatMap({ Instant(rfc3339: $0) })
        else { return nil }
        self.init(target: target, since: since)
    }

    /// As the note and `status` write it.
    public var json: JSONValue {
        .object([("subject", .string(target.coverageSubject)), ("since", .string(since.description))])
    }
}

/// How much of its budget a deployment's polling uses.
public struct RequestUse: Hashable, Sendable {
    /// Requests that may be sent in a minute.
    public let perMinute: Int
    /// Requests that were sent in the last hour.
    public let lastHour: Int
    /// Looks of the last hour that came late because the budget was used up.
    public let heldBack: Int

    /// A count of requests.
    public init(perMinute: Int, lastHour: Int, heldBack: Int) {
        self.perMinute = perMinute
        self.lastHour = lastHour
        self.heldBack = heldBack
    }

    init?(_ element: JSONElement) {
        func count(_ name: String) -> Int? {
            element[name]?.integer.flatMap { (0...Self.countLimit).contains($0) ? Int($0) : nil }
        }
        guard let perMinute = count("per_minute"), let lastHour = count("last_hour"), let heldBack = count("held_back")
        else { return nil }
        self.init(perMinute: perMinute, lastHour: lastHour, heldBack: heldBack)
    }

    /// More than any budget allows, and few enough to be multiplied.
    private static let countLimit: Int64 = 1_000_000_000

    /// As the note and `status` write it.
    public var json: JSONValue {
        .object([
            ("per_minute", .whole(perMinute)), ("last_hour", .whole(lastHour)), ("held_back", .whole(heldBack)),
        ])
    }
}
