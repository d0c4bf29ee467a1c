import AlarmHistory
import AltaAPI
import ArchiveEvents

extension PollCycle {
    /// The zones whose logs are asked for: those that are listed, as far as the limit.
    var listedZones: [String] { Array(allListedZones.sorted().prefix(AnswerLimits.zones)) }

    private var allListedZones: [String] { memory.records.listed(at: LookTarget(deployment, .zones)).map(\.id) }

    /// Asks for the logs of the zones that are listed, and no others. What was noted of a log that nobody asks for any more
    /// is forgotten, once a complete list has shown that its zone is gone; where that comes back, the events say what its
    /// log showed, and until when it was observed.
    mutating func followZones(at time: Instant) {
        schedule.setZones(listedZones, at: time)
        let listed = Set(allListedZones)
        forget { poll in
            guard case .zoneLog(let zone) = poll.list else { return false }
            return !listed.contains(zone)
        }
        for zone in listed {
            let target = LookTarget(deployment, .zoneLog, id: zone)
            if watermarks.run(target) == nil, !isInGap(target) { alignWatermark(target, at: time) }
        }
    }

    private mutating func forget(where isGone: (Poll) -> Bool) {
        func isTargetGone(_ target: LookTarget) -> Bool { Poll(target).map(isGone) ?? false }
        answers = answers.filter { !isGone($0.key) }
        lastShown = lastShown.filter { !isGone($0.key) }
        looks = looks.filter { !isGone($0.key) }
        unreadable.forget(where: isTargetGone)
        watermarks.forget { $0.deployment == deployment && isTargetGone($0) }
    }
}
