import AlarmHistory
import ArchiveEvents
import GRDB

/// Writes rows of table `alarm`.
struct AlarmRowWriter {
    private let statement: BoundStatement

    init(_ database: Database) throws {
        let places = Array(repeating: "?", count: 26).joined(separator: ", ")
        statement = try BoundStatement("INSERT OR REPLACE INTO alarm VALUES (\(places))", database)
    }

    func write(_ summary: AlarmSummary, guid: String, sourceID: Int64) throws {
        try statement.run { row in
            row.position(summary.firstPosition)
            row.text(guid)
            row.integer(sourceID)
            row.integer(summary.state.code)
            row.integer(summary.verdict.code)
            row.integer(summary.record?.isMerged.map { $0 ? 1 : 0 })
            row.time(summary.record?.occurredAt)
            row.time(summary.record?.endedAt)
            row.bracket(summary.ended)
            row.bracket(summary.leftOngoing)
            row.time(summary.answer?.at)
            row.bracket(summary.answer?.seen)
            row.integer(summary.answer?.isLate == true ? 1 : 0)
            row.integer(summary.response?.lowerBound)
            row.integer(summary.response?.upperBound)
            row.integer(summary.reversals)
            row.time(summary.firstObservedAt)
            row.time(summary.lastObservedAt)
            row.integer(summary.events)
            row.position(summary.lastPosition)
            row.position(summary.contentPosition)
            row.integer(Int64(bitPattern: summary.mergeDigest))
            row.integer(summary.listedAt.rawValue)
        }
    }
}

/// Writes rows of table `transition`.
struct TransitionWriter {
    private let statement: BoundStatement

    init(_ database: Database) throws {
        let places = Array(repeating: "?", count: 13).joined(separator: ", ")
        statement = try BoundStatement("INSERT INTO transition VALUES (\(places))", database)
    }

    /// Writes what was told of the alarm whose first event that is, in the order in which it was told.
    func write(_ transitions: [AlarmTransition], of alarm: Position) throws {
        var last: Position?
        var sequence = 0
        for transition in transitions {
            sequence = transition.position == last ? sequence + 1 : 0
            last = transition.position
            try write(transition, alarm, sequence)
        }
    }

    private func write(_ transition: AlarmTransition, _ alarm: Position, _ sequence: Int) throws {
        try statement.run { row in
            row.position(alarm)
            row.position(transition.position)
            row.integer(sequence)
            row.integer(transition.kind.code)
            row.integer(transition.endpoint.map { EndpointSet($0).rawValue })
            row.time(transition.notBefore)
            row.time(transition.notAfter)
            row.time(transition.occurredAt)
            row.position(transition.former)
            row.integer(transition.verdicts?.to.code)
            row.integer(transition.verdicts?.from.code)
            row.text(transition.actor)
            row.integer(AlarmTransition.Afterwards.column(transition.afterwards))
        }
    }
}

extension BoundStatement.Binder {
    /// Two columns.
    mutating func bracket(_ value: Bracket?) {
        time(value?.notBefore)
        time(value?.notAfter)
    }
}

extension AlarmSummary {
    /// Reads a row of table `alarm` back: the fold goes on from there.
    init(row: Row, source: AlarmSource) {
        self.init(
            firstPosition: Position(row["position"]), firstObservedAt: Instant(milliseconds: row["first_observed_at"]))
        listedAt = EndpointSet(rawValue: row["listed_at"])
        leftOngoing = Bracket(notBefore: row["left_not_before"], notAfter: row["left_not_after"])
        ended = Bracket(notBefore: row["ended_not_before"], notAfter: row["ended_not_after"])
        answer = Bracket(notBefore: row["answered_not_before"], notAfter: row["answered_not_after"]).map {
            Answer(seen: $0, at: Instant(column: row["answered_at"]), isLate: row["answered_late"])
        }
        reversals = row["reversals"]
        lastObservedAt = Instant(milliseconds: row["last_observed_at"])
        events = row["events"]
        lastPosition = Position(row["last_position"])
        guard let content = row["content_position"] as UInt64? else { return }
        let record = AlarmRecord(
            source: source, occurredAt: Instant(column: row["occurred_at"]), endedAt: Instant(column: row["ended_at"]),
            isEnded: ended != nil, verdict: AlarmVerdict(code: row["verdict"]) ?? .none, isMerged: row["merged"])
        restore(record, at: Position(content), mergeDigest: UInt64(bitPattern: row["merge_digest"] as Int64))
    }
}

extension Bracket {
    init?(notBefore: Int64?, notAfter: Int64?) {
        guard let notAfter else { return nil }
        self.init(
            notBefore: notBefore.map { Instant(milliseconds: $0) }, notAfter: Instant(milliseconds: notAfter))
    }
}
