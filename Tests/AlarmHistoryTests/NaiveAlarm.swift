import AlarmHistory
import ArchiveEvents

/// What a sequence of events says of an alarm, found by looking at the whole of it: no state is carried along.
struct NaiveAlarm {
    let steps: [AlarmStep]

    /// The contents with their places.
    private var contents: [(place: Int, content: AlarmContent)] {
        steps.enumerated().compactMap { place, step in step.content.map { (place, $0) } }
    }

    /// Whether the last event of an endpoint says that it shows the record.
    private func isShown(at endpoint: Endpoint) -> Bool {
        steps.last { $0.endpoint == endpoint }.map { $0.kind != .missing } ?? false
    }

    var listedAt: EndpointSet { EndpointSet([.ongoingAlerts, .alerts].filter(isShown).map { EndpointSet($0) }) }

    var verdict: AlarmVerdict { contents.last?.content.verdict ?? .none }

    /// The place at which it left the list of ongoing alarms, where nothing took that back: no event after it shows the
    /// alarm as one that goes on.
    private var departure: Int? {
        guard let place = steps.lastIndex(where: { $0.endpoint == .ongoingAlerts }), steps[place].kind == .missing,
            !steps.indices.dropFirst(place + 1).contains(where: isShownRunning)
        else { return nil }
        return place
    }

    private func isShownRunning(at place: Int) -> Bool {
        switch steps[place].kind {
        case .shows(let content): !content.isEnded
        case .listed: contents.last { $0.place < place }?.content.isEnded != true
        case .erased, .missing: false
        }
    }

    var leftOngoing: Bracket? { departure.map(AlarmStep.bracket) }

    /// When it ended, as the first content of the last run of ended ones tells it.
    var ended: Bracket? {
        guard contents.last?.content.isEnded == true else { return nil }
        let running = contents.lastIndex { !$0.content.isEnded } ?? -1
        let first = contents[running + 1].place
        let before = NaiveAlarm(steps: Array(steps[...first]))
        return before.leftOngoing ?? AlarmStep.bracket(at: first)
    }

    var state: AlarmState {
        if contents.last?.content.isEnded == true { return .ended }
        if isShown(at: .ongoingAlerts) { return .ongoing }
        return isShown(at: .alerts) && departure == nil ? .ongoing : .missing
    }

    /// The last look that is known to have shown it: a showing event's own, or the one before it was missed.
    var lastObservedAt: Instant {
        let looks = steps.enumerated().compactMap { place, step in
            step.kind == .missing ? AlarmStep.bracket(at: place).notBefore : minute(place)
        }
        return ([minute(0)] + looks).max() ?? minute(0)
    }

    /// What the last event tells.
    var kinds: [AlarmTransition.Kind] {
        guard let last = steps.last else { return [] }
        switch last.kind {
        case .listed: return [.listed]
        case .missing: return [.missing]
        case .erased: return [.erased]
        case .shows(let content): return Self.kinds(from: contents.dropLast().last?.content, to: content)
        }
    }

    private static func kinds(from old: AlarmContent?, to new: AlarmContent) -> [AlarmTransition.Kind] {
        var kinds: [AlarmTransition.Kind] = old == nil ? [.observed] : []
        switch (old?.verdict ?? .none, new.verdict) {
        case (.none, .none), (.valid, .valid), (.false, .false): break
        case (_, .none): kinds.append(.verdictReset)
        default: kinds.append(.verified)
        }
        switch (old?.isEnded ?? false, new.isEnded) {
        case (false, true): kinds.append(.ended)
        case (true, false): kinds.append(.reopened)
        default: break
        }
        return kinds.isEmpty ? [.changed] : kinds
    }

    /// The first content with a verdict; whether it came after one that had ended.
    var answer: AlarmSummary.Answer? {
        guard let first = contents.first(where: { $0.content.verdict != .none }) else { return nil }
        let before = contents.last { $0.place < first.place }
        return AlarmSummary.Answer(
            seen: AlarmStep.bracket(at: first.place), at: nil, isLate: before?.content.isEnded ?? false)
    }

    /// How often a verdict was followed by another one, or by none.
    var reversals: Int {
        zip(contents, contents.dropFirst()).filter { before, after in
            before.content.verdict != .none && before.content.verdict != after.content.verdict
        }.count
    }

    /// What the last event tells is after the fact.
    var afterwards: Set<AlarmTransition.Afterwards> {
        guard let now = steps.last?.content, let before = contents.dropLast().last?.content else { return [] }
        if before.verdict != .none, now.verdict != before.verdict {
            return before.isEnded && !now.isEnded ? [.reversal, .editAfterEnd] : [.reversal]
        }
        guard before.isEnded else { return [] }
        let isVerdict = now.verdict != before.verdict
        let isEdit = !now.isEnded || !isVerdict
        return Set((isVerdict ? [.lateVerdict] : []) + (isEdit ? [.editAfterEnd] : []))
    }
}
