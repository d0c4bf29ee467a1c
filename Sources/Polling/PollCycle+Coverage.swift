import AlarmHistory
import AltaAPI
package import ArchiveEvents

extension PollCycle {
    /// What an answer tells of the coverage of its target: an end of a gap, a gap, or, at a bounded rate, that there was
    /// none. The log vouches for everything before a gap, too.
    func coverageEvents(_ fetch: Fetch) -> [NewEvent] {
        let target = target(of: fetch)
        guard target.endpoint != .alert else { return [] }
        switch judgement {
        case .nothing, .unfinished, .aside: return []
        case .failed(let failure), .damaged(let failure): return gapOpened(target, failure, at: fetch.receivedAt)
        case .cut(let failure):
            return isInGap(target) ? gapClosed(target, fetch) : gapOpened(target, failure, at: fetch.receivedAt)
        case .observed(let isComplete):
            if isInGap(target) { return gapClosed(target, fetch) }
            if let hole = hole(fetch) { return gapOpened(target, hole, at: fetch.receivedAt) }
            return confirmation(target, fetch, isComplete)
        }
    }

    /// Keeps the watermarks; the events that close a gap which lies wholly in the past.
    mutating func noteCoverage(_ fetch: Fetch) -> [NewEvent] {
        let target = target(of: fetch)
        guard target.endpoint != .alert else {
            noteSingle(fetch, target)
            return []
        }
        let askedAt = askedAt(fetch)
        switch judgement {
        case .nothing, .unfinished, .aside: return []
        case .failed, .damaged:
            looks[fetch.poll.list] = nil
            return []
        case .cut, .observed:
            let isComplete = if case .observed(isComplete: true) = judgement { true } else { false }
            let closing = isInGap(target) ? gapClosed(target, fetch) : []
            noteLook(target, at: askedAt, isComplete: isComplete)
            watermarks.noteAnswer(target, at: fetch.receivedAt)
            memory.fresh.removeValue(forKey: target)
            noteListing(fetch, at: askedAt, isComplete: isComplete)
            unreadable.forget(target)
            return closing
        }
    }

    /// Forgets the times of a run that ends in the future, once the deployment shows that the clock is right: a clock that
    /// was ahead noted it, and by how much is unknown.
    mutating func forgetFuture(_ fetch: Fetch) {
        let target = target(of: fetch)
        guard let served = fetch.servedAt, isAhead(target, at: fetch.receivedAt),
            abs(served.milliseconds(since: fetch.receivedAt)) <= ClockDiscipline.tolerance
        else { return }
        watermarks.forgetTimes(of: target, before: min(clockSince, asked(fetch)))
        undated.insert(target)
    }

    /// Whether a run ends in the future, by more than clocks that show the same time differ.
    private func isAhead(_ target: LookTarget, at time: Instant) -> Bool {
        watermarks[target].map { $0.milliseconds(since: time) > ClockDiscipline.tolerance } ?? false
    }

    /// The last poll of a target before which what it shows now cannot have begun to be shown; nil where its time is not
    /// known, or where what is recorded ended without a poll.
    func lastDatedLook(_ target: LookTarget, at time: Instant) -> Instant? {
        guard !undated.contains(target), memory.absences[target]?.beginsWithPoll != false else { return nil }
        return lastLook(target, at: time)
    }

    private mutating func noteLook(_ target: LookTarget, at time: Instant, isComplete: Bool) {
        memory.endAbsence(of: target)
        let isUndated = undated.remove(target) != nil
        let vouched = Self.credible(memory.coverage.vouchedUntil(target), at: time)
        let run = watermarks.run(target)
        if isUndated || isInGap(target) || vouched.map({ $0 >= time }) ?? false {
            watermarks.restart(target, at: time, isComplete: isComplete)
        } else {
            watermarks.note(target, at: time, isComplete: isComplete)
            // What the log has come to vouch for meanwhile is no longer to be told.
            if let vouched, run.map({ $0.from < vouched }) ?? true { watermarks.align(target, vouchedUntil: vouched) }
        }
    }

    private mutating func noteListing(_ fetch: Fetch, at time: Instant, isComplete: Bool) {
        // The same bytes again show what they showed before.
        guard let look = looks.removeValue(forKey: fetch.poll.list) else { return }
        lastShown.updateValue(isComplete ? nil : look.seen, forKey: fetch.poll.list)
        guard fetch.poll.list == .alerts else { return }
        memory.sweeps.note(listing: look.seen, at: time)
    }

    private mutating func noteSingle(_ fetch: Fetch, _ target: LookTarget) {
        guard let id = target.id else { return }
        let stream = RecordStream(deployment: deployment, kind: target.endpoint.recordKind, id: id)
        // One that cannot be read has its turn again, too, and must not keep the others from theirs.
        let isGone = if case .complete(let observations) = fetch.outcome { observations.isEmpty } else { false }
        memory.sweeps.note(stream, at: fetch.receivedAt, isGone: isGone)
    }

    // MARK: gaps

    func isInGap(_ target: LookTarget) -> Bool { memory.coverage.openGap(target) != nil }

    func gapOpened(_ target: LookTarget, _ failure: FetchFailure, at time: Instant) -> [NewEvent] {
        let gap = memory.coverage.gapOpened(
            target, cause: failure.cause, detail: failure.detail, lastComplete: lastToldLook(target, at: time))
        guard let gap else { return [] }
        return vouched(target) + [gap]
    }

    /// What the log is to confirm before it reports a gap; also of times to come, for the clock may be behind until it is set
    /// right.
    private func vouched(_ target: LookTarget) -> [NewEvent] {
        let event = watermarks.run(target).flatMap { memory.coverage.confirmed(target, $0) }
        return event.map { [$0] } ?? []
    }

    private func gapClosed(_ target: LookTarget, _ fetch: Fetch) -> [NewEvent] {
        guard let gap = memory.coverage.openGap(target) else { return [] }
        let askedAt = askedAt(fetch)
        // What began at a time that is still to come began at an unknown one: before this process, or with it. What
        // began with this very answer lasted for no time.
        let beginsAhead = gap.from > fetch.receivedAt
        let event = memory.coverage.gapClosed(
            target, from: min(askedAt, beginsAhead ? clockSince : gap.from), until: askedAt,
            unreadableNotKept: unreadable.dropped(target))
        return event.map { [$0] } ?? []
    }

    /// The first question of a look: what its answers show may be as old as that.
    private func askedAt(_ fetch: Fetch) -> Instant { looks[fetch.poll.list]?.askedAt ?? asked(fetch) }

    /// Why a target was not looked at for much longer than it should have been, although none of its own looks failed.
    private func hole(_ fetch: Fetch) -> FetchFailure? {
        let askedAt = askedAt(fetch)
        let target = target(of: fetch)
        guard let last = lastLook(target, at: askedAt),
            askedAt.milliseconds(since: last) > patience(fetch.poll.list)
                || memory.absences[target]?.end.map({ last <= $0 }) ?? false
        else { return nil }
        return silence(of: fetch.poll.list, since: last, at: askedAt)
    }

    private func confirmation(_ target: LookTarget, _ fetch: Fetch, _ isComplete: Bool) -> [NewEvent] {
        guard let run = watermarks.run(target)?.extended(to: askedAt(fetch), isComplete: isComplete),
            run.length >= max(Self.confirmation, 72 * schedule.interval(of: fetch.poll.list)),
            !isAhead(target, at: fetch.receivedAt)
        else { return [] }
        return memory.coverage.confirmed(target, run).map { [$0] } ?? []
    }

    // MARK: beginnings and ends

    /// Takes over from the log what it vouches for: the note of watermarks may be older, or lost.
    mutating func alignWatermarks(at now: Instant) {
        watermarks.forget(beyond: now.advanced(byMilliseconds: Self.farAhead))
        for target in memory.coverage.toldTargets where memory.isAsked(target) { alignWatermark(target, at: now) }
    }

    mutating func alignWatermark(_ target: LookTarget, at now: Instant) {
        let first = watermarks.run(target) == nil ? memory.coverage.firstLook(target) : nil
        let told = Self.credible(memory.coverage.vouchedUntil(target), at: now) ?? Self.credible(first, at: now)
        if let told { watermarks.align(target, vouchedUntil: told) }
    }

    /// What the log says of a time, unless that lies far ahead: a clock that was ahead told it, and what is observed now
    /// would otherwise be vouched for only once the clock gets there.
    private static func credible(_ told: Instant?, at now: Instant) -> Instant? {
        told.flatMap { $0.milliseconds(since: now) > farAhead ? nil : $0 }
    }

    /// Tells of each target that should have been looked at since its last complete look what kept everything from being
    /// asked for most of that time. Where nothing did, its looks are only late so far.
    func gapsOfSilence(at time: Instant) -> [NewEvent] {
        watermarks.targets.flatMap { target -> [NewEvent] in
            guard target.deployment == deployment, let last = lastLook(target, at: time), let poll = Poll(target),
                memory.isAsked(target),
                time.milliseconds(since: last) > max(2 * schedule.interval(of: poll), Self.shortestGap),
                // Its first poll tells that, with the cause of its own if it fails.
                absence(of: target, since: last, at: time) == nil,
                let failure = hindrances.cause(from: last, to: time)
            else { return [] }
            return gapOpened(target, failure, at: time)
        }
    }

    /// Tells that nobody asks while polling is paused.
    package func pause(at time: Instant) -> [NewEvent] {
        let targets =
            [.ongoingAlerts, .alerts, .zones, .about].map { LookTarget(deployment, $0) }
            + listedZones.map { LookTarget(deployment, .zoneLog, id: $0) }
        return targets.flatMap { gapOpened($0, FetchFailure(.paused, "polling is paused by the settings"), at: time) }
    }

    /// A zone that is gone takes its log along: no client can ask for that any more, so its gap ends there, although it was not
    /// polled. Where the zone comes back, a gap from there to the next poll follows.
    func gapsOfVanishedZones(_ fetch: Fetch, _ news: [NewEvent]) -> [NewEvent] {
        guard fetch.poll.list == .zones else { return [] }
        return news.filter { $0.type == .recordMissing }.compactMap { RecordStream(subject: $0.subject)?.id }
            .flatMap { id -> [NewEvent] in
                let target = LookTarget(deployment, .zoneLog, id: id)
                return isInGap(target) ? gapClosed(target, fetch) : vouched(target)
            }
    }

    /// Why a zone log was not polled since `last`, where it is that its zone was not listed for most of that time.
    func absence(of target: LookTarget, since last: Instant, at time: Instant) -> FetchFailure? {
        // The log's time is ahead of the clock where that was set back.
        guard let back = memory.absences[target]?.end.map({ min($0, time) }) else { return nil }
        let (away, passed) = (max(0, back.milliseconds(since: last)), time.milliseconds(since: last))
        guard 2 * away >= passed else { return nil }
        return FetchFailure(.overdue, "the zone was not listed for \(away / 1000) seconds, and its log not asked for")
    }

    /// Milliseconds. A clock that was ahead by less does little harm, and what was observed meanwhile still counts.
    private static let farAhead: Int64 = 3_600_000
    /// Milliseconds. A shorter time without a look is no gap worth telling.
    static let shortestGap: Int64 = 60_000
    /// Milliseconds. What is observed without a gap is vouched for once in so long, or more rarely where the looks are
    /// rare: a day of polling is some dozens of such events, not tens of thousands.
    private static let confirmation: Int64 = 3_600_000
}

/// How many answers that nobody could read were kept in each gap.
struct UnreadableCounts: Sendable {
    private var counts: [LookTarget: (kept: Int, dropped: Int)] = [:]

    mutating func forget(where isGone: (LookTarget) -> Bool) { counts = counts.filter { !isGone($0.key) } }

    func isKept(_ target: LookTarget) -> Bool { counts[target]?.kept ?? 0 < Self.limit }

    func dropped(_ target: LookTarget) -> Int { counts[target]?.dropped ?? 0 }

    mutating func note(_ fetch: Fetch, _ target: LookTarget) {
        switch fetch.outcome {
        case .unreadable, .damaged: break
        case .complete, .unchanged, .partial, .failed: return
        }
        var count = counts[target] ?? (0, 0)
        if isKept(target) { count.kept += 1 } else { count.dropped += 1 }
        counts[target] = count
    }

    mutating func forget(_ target: LookTarget) { counts.removeValue(forKey: target) }

    /// A page with the time of day in it differs at each look; the first few of a gap show what was served, and how
    /// many more there were stands in the event that closes the gap.
    private static let limit = 16
}
