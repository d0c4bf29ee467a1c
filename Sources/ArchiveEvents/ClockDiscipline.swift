/// Both clocks of the machine at one moment.
public struct ClockReading: Hashable, Sendable {
    /// What the wall clock shows: the time of day, which can be set, wrongly too.
    public let wall: Instant
    /// Milliseconds of the monotonic clock, which is never set and knows no date.
    public let monotonic: Int64

    /// A reading.
    public init(wall: Instant, monotonic: Int64) {
        self.wall = wall
        self.monotonic = monotonic
    }

    /// What the wall clock would have shown when the monotonic clock was `moment`, had it not been set since.
    public func time(atMonotonic moment: Int64) -> Instant { wall.advanced(byMilliseconds: moment - monotonic) }

    /// What the wall clock showed when the monotonic clock was zero: it stays the same as long as neither is set.
    var offset: Int64 { wall.writable.milliseconds - monotonic }
}

/// Which time to go by where the wall clock may be wrong: a value that is given readings of the machine's clocks and the
/// times that servers name, and answers with the time to use.
///
/// The wall clock counts as long as it goes on like the monotonic one. Where it steps, the vendor's `Date` decides: it is
/// followed where the vendor shows the same time, and left where the vendor goes on as before; then the time in use goes
/// on by the monotonic clock. Where no vendor speaks, the wall clock is followed once it has been steady for
/// ``patience``. A vendor alone moves nothing: while the wall clock is steady, a `Date` that changes is the vendor's
/// own affair.
///
/// At a start there is no earlier reading. Where wall clock and vendor contradict each other then, the log's end is the
/// third witness: the earlier time is used that does not lie before it, for the time of a log can go forward later, and
/// never back.
public struct ClockDiscipline: Sendable {
    /// Milliseconds by which two clocks may differ and still show the same time: a leap second, a correction by NTP, or a
    /// `Date` in whole seconds that was long on its way are no steps.
    public static let tolerance: Int64 = 60_000
    /// Milliseconds for which a wall clock must be steady after a step to be believed without a vendor's word. Whoever
    /// sets a clock by mistake sets it right sooner; what stands longer is the time that the machine goes by.
    static let patience: Int64 = 600_000
    /// Milliseconds between wall clock and vendor, or between the log's end and a start, from which the wall clock is in
    /// doubt at a start. Smaller differences may be the vendor's fault or a short rest, and do the log little harm.
    static let doubt: Int64 = 600_000
    /// Milliseconds behind the log's end, a year, up to which a vendor is believed that nothing else bears out: a log that
    /// goes on too early is set right with the wall clock, one that was carried far ahead never is.
    static let longestRest: Int64 = 366 * 86_400_000

    /// The time in use minus the monotonic clock.
    private var offset: Int64
    private var last: ClockReading
    /// Since when the wall clock is not followed; nil while it is.
    private var distrust: Distrust?
    /// The vendor's time minus the monotonic clock, as its last `Date` bounds it.
    private var vendor: ClosedRange<Int64>?
    /// The offsets of wall clock and vendor when they last showed the same time.
    private var agreement: (wall: Int64, vendor: Int64)?
    private var logEnd: Instant?
    private var answers: SteadyTime
    /// What is to be recorded and was not taken yet.
    private var step: ClockStep?
    private var contradiction: Instant?

    private struct Distrust: Sendable {
        /// The monotonic clock at the wall clock's last step.
        var since: Int64
        /// Whether the vendor confirmed the time in use.
        var isConfirmed: Bool
    }

    /// A discipline that begins with the wall clock as it is.
    public init(_ reading: ClockReading) {
        offset = reading.offset
        last = reading
        answers = SteadyTime(at: reading)
        if !reading.wall.isLoggable { distrust = Distrust(since: reading.monotonic, isConfirmed: false) }
    }

    /// Takes in the time of the log's last event, as this run found it; a later one is this run's own.
    public mutating func begin(logEnd time: Instant, _ reading: ClockReading) {
        guard logEnd == nil else { return }
        logEnd = time
        observe(reading)
        guard !reading.wall.isLoggable else { return }
        // No event can bear what the wall clock shows; of all times that are known, the log's own is the nearest.
        offset = time.milliseconds - reading.monotonic
        report(ClockStep(before: time, after: reading.wall, monotonic: nil, served: nil, isFollowed: false))
    }

    /// The time to use. It decreases only where a step of the wall clock beyond twice ``tolerance`` is followed back.
    public mutating func time(_ reading: ClockReading) -> Instant {
        observe(reading)
        return answers.next(Instant(milliseconds: offset + reading.monotonic), at: reading.monotonic)
    }

    /// Takes in the `Date` of an answer, whose request was sent when the monotonic clock showed `asked`.
    public mutating func compare(served: Instant, asked: Int64, _ reading: ClockReading) {
        observe(reading)
        guard served.isLoggable, asked <= reading.monotonic else { return }
        let isFirst = vendor == nil
        // It was written at some time between question and answer, in whole seconds.
        let bounds = served.milliseconds - reading.monotonic...served.milliseconds - asked + 999
        vendor = bounds
        if distrust != nil {
            weigh(reading, bounds, isFirst: isFirst)
        } else if Self.gap(reading.offset, bounds) <= Self.tolerance {
            agreement = (reading.offset, Self.middle(bounds))
        } else if isFirst {
            chooseAtStart(reading, bounds)
        } else if isWallDrifting(reading, bounds) {
            leaveWall(reading, for: bounds)
        }
    }

    /// Whether it is worth asking a vendor for the time before anything is written: no vendor has spoken, and the wall
    /// clock lies before the log's end, or far behind it, so that it may be wrong, or the archiver was not running.
    public var isDoubtful: Bool {
        guard vendor == nil, let logEnd else { return false }
        let rest = last.wall.writable.milliseconds(since: logEnd)
        return distrust != nil || rest > Self.doubt || rest < -Self.tolerance
    }

    /// What is to be recorded since it was last taken: several steps as one.
    public mutating func takeStep() -> ClockStep? {
        defer { step = nil }
        return step
    }

    /// The vendor's time, where it contradicted the wall clock at the start and was not believed; told once.
    public mutating func takeContradiction() -> Instant? {
        defer { contradiction = nil }
        return contradiction
    }

    /// The vendor's time at the last reading, as far as its last answer tells.
    public var served: Instant? { served(at: last.monotonic) }

    // MARK: the wall clock

    private mutating func observe(_ reading: ClockReading) {
        defer { last = reading }
        let isUsable = reading.wall.isLoggable
        if isUsable, abs(reading.offset - offset) <= Self.tolerance {
            if distrust != nil { report(from: last, to: reading, isFollowed: true) }
            follow(reading)
        } else if distrust == nil || abs(reading.offset - last.offset) > Self.tolerance {
            stepped(to: reading)
        } else if let distrust, isUsable, !distrust.isConfirmed,
            reading.monotonic - distrust.since >= Self.patience
        {
            acceptLate(reading)
        }
    }

    private mutating func stepped(to reading: ClockReading) {
        let isConfirmed = vendor.map { Self.gap(offset, $0) <= Self.tolerance } ?? false
        let isVendors = isVendors(reading)
        report(from: last, to: reading, isFollowed: isVendors)
        if isVendors { return follow(reading) }
        distrust = Distrust(since: reading.monotonic, isConfirmed: isConfirmed)
    }

    private mutating func follow(_ reading: ClockReading) {
        offset = reading.offset
        distrust = nil
    }

    /// Follows a wall clock that was left before: it is the log's time that steps now.
    private mutating func acceptLate(_ reading: ClockReading) {
        let used = ClockReading(
            wall: Instant(milliseconds: offset + last.monotonic), monotonic: last.monotonic)
        report(from: used, to: reading, isFollowed: true)
        follow(reading)
    }

    // MARK: the vendor

    /// Whether the wall clock shows the vendor's time, and the time in use does so less.
    private func isVendors(_ reading: ClockReading) -> Bool {
        guard let vendor, reading.wall.isLoggable else { return false }
        let gap = Self.gap(reading.offset, vendor)
        return gap <= Self.tolerance && gap < Self.gap(offset, vendor)
    }

    /// While the wall clock is not followed, the vendor may confirm it, or the time in use. Where no event can bear what
    /// the wall clock has shown from the start, the vendor's time is what there is, as far as the log's end bears it out.
    private mutating func weigh(_ reading: ClockReading, _ vendor: ClosedRange<Int64>, isFirst: Bool) {
        if isVendors(reading) { return acceptLate(reading) }
        if Self.gap(offset, vendor) <= Self.tolerance {
            distrust?.isConfirmed = true
        } else if isFirst, !reading.wall.isLoggable, isRest(Self.middle(vendor) + reading.monotonic) {
            leaveWall(reading, for: vendor)
        }
    }

    /// Whether a time lies behind the log's end by no more than an archive rests.
    private func isRest(_ time: Int64) -> Bool {
        logEnd.map { (0...Self.longestRest).contains(time - $0.milliseconds) } ?? false
    }

    private mutating func chooseAtStart(_ reading: ClockReading, _ vendor: ClosedRange<Int64>) {
        guard Self.gap(reading.offset, vendor) > Self.doubt else { return }
        let other = Instant(milliseconds: Self.middle(vendor) + reading.monotonic)
        let (earlier, later) = (min(reading.wall, other), max(reading.wall, other))
        let border = (logEnd ?? earlier).advanced(byMilliseconds: -Self.tolerance)
        // Where the log does not allow the earlier one, that which lies nearer to its end: no vendor's `Date` alone takes
        // a log into a far future because its end lies a little ahead.
        let isEarlierNearer = border.milliseconds(since: earlier) <= abs(later.milliseconds(since: border))
        let believed = earlier >= border || isEarlierNearer ? earlier : later
        if believed == other { leaveWall(reading, for: vendor) } else { contradiction = other }
    }

    /// Whether it was the wall clock that went away from the vendor's since they agreed, a little at a time.
    private func isWallDrifting(_ reading: ClockReading, _ vendor: ClosedRange<Int64>) -> Bool {
        guard let agreement else { return false }
        let uncertainty = vendor.upperBound - vendor.lowerBound
        return abs(reading.offset - agreement.wall)
            > abs(Self.middle(vendor) - agreement.vendor) + uncertainty
    }

    private mutating func leaveWall(_ reading: ClockReading, for vendor: ClosedRange<Int64>) {
        offset = Self.middle(vendor)
        distrust = Distrust(since: reading.monotonic, isConfirmed: true)
        report(
            ClockStep(
                before: Instant(milliseconds: offset + reading.monotonic), after: reading.wall, monotonic: nil,
                served: served(at: reading.monotonic), isFollowed: false))
    }

    /// The vendor's time now.
    private func served(at monotonic: Int64) -> Instant? {
        vendor.map { Instant(milliseconds: Self.middle($0) + monotonic) }
    }

    // MARK: reports

    private mutating func report(from before: ClockReading, to after: ClockReading, isFollowed: Bool) {
        report(
            ClockStep(
                before: before.wall, after: after.wall, monotonic: after.monotonic - before.monotonic,
                served: served(at: after.monotonic), isFollowed: isFollowed))
    }

    private mutating func report(_ new: ClockStep) { step = step?.followed(by: new) ?? new }

    // MARK: offsets

    private static func gap(_ offset: Int64, _ bounds: ClosedRange<Int64>) -> Int64 {
        abs(nearest(offset, bounds) - offset)
    }

    private static func nearest(_ offset: Int64, _ bounds: ClosedRange<Int64>) -> Int64 {
        min(max(offset, bounds.lowerBound), bounds.upperBound)
    }

    private static func middle(_ bounds: ClosedRange<Int64>) -> Int64 {
        bounds.lowerBound + (bounds.upperBound - bounds.lowerBound) / 2
    }
}

/// Times that do not decrease where they need not: a small step back is made up for by going at half the pace, so that
/// nothing that waits for a time waits much longer, and no look ends before it begins.
private struct SteadyTime: Sendable {
    private var time: Instant
    private var monotonic: Int64
    private var isSlow = false

    init(at reading: ClockReading) {
        (time, monotonic) = (reading.wall, reading.monotonic)
    }

    mutating func next(_ wanted: Instant, at now: Int64) -> Instant {
        let slow = time.advanced(byMilliseconds: (now - monotonic) / 2)
        let lead = (isSlow ? slow : time).milliseconds(since: wanted)
        guard lead > 0, lead <= 2 * ClockDiscipline.tolerance else {
            (time, monotonic, isSlow) = (wanted, now, false)
            return wanted
        }
        if !isSlow {
            // From the last time that was given on.
            monotonic = now
            isSlow = true
            return time
        }
        return slow
    }
}
