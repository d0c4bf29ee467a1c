public import AlarmHistory
import ExactJSON

/// What a deployment shows of the thing that an act is about: read before the act and after it, so that its effect can be
/// told. Pure.
public enum ShownState: Sendable {
    /// What an alarm was found to be.
    case verdict(AlarmVerdict)
    /// Whether an alarm's record says that it has ended, and its phase.
    case end(isEnded: Bool, phase: String?)
    /// Alarms that cameras and cloud connectors hold themselves, and that go on.
    case localAlarms(Int)
    /// A zone, and how often its log says that arming failed.
    case zone(ZoneStanding, failures: Int)
    case zones([ZoneStanding])
    /// How often a zone's log holds the comment.
    case comments(Int)
    case muted(Bool)
    /// The deployment does not show it.
    case nothing
}

/// A zone's state as far as it can be read: its names in the vendor's API are not known.
public struct ZoneStanding: Sendable {
    /// The member `state` as it is spelled, else what `armed` says.
    public let state: String?
    let isArmed: Bool
    /// The exit delay runs.
    let isArming: Bool
    let isDisarmed: Bool

    init(_ element: JSONElement) {
        let members = VendorMembers(element)
        let armed = members["armed"]?.bool
        let state = members.text("state")?.lowercased()
        self.state = members.text("state") ?? armed.map { $0 ? "armed" : "disarmed" }
        isArming = state == "arming"
        isArmed = !isArming && (["armed", "pre_alarm", "alarm"].contains(state) || armed == true)
        isDisarmed = !isArming && (state == "disarmed" || (state == nil && armed == false))
    }
}

extension ShownState {
    /// What `act` brought about, where the deployment showed `before` and now shows this.
    func effect(of act: Act, after before: ShownState) -> Effect {
        switch (act, before, self) {
        case (.verify(_, let verdict), .verdict(let old), .verdict(let new)): Self.verified(verdict, old, new)
        case (.end, _, .end(isEnded: true, _)): Effect(.confirmed, "the alarm has ended")
        case (.end, _, .end(_, let phase)):
            Effect(.notSeen, "the alarm goes on" + (phase.map { ", phase \($0)" } ?? ""))
        case (.stopLocal, .localAlarms(let old), .localAlarms(let new)): Self.stopped(old, new)
        case (.arm, .zone(_, let old), .zone(_, let new)) where new > old:
            Effect(.contradicted, "the zone's log says that arming failed")
        case (.arm, _, .zone(let zone, _)): Effect(zone.obeys(act) ? .confirmed : .notSeen, zone.sentence)
        case (.disarm, _, .zone(let zone, _)): Effect(zone.obeys(act) ? .confirmed : .notSeen, zone.sentence)
        case (.armAll, _, .zones(let zones)), (.disarmAll, _, .zones(let zones)): Self.all(zones, act)
        case (.comment, .comments(let old), .comments(let new)):
            new > old
                ? Effect(.confirmed, "the zone's log has the comment")
                : Effect(.notSeen, "the zone's log does not show it")
        case (.mute, _, .muted(let isMuted)): Self.muted(isMuted, isMuted)
        case (.unmute, _, .muted(let isMuted)): Self.muted(isMuted, !isMuted)
        default: Effect(nil, "the deployment does not show it, so that the effect is not known")
        }
    }

    private static func verified(_ wanted: Act.Verdict, _ old: AlarmVerdict, _ new: AlarmVerdict) -> Effect {
        let detail = "the alarm shows verdict \(new.rawValue)"
        if new.rawValue == wanted.rawValue { return Effect(.confirmed, detail) }
        return Effect(new == old ? .notSeen : .contradicted, detail)
    }

    private static func stopped(_ old: Int, _ new: Int) -> Effect {
        let detail = "\(new) of \(old) local alarms go on"
        return old == 0 ? Effect(nil, "there was no local alarm") : Effect(new == 0 ? .confirmed : .notSeen, detail)
    }

    private static func all(_ zones: [ZoneStanding], _ act: Act) -> Effect {
        let count = zones.count { $0.obeys(act) }
        let what = act.name == "arm" ? "armed or arming" : "disarmed"
        return Effect(
            count == zones.count && count > 0 ? .confirmed : .notSeen, "\(count) of \(zones.count) zones are \(what)")
    }

    private static func muted(_ isMuted: Bool, _ isWanted: Bool) -> Effect {
        Effect(isWanted ? .confirmed : .notSeen, "the zone is \(isMuted ? "muted" : "not muted") for this account")
    }
}

extension ZoneStanding {
    /// An exit delay that runs is what arming leads to.
    fileprivate func obeys(_ act: Act) -> Bool { act.name == "arm" ? isArmed || isArming : isDisarmed }

    fileprivate var sentence: String {
        isArming ? "the zone is arming: its exit delay runs" : "the zone shows \(state ?? "no state")"
    }
}
