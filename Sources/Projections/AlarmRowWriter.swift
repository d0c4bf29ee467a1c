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

/// The columns of table `alarm` by their places: looking them up by name for each row costs more than reading it.
private enum AlarmColumn: Int {
    case position, guid, source, state, verdict, merged, occurredAt, endedAt, endedNotBefore, endedNotAfter,
        leftNotBefore,
        leftNotAfter, answeredAt, answeredNotBefore, answeredNotAfter, answeredLate, responseLow, responseHigh,
        reversals,
        firstObservedAt, lastObservedAt, events, lastPosition, contentPosition, mergeDigest, listedAt
}

extension AlarmSummary {
    /// Reads a row that begins with the columns of table `alarm` back: the fold goes on from there.
    init(row: Row, source: AlarmSource) throws {
        func number(_ column: AlarmColumn) throws -> Int64? { try row.value(column.rawValue) }
        func time(_ column: AlarmColumn) throws -> Instant? { try row.optionalTime(column.rawValue) }
        func count(_ column: AlarmColumn) throws -> Int { try row.count(column.rawValue) }
        func place(_ column: AlarmColumn) throws -> Position? { try row.optionalPosition(column.rawValue) }
        func bracket(_ notBefore: AlarmColumn, _ notAfter: AlarmColumn) throws -> Bracket? {
            guard let notAfter = try time(notAfter) else { return nil }
            return Bracket(notBefore: try time(notBefore), notAfter: notAfter)
        }
        let first = try row.time(AlarmColumn.firstObservedAt.rawValue)
        self.init(firstPosition: try place(.position) ?? .first, firstObservedAt: first)
        listedAt = EndpointSet(rawValue: try count(.listedAt))
        leftOngoing = try bracket(.leftNotBefore, .leftNotAfter)
        ended = try bracket(.endedNotBefore, .endedNotAfter)
        answer = try bracket(.answeredNotBefore, .answeredNotAfter).map {
            Answer(seen: $0, at: try time(.answeredAt), isLate: try number(.answeredLate) == 1)
        }
        reversals = try count(.reversals)
        lastObservedAt = try time(.lastObservedAt) ?? first
        events = try count(.events)
        lastPosition = try place(.lastPosition) ?? firstPosition
        guard let content = try place(.contentPosition) else { return }
        let record = AlarmRecord(
            source: source, occurredAt: try time(.occurredAt), endedAt: try time(.endedAt), isEnded: ended != nil,
            verdict: AlarmVerdict(code: try number(.verdict)) ?? .none, isMerged: try number(.merged).map { $0 == 1 })
        restore(record, at: content, mergeDigest: UInt64(bitPattern: try number(.mergeDigest) ?? 0))
    }
}
