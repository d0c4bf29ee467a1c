import ArchiveEvents

/// One alarm, folded from the events of its stream: what it is now, and what happened to it.
///
/// Total: every sequence of evidence gives a timeline, whatever the vendor served.
public struct AlarmTimeline: Sendable {
    /// What the events say so far.
    public private(set) var summary: AlarmSummary

    /// The timeline of a stream whose first event is this one.
    public init(startingWith evidence: AlarmEvidence) {
        summary = AlarmSummary(firstPosition: evidence.position, firstObservedAt: evidence.time)
    }

    /// Goes on from what was folded before.
    public init(_ summary: AlarmSummary) {
        self.summary = summary
    }

    /// Takes in the stream's next event and says what it tells.
    public mutating func apply(_ evidence: AlarmEvidence) -> [AlarmTransition] {
        var transitions: [AlarmTransition] = []
        apply(evidence, into: &transitions)
        return transitions
    }

    /// Takes in the stream's next event and adds what it tells.
    public mutating func apply(_ evidence: AlarmEvidence, into transitions: inout [AlarmTransition]) {
        summary.events += 1
        summary.lastPosition = evidence.position
        switch evidence.sight {
        case .record(let record, let digest): apply(record, digest, evidence, into: &transitions)
        case .erased:
            show(evidence)
            summary.forget()
            transitions.append(AlarmTransition(.erased, evidence))
        case .listed:
            show(evidence)
            summary.noteStillRunning()
            transitions.append(AlarmTransition(.listed, evidence))
        case .missing:
            miss(evidence)
            transitions.append(AlarmTransition(.missing, evidence))
        case .unreadable: transitions.append(AlarmTransition(.unreadable, evidence))
        }
    }

    private mutating func apply(
        _ record: AlarmRecord, _ mergeDigest: UInt64, _ evidence: AlarmEvidence,
        into transitions: inout [AlarmTransition]
    ) {
        // Where this endpoint said nothing of the record before, its former content was still seen at another look. What
        // an answer shows is as old as the question, and an answer may be long on its way.
        let lastSeen = summary.contentPosition.map { _ in
            summary.lastObservedAt.advanced(byMilliseconds: -Self.longestAnswer)
        }
        let bracket = Bracket(notBefore: evidence.since ?? lastSeen, notAfter: evidence.time)
        show(evidence)
        let change = AlarmChange(from: summary, to: record, mergeDigest)
        change.forEachKind { kind in
            let seen = kind == .ended ? summary.endBracket(bracket) : bracket
            transitions.append(AlarmTransition(kind, evidence, in: seen, change, record))
        }
        summary.take(record, mergeDigest, bracket, change, at: evidence.position)
    }

    /// Milliseconds that an answer takes at most: no setting lets an exchange take longer.
    public static let longestAnswer: Int64 = 60_000

    private mutating func miss(_ evidence: AlarmEvidence) {
        if let endpoint = evidence.endpoint { summary.listedAt.subtract(EndpointSet(endpoint)) }
        if let since = evidence.since { summary.lastObservedAt = max(summary.lastObservedAt, since) }
        if evidence.endpoint == .ongoingAlerts { summary.leftOngoing = Bracket(evidence) }
    }

    private mutating func show(_ evidence: AlarmEvidence) {
        summary.lastObservedAt = max(summary.lastObservedAt, evidence.time)
        guard let endpoint = evidence.endpoint else { return }
        summary.listedAt.formUnion(EndpointSet(endpoint))
        if endpoint == .ongoingAlerts { summary.leftOngoing = nil }
    }
}

/// What a new record tells against what was known.
struct AlarmChange {
    private let isFirst: Bool
    private let isMerge: Bool
    private let isEnded: Bool
    /// Where the record before stands.
    let former: Position?
    let verdicts: AlarmTransition.VerdictChange?
    /// Whether the alarm was known to have ended.
    let isAfterEnd: Bool

    init(from summary: AlarmSummary, to record: AlarmRecord, _ mergeDigest: UInt64) {
        former = summary.contentPosition
        isAfterEnd = former != nil && summary.ended != nil
        let verdict = summary.verdict
        verdicts = record.verdict == verdict ? nil : .init(from: verdict, to: record.verdict)
        isFirst = former == nil
        isMerge = former != nil && summary.mergeDigest != mergeDigest
        isEnded = record.isEnded
    }

    /// Calls `visit` with what happened, in the order in which it happens.
    func forEachKind(_ visit: (AlarmTransition.Kind) -> Void) {
        if isFirst { visit(.observed) }
        if isMerge { visit(.merged) }
        if let verdicts { visit(verdicts.to == .none ? .verdictReset : .verified) }
        if isEnded != isAfterEnd { visit(isEnded ? .ended : .reopened) }
        if !isFirst, !isMerge, verdicts == nil, isEnded == isAfterEnd { visit(.changed) }
    }

    /// Whether a verdict was taken back or turned round.
    var isReversal: Bool { verdicts.map { $0.from != .none } ?? false }

    /// Whether a transition of that kind is a change after the fact.
    fileprivate func afterwards(_ kind: AlarmTransition.Kind) -> AlarmTransition.Afterwards? {
        switch kind {
        case .verified, .verdictReset: isReversal ? .reversal : isAfterEnd ? .lateVerdict : nil
        case .merged, .changed, .reopened: isAfterEnd ? .editAfterEnd : nil
        case .observed, .ended, .listed, .missing, .erased, .unreadable: nil
        }
    }
}

extension AlarmTransition {
    /// What an event tells that holds no record.
    fileprivate init(_ kind: Kind, _ evidence: AlarmEvidence) {
        let bracket = Bracket(evidence)
        self.init(
            kind: kind, position: evidence.position, endpoint: evidence.endpoint, notBefore: bracket.notBefore,
            notAfter: bracket.notAfter, occurredAt: nil, former: nil, verdicts: nil, actor: nil, afterwards: nil)
    }

    fileprivate init(
        _ kind: Kind, _ evidence: AlarmEvidence, in bracket: Bracket, _ change: AlarmChange, _ record: AlarmRecord
    ) {
        let isVerdict = kind == .verified || kind == .verdictReset
        self.init(
            kind: kind, position: evidence.position, endpoint: evidence.endpoint, notBefore: bracket.notBefore,
            notAfter: bracket.notAfter, occurredAt: Self.claim(kind, record), former: change.former,
            verdicts: isVerdict ? change.verdicts : nil,
            actor: isVerdict ? record.verifiedBy : kind == .ended ? record.endedBy : nil,
            afterwards: change.afterwards(kind))
    }

    private static func claim(_ kind: Kind, _ record: AlarmRecord) -> Instant? {
        switch kind {
        case .observed: record.occurredAt
        case .verified, .verdictReset: record.verifiedAt
        case .ended: record.endedAt
        case .merged, .reopened, .changed, .listed, .missing, .erased, .unreadable: nil
        }
    }
}
