/// What people make of an alarm, as a list of steps from the moment it begins.
enum AlarmCourse: Sendable {
    /// Seen to be false and ended.
    case dismissed
    /// Ended at once; somebody says hours or days later what it was.
    case verifiedLate
    /// Ended, and nobody ever says what it was.
    case neverVerified
    /// A true alarm, with a dispatch perhaps.
    case confirmed
    /// Taken for true, found false later, and sometimes reset to unverified after that.
    case reversed
    /// Left standing for hours or days.
    case left

    struct Step: Sendable {
        let delay: Milliseconds
        let change: Change
    }

    static func draw(from chance: inout SeededGenerator) -> AlarmCourse {
        switch chance.number(in: 0...99) {
        case 0..<48: .dismissed
        case 48..<63: .verifiedLate
        case 63..<75: .neverVerified
        case 75..<92: .confirmed
        case 92..<96: .reversed
        default: .left
        }
    }

    /// The steps for the alert at position `alert`, when there are `operators` people to act.
    func steps(of alert: Int, operators: Int, from chance: inout SeededGenerator) -> [Step] {
        let reaction = chance.magnitude(in: 15 * .second ... .hour)
        var desk = OperatorDesk(alert: alert, operators: operators, chance: chance.fork(), time: reaction)
        switch self {
        case .dismissed: desk.dismiss()
        case .verifiedLate: desk.verifyLate()
        case .neverVerified: desk.end()
        case .confirmed: desk.confirm()
        case .reversed: desk.reverse()
        case .left: desk.leave()
        }
        return desk.steps
    }
}
