/// The customer's sites with all that happens there: a function of the seed and of simulated time, never of questions.
///
/// It moves from change to change in the order of their times, and only there draws from its generator.
struct World: Sendable {
    let parameters: SimulationParameters
    let sites: [Site]
    let archiver: User
    /// The operators, by whose positions changes name who brought them about.
    let operators: [User]
    /// The operators, and behind them the account that asks.
    let people: [User]
    let rules: [Rule]
    /// Every zone's position, as often as the zone is lively.
    var lots: [Int]
    var devices: [Device]
    var zones: [Zone]

    /// Every alert there ever was, oldest first.
    var alerts: [Alert] = []
    /// Positions of the alerts that have not ended, oldest first.
    var openAlerts: [Int] = []
    /// Positions of the alerts that are kept, by guid.
    var positions: [String: Int] = [:]

    /// How far the server's clock is ahead of the true time.
    var clockOffset: Milliseconds = 0
    /// Whether the lines of zone logs bear only the minute.
    var hasCoarseLogs = false
    /// How long an alert is kept after its end.
    var alertRetention: Milliseconds
    /// The zone or the alert that a fault has taken away, by the fault's position in the script.
    var faultSubjects: [Int: Int] = [:]
    /// What webhooks are to tell of, oldest first.
    var signals: [WebhookSignal] = []

    var generator: SeededGenerator
    private(set) var now: Milliseconds
    private var queue = ChangeQueue()

    init(_ parameters: SimulationParameters) {
        var founding = Founding(parameters)
        self.parameters = parameters
        sites = founding.sites
        archiver = User(id: founding.generator.identifier(), name: parameters.username)
        operators = founding.makeOperators()
        people = operators + [archiver]
        alertRetention = parameters.alertRetentionMilliseconds
        devices = founding.makeDevices()
        zones = founding.makeZones()
        rules = founding.makeRules()
        lots = zones.indices.flatMap { [zones] in Array(repeating: $0, count: zones[$0].liveliness) }
        generator = founding.generator.fork()
        now = founding.time
        begin()
    }

    /// Lets everything happen that is due at `time`, the moment included. Earlier times change nothing.
    mutating func advance(to time: Milliseconds) {
        let end = min(time, parameters.quietAfter ?? time)
        while let entry = queue.popFirst(notAfter: end) {
            now = entry.time
            perform(entry.change)
        }
        now = max(now, end)
    }

    /// Hands over what webhooks are to tell of.
    mutating func takeSignals() -> [WebhookSignal] {
        defer { signals = [] }
        return signals
    }

    /// The account that asks, among the people.
    var account: Int { operators.count }

    /// What the server's clock shows: the time that it writes down.
    var stamp: Milliseconds { now + clockOffset }

    /// Has `change` happen `delay` after the present moment.
    mutating func schedule(_ change: Change, after delay: Milliseconds) {
        queue.schedule(change, at: now + delay)
    }

    private mutating func begin() {
        for zone in zones.indices { beginSchedule(of: zone) }
        schedule(.trouble, after: generator.number(in: .second...10 * .minute))
        schedule(.storm, after: generator.number(in: .hour...10 * .day))
        schedule(.visit(zone: generator.index(below: zones.count)), after: generator.number(in: .minute...6 * .hour))
        schedule(.outage, after: generator.number(in: .minute...12 * .hour))
        schedule(.zoneEdit, after: generator.number(in: .hour...4 * .day))
        scheduleFaults()
    }
}
