import AlarmHistory
import ArchiveEvents
import ExactJSON
import Foundation
import GRDB

/// Tables `alarm` and `transition`.
struct AlarmProjection: Projection {
    private var timelines: [RecordStream: AlarmTimeline] = [:]

    mutating func apply(_ event: RecordedEvent, in database: Database) throws {
        guard let stream = RecordStream(subject: event.subject), stream.kind == Endpoint.alerts.recordKind,
            stream.holdsOneRecord
        else { return }
        var timeline = try timelines[stream] ?? load(stream, database) ?? AlarmTimeline(startingWith: event)
        let transitions = timeline.apply(event)
        timelines[stream] = timeline
        for (sequence, transition) in transitions.enumerated() {
            try insert(transition, sequence, stream, database)
        }
    }

    mutating func save(to database: Database) throws {
        for (stream, timeline) in timelines { try save(timeline.summary, stream, database) }
        timelines.removeAll(keepingCapacity: true)
    }

    private func load(_ stream: RecordStream, _ database: Database) throws -> AlarmTimeline? {
        let statement = try database.cachedStatement(sql: "SELECT * FROM alarm WHERE deployment = ? AND guid = ?")
        let row = try Row.fetchOne(statement, arguments: [stream.deployment, stream.id])
        return row.map { AlarmTimeline(AlarmSummary(row: $0)) }
    }

    private func insert(
        _ transition: AlarmTransition, _ sequence: Int, _ stream: RecordStream, _ database: Database
    ) throws {
        let sql = "INSERT INTO transition VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        try database.cachedStatement(sql: sql).execute(arguments: [
            stream.deployment, stream.id, transition.position.number, sequence, transition.kind.rawValue,
            transition.endpoint, transition.notBefore?.milliseconds, transition.notAfter.milliseconds,
            transition.occurredAt?.milliseconds, transition.changesText,
        ])
    }

    private func save(_ summary: AlarmSummary, _ stream: RecordStream, _ database: Database) throws {
        let sql = "INSERT OR REPLACE INTO alarm VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        let record = summary.record
        let statement = try database.cachedStatement(sql: sql)
        try statement.execute(arguments: [
            stream.deployment, stream.id, record?.zoneID, record?.zoneName, record?.deviceID, record?.device,
            summary.state.rawValue, summary.verdict.rawValue, record?.isMerged, record?.occurredAt?.milliseconds,
            record?.endedAt?.milliseconds, summary.ended?.notBefore?.milliseconds,
            summary.ended?.notAfter.milliseconds, summary.leftOngoing?.notBefore?.milliseconds,
            summary.leftOngoing?.notAfter.milliseconds, summary.firstObservedAt.milliseconds,
            summary.lastObservedAt.milliseconds, summary.events, summary.lastPosition.number, summary.listedAtText,
            summary.content.map { Data($0) },
        ])
    }
}

extension AlarmSummary {
    /// Reads a row of table `alarm` back: the fold goes on from there.
    fileprivate init(row: Row) {
        self.init(firstObservedAt: Instant(milliseconds: row["first_observed_at"]))
        content = (row["content"] as Data?).map { [UInt8]($0) }
        let listed = try? JSONText(Array((row["listed_at"] as String).utf8)).root
        listedAt = Set(listed?.elements.compactMap(\.string) ?? [])
        leftOngoing = Bracket(notBefore: row["left_not_before"], notAfter: row["left_not_after"])
        ended = Bracket(notBefore: row["ended_not_before"], notAfter: row["ended_not_after"])
        lastObservedAt = Instant(milliseconds: row["last_observed_at"])
        events = row["events"]
        lastPosition = Position(row["last_position"])
        restore(content.flatMap { try? JSONText($0).root }.map { AlarmRecord($0) })
    }

    fileprivate var listedAtText: String {
        String(decoding: JSONValue.array(listedAt.sorted().map { .string($0) }).bytes, as: UTF8.self)
    }
}

extension Bracket {
    fileprivate init?(notBefore: Int64?, notAfter: Int64?) {
        guard let notAfter else { return nil }
        self.init(
            notBefore: notBefore.map { Instant(milliseconds: $0) }, notAfter: Instant(milliseconds: notAfter))
    }
}

extension AlarmTransition {
    fileprivate var changesText: String {
        let values = changes.map { change in
            JSONValue.object([
                ("member", .string(change.member)), ("from", change.from.map(JSONValue.verbatim) ?? .null),
                ("to", change.to.map(JSONValue.verbatim) ?? .null),
            ])
        }
        return String(decoding: JSONValue.array(values).bytes, as: UTF8.self)
    }
}
