/// A zone of Alta Protect: an area that is armed and disarmed, and that turns detections into alarms.
struct Zone: SimulatedRecord {
    /// How far arming has come; `arming` lasts as long as the exit delay.
    enum Arming: String, Sendable { case disarmed, arming, armed }

    let id: String
    let site: Site
    let address: String
    let labels: [String]
    let importance: String
    let schedule: ArmSchedule
    let triggers: [Trigger]
    let beginActions: [String]
    let contactID: String
    let permitID: String
    let exitDelay: Milliseconds
    /// How often it has troubles, compared with other zones; from 1.
    let liveliness: Int

    private(set) var name: String
    private(set) var text: String
    private(set) var entryDelay: Milliseconds
    private(set) var mergeWindow: Milliseconds

    private(set) var arming = Arming.disarmed
    private(set) var armedBy: String?
    private(set) var state = "disarmed"
    private(set) var stateSince: Milliseconds
    private(set) var isMuted = false
    /// True when somebody has deleted it. It keeps its position, so that others keep theirs.
    private(set) var isDeleted = false
    private(set) var version = 1
    var log = ZoneLog()
    /// Positions of its alerts that have not ended, oldest first.
    var openAlerts: [Int] = []

    var recordID: String? { id }

    /// A detection by a device that raises an alarm.
    struct Trigger: Sendable {
        /// The position in the list of devices.
        let device: Int
        let deviceID: String
        let detection: String
    }
}

extension Zone {
    /// Sets how far arming has come. `person` is nil where nobody did it, as after a disarming.
    mutating func setArming(_ arming: Arming, by person: String?) {
        self.arming = arming
        armedBy = person
        version += 1
    }

    /// Takes over the state that follows from arming and from the phases of the open alerts.
    mutating func settle(phases: [Alert.Phase], at time: Milliseconds) {
        let settled = derivedState(phases)
        guard settled != state else { return }
        state = settled
        stateSince = time
        version += 1
    }

    mutating func rename(to name: String) {
        self.name = name
        version += 1
    }

    mutating func describe(as text: String) {
        self.text = text
        version += 1
    }

    /// Mutes its notifications for the account that asks, or unmutes them.
    mutating func mute(_ isMuted: Bool) {
        self.isMuted = isMuted
        version += 1
    }

    mutating func delete() {
        isDeleted = true
        arming = .disarmed
        armedBy = nil
    }

    /// A new zone of the same name and settings, disarmed, under another id.
    func successor(id: String, at time: Milliseconds) -> Zone {
        Zone(
            id: id, site: site, address: address, labels: labels, importance: importance, schedule: schedule,
            triggers: triggers, beginActions: beginActions, contactID: contactID, permitID: permitID,
            exitDelay: exitDelay, liveliness: liveliness, name: name, text: text, entryDelay: entryDelay,
            mergeWindow: mergeWindow, stateSince: time)
    }

    mutating func setMergeWindow(_ window: Milliseconds) {
        mergeWindow = window
        version += 1
    }

    private func derivedState(_ phases: [Alert.Phase]) -> String {
        guard arming == .armed else { return arming.rawValue }
        if phases.contains(where: { $0 == .alarm || $0 == .validAlarm }) { return "alarm" }
        return phases.contains(.preAlarm) ? "pre_alarm" : "armed"
    }
}
