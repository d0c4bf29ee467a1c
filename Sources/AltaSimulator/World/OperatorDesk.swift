/// Where the steps of an alarm's course are put together, in the order of their times.
struct OperatorDesk {
    private let alert: Int
    private let operators: Int
    private let person: Int
    private var chance: SeededGenerator
    private var time: Milliseconds
    private(set) var steps: [AlarmCourse.Step] = []

    /// `time` is how long after the beginning somebody first acts.
    init(alert: Int, operators: Int, chance: SeededGenerator, time: Milliseconds) {
        var chance = chance
        self.alert = alert
        self.operators = operators
        person = chance.index(below: operators)
        self.chance = chance
        self.time = time
    }

    /// False and ended, mostly with one click and so in one millisecond.
    mutating func dismiss() {
        verify(as: .false, by: person)
        if chance.happens(30) { time += chance.number(in: .second...30 * .second) }
        if chance.happens(15) { comment(with: Catalogue.harmlessRemarks) }
        end()
    }

    mutating func verifyLate() {
        end()
        time += chance.magnitude(in: .hour...10 * .day)
        verify(as: chance.happens(80) ? .false : .valid, by: chance.index(below: operators))
    }

    mutating func confirm() {
        verify(as: .valid, by: person)
        if chance.happens(50) {
            time += chance.number(in: 0...5 * .minute)
            add(.dispatch(alert: alert, by: person))
        }
        time += chance.magnitude(in: 2 * .minute...4 * .hour)
        if chance.happens(40) { comment(with: Catalogue.seriousRemarks) }
        end()
    }

    mutating func reverse() {
        verify(as: .valid, by: person)
        time += chance.magnitude(in: 2 * .minute ... .hour)
        end()
        time += chance.magnitude(in: 30 * .minute...5 * .day)
        verify(as: .false, by: chance.index(below: operators))
        guard chance.happens(60) else { return }
        time += chance.magnitude(in: 10 * .minute...2 * .day)
        verify(as: .none, by: chance.index(below: operators))
    }

    mutating func leave() {
        if chance.happens(50) { verify(as: .valid, by: person) }
        time += chance.magnitude(in: 3 * .hour...9 * .day)
        end()
    }

    /// Ends the alarm, now and then together with all others of its zone.
    mutating func end() {
        add(chance.happens(15) ? .endTogether(alert: alert, by: person) : .end(alert: alert, by: person))
    }

    private mutating func verify(as code: Alert.Code, by person: Int) {
        add(.verification(alert: alert, code: code, by: person))
    }

    private mutating func comment(with remarks: ClosedRange<Int>) {
        add(.comment(alert: alert, remark: chance.element(of: Array(remarks)), by: person))
    }

    private mutating func add(_ change: Change) {
        steps.append(AlarmCourse.Step(delay: time, change: change))
    }
}
