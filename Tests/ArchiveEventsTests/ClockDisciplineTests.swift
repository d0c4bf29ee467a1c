import ArchiveEvents
import Testing

@Suite("The discipline of the clock")
struct ClockDisciplineTests {
    /// A machine whose wall clock can be set, a vendor whose clock may be wrong, and what is made of both.
    struct Machine {
        static let start = Instant(milliseconds: 1_795_420_800_000)
        var truth = Self.start
        /// What the wall clock shows beyond the truth.
        var wallError: Int64
        /// The same of the vendor's; nil where the vendor does not answer.
        var vendorError: Int64?
        private(set) var discipline: ClockDiscipline
        private(set) var steps: [ClockStep] = []

        init(wallError: Int64 = 0, vendorError: Int64? = 0, logEnd: Int64? = nil) {
            self.wallError = wallError
            self.vendorError = vendorError
            discipline = ClockDiscipline(
                ClockReading(wall: Self.start.advanced(byMilliseconds: wallError), monotonic: 5_000))
            if let logEnd { discipline.begin(logEnd: Self.start.advanced(byMilliseconds: logEnd), reading) }
        }

        var reading: ClockReading {
            let passed = truth.milliseconds(since: Self.start)
            return ClockReading(
                wall: Instant(milliseconds: truth.milliseconds + wallError), monotonic: 5_000 + passed)
        }

        /// Lets so many seconds pass, in each of which the clock is read, and the vendor asked every fifth; what the time to
        /// use shows beyond the truth then.
        @discardableResult
        mutating func pass(seconds: Int) -> Int64 {
            for second in 1...seconds {
                truth = truth.advanced(byMilliseconds: 1000)
                if second % 5 == 0 { ask() }
                _ = time
            }
            return time.milliseconds(since: truth)
        }

        /// An answer that took a quarter of a second.
        mutating func ask() {
            guard let vendorError else { return }
            let served = (truth.milliseconds + vendorError) / 1000 * 1000
            discipline.compare(
                served: Instant(milliseconds: served), asked: reading.monotonic - 250, reading)
        }

        var time: Instant {
            mutating get {
                let time = discipline.time(reading)
                if let step = discipline.takeStep() { steps.append(step) }
                return time
            }
        }
    }

    private static let day: Int64 = 86_400_000

    @Test(
        "follows a clock that is slewed, shows a leap second, or is corrected by less than a minute, and says nothing")
    func smallSteps() {
        var machine = Machine()
        for (seconds, step) in [(10, 1000), (10, -1000), (3600, 1800), (10, 57_000), (10, -30_000)] as [(Int, Int64)] {
            machine.pass(seconds: seconds)
            machine.wallError += step
            let used = machine.pass(seconds: 200)
            #expect(used == machine.wallError)
        }
        #expect(machine.steps.isEmpty)
    }

    @Test(
        "does not follow a clock that is wrong for five seconds, and tells both steps",
        arguments: [day, 50 * 365 * day, -day, -50 * 365 * day, 61_000, -61_000, 9000 * 365 * day, -3000 * 365 * day],
        [0, nil] as [Int64?])
    func wrongForAMoment(error: Int64, vendor: Int64?) throws {
        var machine = Machine(vendorError: vendor)
        machine.pass(seconds: 60)
        machine.wallError = error
        var used = machine.pass(seconds: 5)
        #expect(used == 0)
        #expect(machine.steps.count == 1 && machine.steps.allSatisfy { !$0.isFollowed })
        let first = try #require(machine.steps.first)
        #expect(first.monotonic == 1000 && (first.served == nil) == (vendor == nil))
        #expect(first.before == Machine.start.advanced(byMilliseconds: 60_000))
        machine.wallError = 0
        used = machine.pass(seconds: 100)
        #expect(used == 0)
        #expect(machine.steps.count == 2 && machine.steps[1].isFollowed)
        #expect(machine.steps[1].after == Machine.start.advanced(byMilliseconds: 66_000))
    }

    @Test("never follows a clock that is wrong for ever as long as the vendor once confirmed the time before")
    func wrongForEver() {
        var machine = Machine()
        machine.pass(seconds: 60)
        machine.wallError = 3 * 365 * Self.day
        machine.vendorError = nil
        let used = machine.pass(seconds: 100_000)
        #expect(used == 0 && machine.steps.count == 1)
    }

    @Test("follows a clock that is set right at once where the vendor shows the same time", arguments: [day, -day])
    func corrected(error: Int64) {
        // The log is empty, and the vendor is heard of only afterwards.
        var machine = Machine(wallError: error, vendorError: nil)
        var used = machine.pass(seconds: 60)
        #expect(used == error, "there is nothing else to go by")
        machine.wallError = 0
        used = machine.pass(seconds: 4)
        #expect(used == error)
        machine.vendorError = 0
        used = machine.pass(seconds: 5)
        #expect(used == 0)
        #expect(machine.steps.map(\.isFollowed) == [false, true])
    }

    @Test("believes a new time without a vendor's word once it has stood for ten minutes", arguments: [day, -day])
    func patience(error: Int64) {
        var machine = Machine(vendorError: nil)
        machine.pass(seconds: 60)
        machine.wallError = error
        var used = machine.pass(seconds: 599)
        #expect(used == 0)
        used = machine.pass(seconds: 3)
        #expect(used == error)
        #expect(machine.steps.map(\.isFollowed) == [false, true])
    }

    @Test("is not moved by a vendor's clock that is set while the machine's goes on", arguments: [day, -day, 420_000])
    func vendorStep(error: Int64) {
        var machine = Machine()
        machine.pass(seconds: 60)
        machine.vendorError = error
        var used = machine.pass(seconds: 1000)
        #expect(used == 0 && machine.steps.isEmpty)
        machine.vendorError = 0
        used = machine.pass(seconds: 60)
        #expect(used == 0 && machine.steps.isEmpty)
    }

    @Test("is not moved by a vendor whose time runs sixty times as fast")
    func fastVendor() {
        var machine = Machine()
        for _ in 0..<1000 {
            machine.pass(seconds: 5)
            machine.vendorError = (machine.vendorError ?? 0) + 295_000
        }
        let used = machine.pass(seconds: 1)
        #expect(used == 0 && machine.steps.isEmpty)
    }

    @Test("notices a clock that is set again and again by less than a step", arguments: [50_000, 10_000, -50_000])
    func creeping(amount: Int64) {
        var machine = Machine()
        for _ in 0..<100 {
            machine.pass(seconds: 10)
            machine.wallError += amount
        }
        let used = machine.pass(seconds: 300)
        #expect(abs(used) < 2 * ClockDiscipline.tolerance)
        #expect(machine.steps.contains { !$0.isFollowed })
    }

    /// Errors of the wall clock and of the vendor's at a start, the log's end before or behind it, and the error that the
    /// time to use is to have once the vendor has answered.
    static let starts: [(wall: Int64, vendor: Int64?, logEnd: Int64?, right: Int64, reason: String)] = [
        (0, 0, -300_000, 0, "all agree"),
        (0, 0, nil, 0, "a new log"),
        (3 * 365 * day, 0, -300_000, 0, "the vendor's time does not lie before the log's end: the wall clock is ahead"),
        (day, 0, -300_000, 0, "also by a day"),
        (-50 * 365 * day, 0, -300_000, 0, "the log's end proves that the wall clock is behind"),
        (0, -day, -300_000, 0, "the log's end proves that the vendor's is behind"),
        (0, day, -300_000, 0, "a vendor that is ahead carries nothing into the future"),
        (0, 0, 3 * 365 * day, 0, "the log lies ahead of both"),
        (0, -365 * day, 3 * 365 * day, 0, "the same, and the vendor's is behind"),
        (-50 * 365 * day, 0, 3 * 365 * day, 0, "the same, and the wall clock's battery is empty"),
        (300_000, 0, -3_600_000, 300_000, "less than ten minutes may be the vendor's fault"),
        (9000 * 365 * day, 0, -300_000, 0, "no event can bear the wall clock's time"),
        (-3000 * 365 * day, 0, -300 * day, 0, "the same, after months of rest"),
        (9000 * 365 * day, 50 * 365 * day, -300_000, -300_000, "the same, and no vendor alone carries a log far ahead"),
        (-3000 * 365 * day, 2 * 365 * day, -300_000, -300_000, "the same, by years"),
        (-3000 * 365 * day, -day, -300_000, -300_000, "the same, and the log's end proves that the vendor's is behind"),
        (3 * 365 * day, nil, -300_000, 3 * 365 * day, "nobody says otherwise"),
    ]

    @Test("at a start takes the earlier time that the log allows", arguments: 0..<starts.count)
    func start(index: Int) {
        let (wall, vendor, logEnd, right, reason) = Self.starts[index]
        var machine = Machine(wallError: wall, vendorError: vendor, logEnd: logEnd)
        var used = machine.pass(seconds: 10)
        #expect(abs(used - right) <= 1000, "\(reason)")
        #expect(machine.steps.isEmpty == (right == wall), "\(reason)")
        machine.wallError = 0
        machine.vendorError = 0
        used = machine.pass(seconds: 700)
        #expect(abs(used) <= 1000, "and is right once both clocks are: \(reason)")
    }

    @Test(
        "doubts the wall clock at a start where it does not go together with the log's end",
        arguments: [(-300_000, false), (-700_000, true), (30_000, false), (90_000, true)] as [(Int64, Bool)])
    func doubt(logEnd: Int64, isDoubtful: Bool) {
        var machine = Machine(logEnd: logEnd)
        #expect(machine.discipline.isDoubtful == isDoubtful)
        machine.ask()
        #expect(!machine.discipline.isDoubtful)
    }

    @Test("goes on with the log's own time where no event can bear the wall clock's, and nobody answers")
    func impossible() {
        var machine = Machine(wallError: 9000 * 365 * Self.day, vendorError: nil, logEnd: -300_000)
        let used = machine.pass(seconds: 2000)
        #expect(used == -300_000)
        #expect(machine.steps.first.map { !$0.isFollowed } == true)
    }

    @Test("never decreases where a correction is small, and goes on at half the pace until it is made up for")
    func steady() {
        var machine = Machine()
        machine.pass(seconds: 60)
        machine.wallError = -50_000
        let errors = (0..<300).map { _ in machine.pass(seconds: 1) }
        for (error, next) in zip(errors, errors.dropFirst()) {
            #expect(next == error - 500 || next == -50_000 && error <= -49_500)
        }
        #expect(errors.first.map { $0 > -2_000 } == true && errors.last == -50_000)
    }

    @Test("tells several steps as one where they were not taken one by one")
    func merged() throws {
        var discipline = ClockDiscipline(ClockReading(wall: Machine.start, monotonic: 0))
        for second in 1...3 as ClosedRange<Int64> {
            let wall = Machine.start.advanced(byMilliseconds: second * Self.day)
            _ = discipline.time(ClockReading(wall: wall, monotonic: second * 1000))
        }
        let taken = discipline.takeStep()
        let step = try #require(taken)
        #expect(step.steps == 3 && step.monotonic == 3000 && step.before == Machine.start)
        #expect(step.after == Machine.start.advanced(byMilliseconds: 3 * Self.day))
        #expect(
            String(decoding: step.event.data, as: UTF8.self)
                == #"{"before":"\#(step.before)","after":"\#(step.after)","monotonic_ms":3000,"served":null,"#
                + #""followed":false,"steps":3}"#)
        let rest = discipline.takeStep()
        #expect(rest == nil)
    }

    @Test(
        "a log lies ahead by more than clocks may differ, or not at all",
        arguments: [(0, nil), (60_000, nil), (60_001, "60 seconds"), (3 * 365 * day, "1095 days"), (-day, nil)]
            as [(Int64, String?)])
    func ahead(lead: Int64, length: String?) {
        let ahead = LogAhead(end: Machine.start.advanced(byMilliseconds: lead), now: Machine.start)
        #expect((ahead == nil) == (length == nil))
        if let length { #expect(ahead?.fact.contains(length) == true && ahead?.lead == lead) }
    }
}
