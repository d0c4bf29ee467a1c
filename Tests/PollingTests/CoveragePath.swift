import AlarmHistory
import AltaAPI
import ArchiveEvents
import ExactJSON
import Polling
import TestSupport

/// A list of ongoing alarms that was looked at every five seconds: what the log says of that, and what it must say.
struct CoveragePath {
    /// What one look may bring: all there is, nothing, a part with a known row or without one, no answer, none that can
    /// be read, or the bytes of the look before.
    enum Answer: String, CaseIterable, Sendable {
        case complete, empty, joined, cut, failed, unreadable, again
    }

    private(set) var answers: [Answer] = []
    private(set) var told: [String] = []
    private(set) var expected: [String] = []
    private var world = CycleWorld()
    private var lastBody: String?
    private var newest = 0
    /// The newest row that the list showed last; nil where it showed none.
    private var shown: Int?
    private var lastCounted: Instant?
    /// From when on the log does not vouch for what was observed yet.
    private var unvouchedFrom: Instant?
    private var isInGap = false

    func after(_ answer: Answer) throws -> CoveragePath {
        var next = self
        next.answers.append(answer)
        next.world.now = next.world.now.advanced(byMilliseconds: 5000)
        let body = next.body(answer)
        let isFailure = body == nil || body == Self.page
        let isJoined = answer != .cut && (answer != .joined || shown != nil)
        if let body { next.lastBody = body }
        let events = try next.world.record(next.fetch(body))
        next.told += events.compactMap(Self.telling)
        next.judge(isFailure, isJoined: isJoined)
        return next
    }

    // MARK: answers

    private mutating func body(_ answer: Answer) -> String? {
        switch answer {
        case .complete:
            shown = newest
            return "[\(Self.row(newest))]"
        case .empty:
            shown = nil
            return "[]"
        case .joined, .cut: return part(isJoined: answer == .joined)
        case .failed: return nil
        case .unreadable: return Self.page
        case .again: return lastBody
        }
    }

    private mutating func part(isJoined: Bool) -> String {
        newest += 1
        let rows = [newest] + (isJoined ? [shown].compactMap { $0 } : [])
        shown = newest
        // A mark too long to be handed back: there is more, and no way to ask for it.
        return #"{"data":[\#(rows.map(Self.row).joined(separator: ","))],"next_cursor":"\#(Self.mark)"}"#
    }

    private func fetch(_ body: String?) throws -> Fetch {
        guard let body else { return world.failure(.ongoingAlerts, .unreachable) }
        let fetch = try world.fetch(.ongoingAlerts, body)
        let digest = ContentDigest(hashing: Array(body.utf8))
        let isRecorded = world.cycle.recordedAnswer(to: .ongoingAlerts, at: world.now) == digest
        return Fetch(
            poll: fetch.poll, askedAt: fetch.askedAt, receivedAt: fetch.receivedAt, servedAt: nil,
            outcome: isRecorded ? .unchanged : fetch.outcome, body: digest)
    }

    private static func row(_ number: Int) -> String { #"{"guid":"\#(number)"}"# }
    private static let page = "<html>"
    private static let mark = String(repeating: "x", count: 1025)

    // MARK: the rule

    /// A failure begins a gap at the last look that counts, the next look that counts ends it; one that may lack rows
    /// which are new since the look before is a gap up to itself alone.
    private mutating func judge(_ isFailure: Bool, isJoined: Bool) {
        if isFailure || !isJoined && lastCounted != nil { open() }
        guard !isFailure else { return }
        if isInGap {
            expected.append("closed \(world.now)")
            isInGap = false
            unvouchedFrom = world.now
        }
        unvouchedFrom = unvouchedFrom ?? world.now
        lastCounted = world.now
    }

    private mutating func open() {
        guard !isInGap else { return }
        if let unvouchedFrom, let lastCounted, unvouchedFrom < lastCounted {
            expected.append("confirmed \(unvouchedFrom) \(lastCounted)")
        }
        expected.append("opened \(lastCounted?.description ?? "never")")
        isInGap = true
    }

    private static func telling(_ event: RecordedEvent) -> String? {
        let data = event.data.flatMap { try? JSONText([UInt8]($0)).root }
        func time(_ name: String) -> String { data?[name]?.string ?? "never" }
        switch event.type {
        case .coverageConfirmed: return "confirmed \(time("from")) \(time("until"))"
        case .gapOpened: return "opened \(time("last_complete"))"
        case .gapClosed: return "closed \(time("until"))"
        default: return nil
        }
    }
}
