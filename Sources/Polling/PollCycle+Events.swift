import AlarmHistory
package import AltaAPI
package import ArchiveEvents

extension PollCycle {
    /// What the last answer was worth.
    enum Judgement: Sendable {
        /// No answer yet.
        case nothing
        /// The target was observed; `isComplete` where absence counts, too.
        case observed(isComplete: Bool)
        /// Rows that are new since the look before may be missing: a gap up to now, and not from now on.
        case cut(FetchFailure)
        /// Rows were shown and are recorded, others could not be: a gap as long as that lasts, though asking goes on as
        /// if there were none.
        case damaged(FetchFailure)
        /// It says nothing of coverage.
        case aside
        /// There is more to ask before anything can be said.
        case unfinished(ListPart)
        /// The target was not observed.
        case failed(FetchFailure)
    }

    /// The events that an answer is worth. It goes on with ``recorded(_:as:)`` once they are in the log.
    package mutating func events(of fetch: Fetch) -> [NewEvent] {
        forgetFuture(fetch)
        switch fetch.outcome {
        case .complete(let observations): return observed(Shown(observations), fetch)
        case .partial(let observations, let remainder): return observed(Shown(observations, remainder), fetch)
        case .damaged(let list, let failure):
            var shown = Shown(list.observations, list.remainder)
            shown.unreadable = unreadable.isKept(target(of: fetch)) ? list.unreadable : []
            shown.damage = failure
            return observed(shown, fetch)
        case .unchanged:
            judgement = .observed(isComplete: isLastComplete(fetch))
            return coverageEvents(fetch)
        case .unreadable(let answer, let failure):
            noteFailure(failure, fetch)
            let isKept = unreadable.isKept(target(of: fetch))
            return (isKept ? novelty(fetch, .unreadable(answer)) : []) + coverageEvents(fetch)
        case .failed(let failure):
            noteFailure(failure, fetch)
            return coverageEvents(fetch)
        }
    }

    private mutating func noteFailure(_ failure: FetchFailure, _ fetch: Fetch) {
        judgement = isOfSweep(fetch.poll) ? .aside : .failed(failure)
        guard isOfSweep(fetch.poll) else { return }
        listSweep = nil
        // Until the next poll shows pages again, past alarms are read by their guids.
        hasPages = false
    }

    /// The looks since the last one that brought other bytes showed what that one showed.
    private func isLastComplete(_ fetch: Fetch) -> Bool { shownLast(fetch.poll.list) == nil }

    /// What the last look at a list showed, where that was not all. Of a look before a restart only the note of
    /// watermarks tells; where that is lost, nothing is known but that there was one.
    private func shownLast(_ list: Poll) -> Set<RecordStream>? {
        if let shown = lastShown[list] { return shown }
        let target = list.target(in: deployment)
        guard target.endpoint.isList, let run = watermarks.run(target), !run.isLastComplete else { return nil }
        return []
    }

    /// What an answer showed.
    private struct Shown {
        let observations: [Observation]
        let remainder: Remainder?
        var unreadable: [UnreadableAnswer] = []
        /// Why not all of it can be recorded; nil where it can.
        var damage: FetchFailure?

        init(_ observations: [Observation], _ remainder: Remainder? = nil) {
            self.observations = observations
            self.remainder = remainder
        }
    }

    private mutating func observed(_ shown: Shown, _ fetch: Fetch) -> [NewEvent] {
        judgement = judge(shown.observations, shown.remainder, fetch)
        if let damage = shown.damage ?? tooManyZones(shown.observations, fetch) { note(damage, fetch) }
        var content = Look.Content.incomplete(shown.observations)
        if case .observed(isComplete: true) = judgement { content = .complete(shown.observations) }
        var news = novelty(fetch, content, shown.unreadable)
        if news.count > eventLimit {
            note(tooMuchAtOnce(news.count), fetch)
            news.removeLast(news.count - eventLimit)
        }
        return news + drift(news, fetch) + coverageEvents(fetch) + gapsOfVanishedZones(fetch, news)
    }

    /// Notes that a look cannot be recorded as a whole, at once or when its last answer is here.
    private mutating func note(_ damage: FetchFailure, _ fetch: Fetch) {
        switch judgement {
        case .unfinished: looks[fetch.poll.list]?.damage = damage
        case .observed, .cut, .damaged: judgement = .damaged(damage)
        case .nothing, .aside, .failed: break
        }
    }

    private func tooMuchAtOnce(_ count: Int) -> FetchFailure {
        FetchFailure(
            .tooLarge, "one answer is worth \(count) events; \(eventLimit) are recorded, the others with the next looks"
        )
    }

    /// Zones that come and go in lists that are never complete add up: each has its log asked for.
    private func tooManyZones(_ observations: [Observation], _ fetch: Fetch) -> FetchFailure? {
        // A list that shows all zones has no more than an answer may have, and those that were listed before are gone.
        if case .observed(isComplete: true) = judgement { return nil }
        guard fetch.poll.list == .zones else { return nil }
        let shown = Set(observations.map(\.stream)).union(memory.records.listed(at: target(of: fetch)))
        guard shown.count > AnswerLimits.zones else { return nil }
        return FetchFailure(
            .tooLarge,
            "\(shown.count) zones are listed; the logs of \(AnswerLimits.zones) are asked for; report a site so large")
    }

    private func novelty(
        _ fetch: Fetch, _ content: Look.Content, _ unreadable: [UnreadableAnswer] = []
    ) -> [NewEvent] {
        let target = target(of: fetch)
        let since = lastDatedLook(target, at: fetch.receivedAt)
        let look = Look(
            target: target, observedAt: fetch.receivedAt, servedAt: fetch.servedAt, since: since,
            shownThen: shownLast(fetch.poll.list), content: content, unreadable: unreadable)
        return Novelty(against: memory.records).events(of: look)
    }

    private mutating func drift(_ news: [NewEvent], _ fetch: Fetch) -> [NewEvent] {
        let contents = news.filter { $0.type == .recordSeen || $0.type == .recordChanged }.map(\.data)
        return memory.drift.drift(in: contents, of: target(of: fetch)).map { [$0] } ?? []
    }

    // MARK: lists

    private mutating func judge(
        _ observations: [Observation], _ remainder: Remainder?, _ fetch: Fetch
    ) -> Judgement {
        let list = fetch.poll.list
        let target = target(of: fetch)
        guard target.endpoint.isList else { return .observed(isComplete: true) }
        let page = ListLook.Page(
            observations: observations, remainder: suspected(remainder, observations, fetch),
            touchesKnown: observations.contains { isKnown($0, target) })
        if isOfSweep(fetch.poll) { return takeSweep(page, fetch) }
        // The list asked for anew is a new look, whatever became of the last one.
        if fetch.poll == list { schedule.removeParts(of: list, but: listSweep?.part) }
        var look = (fetch.poll == list ? nil : looks[list]) ?? newLook(fetch)
        let verdict = look.take(page)
        if fetch.poll == .alerts { beginSweep(behind: page, fetch) }
        looks[list] = look
        if look.ignoresWindows { windowsIgnoredAt = fetch.receivedAt }
        return judgement(of: verdict, look)
    }

    private func judgement(of verdict: ListLook.Verdict, _ look: ListLook) -> Judgement {
        switch verdict {
        case .complete where look.damage != nil, .joined where look.damage != nil, .cut where look.damage != nil:
            look.damage.map { Judgement.damaged($0) } ?? .nothing
        case .complete: .observed(isComplete: true)
        case .joined: .observed(isComplete: false)
        case .unfinished(let part): .unfinished(part)
        case .cut(let reason):
            look.hasRows ? .cut(FetchFailure(.truncated, reason)) : .failed(FetchFailure(.truncated, reason))
        }
    }

    /// Whether the list showed a row, just so, up to the last look that was worth something. What an unfinished look
    /// showed since does not count: below it, rows may be missing.
    private func isKnown(_ row: Observation, _ target: LookTarget) -> Bool {
        memory.records.isKnown(row, at: target.endpoint) && memory.fresh[target]?.contains(row) != true
    }

    private func newLook(_ fetch: Fetch) -> ListLook {
        let ignored = windowsIgnoredAt.map { fetch.askedAt.milliseconds(since: $0) < Self.windowsRetry } ?? false
        return ListLook(
            askedAt: asked(fetch), since: lastLook(target(of: fetch), at: asked(fetch)),
            hasWindows: fetch.poll.list == .alerts && !ignored)
    }

    // MARK: sweeps

    /// Whether a question is the sweep's alone: where a look waits for the same page, the look comes first.
    package func isOfSweep(_ poll: Poll) -> Bool {
        guard let part = listSweep?.part, poll == .further(.alerts, part) else { return false }
        return looks[.alerts]?.asked != part
    }

    private mutating func beginSweep(behind page: ListLook.Page, _ fetch: Fetch) {
        hasPages = page.remainder?.next != nil
        guard listSweep == nil, mode == .continuous, let window = memory.sweeps.depth(at: fetch.askedAt) else { return }
        let depth = fetch.askedAt.advanced(byMilliseconds: -window)
        listSweep = ListSweep(behind: page, startedAt: fetch.askedAt, depth: depth)
        if listSweep != nil {
            schedule.removePastAlerts()
        } else if hasPages || page.remainder == nil {
            // Where the first page reaches as far back, or is the whole list, it is swept with every look.
            memory.sweeps.note(depth: window, at: fetch.askedAt)
        }
    }

    private mutating func takeSweep(_ page: ListLook.Page, _ fetch: Fetch) -> Judgement {
        guard var sweep = listSweep else { return .aside }
        if sweep.take(page) {
            listSweep = sweep
        } else {
            memory.sweeps.note(
                sweep: sweep.seen, depth: sweep.startedAt.milliseconds(since: sweep.depth), at: fetch.askedAt)
            listSweep = nil
        }
        return .aside
    }

    /// A list of alerts that is just as long as it ever was, although rows came and went, may be cut at that length; and
    /// for as long as it has that length.
    private mutating func suspected(
        _ remainder: Remainder?, _ observations: [Observation], _ fetch: Fetch
    ) -> Remainder? {
        guard remainder == nil, fetch.poll == .alerts, observations.count >= Self.suspiciousLength else {
            return remainder
        }
        let shown = Set(observations.map(\.stream))
        guard shown.count == suspectedLength || cameAndWent(shown, memory.records.listed(at: target(of: fetch))) else {
            suspectedLength = nil
            return nil
        }
        suspectedLength = shown.count
        return Remainder("\(shown.count) records, as many as before: perhaps the newest only")
    }

    /// Whether rows came and as many went. How many there were at the look before a restart is not known where that look
    /// may have been cut: what it left out is listed still.
    private func cameAndWent(_ shown: Set<RecordStream>, _ listed: Set<RecordStream>) -> Bool {
        let isLengthKnown = lastShown[.alerts] != nil || shownLast(.alerts) == nil
        return isLengthKnown ? shown.count == listed.count && shown != listed : !listed.isSubset(of: shown)
    }

    /// Milliseconds after which it is tried again whether the vendor shows a list by windows of time.
    private static let windowsRetry: Int64 = 24 * 3_600_000
    /// Shorter lists have the same length by chance.
    private static let suspiciousLength = 20
}
