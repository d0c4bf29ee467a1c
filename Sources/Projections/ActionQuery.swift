package import ArchiveEvents
import GRDB

/// A row of table `action`.
package struct ActionRow: Sendable {
    /// Of the request.
    package let position: Position
    package let deployment: String
    package let requestedAt: Instant
    /// `verify`, `end`, `share` ...; nil where the data was erased.
    package let action: String?
    /// A guid or a zone's id; nil where the action has none.
    package let target: String?
    package let actor: String?
    package let reason: String?
    /// Verb and path of the request to the deployment.
    package let method: String?
    package let path: String?
    /// What was sent with it, as JSON without secrets.
    package let body: String?
    package private(set) var answer: Answer?

    /// The action as it was known from the events before a position.
    fileprivate func known(before end: Position) -> ActionRow {
        var known = self
        if let answer, answer.position >= end { known.answer = nil }
        return known
    }

    /// What came of it.
    package struct Answer: Sendable {
        package let position: Position
        package let time: Instant
        /// `accepted`, `refused`, `unanswered`, `not-sent`; nil where the data was erased.
        package let outcome: String?
        package let status: Int?
        package let effect: String?
        package let links: Int?
        package let detail: String?
    }

    init(_ row: Row) throws {
        position = try row.position("position")
        deployment = try row.value("deployment")
        requestedAt = try row.time("at")
        action = try row.value("action")
        target = try row.value("target")
        actor = try row.value("actor")
        reason = try row.value("reason")
        method = try row.value("method")
        path = try row.value("path")
        body = try row.value("body")
        answer = try Answer(row)
    }
}

extension ActionRow.Answer {
    fileprivate init?(_ row: Row) throws {
        guard let position = try row.value("answered_position") as UInt64?,
            let time = try row.optionalTime("answered_at")
        else { return nil }
        self.position = Position(position)
        self.time = time
        outcome = try row.value("outcome")
        status = try row.value("status")
        effect = try row.value("effect")
        links = try row.value("links")
        detail = try row.value("detail")
    }
}

/// Which actions to list.
package struct ActionQuery: Sendable {
    /// Actions requested in `[since, until)`.
    package var since: Instant?
    package var until: Instant?
    package var deployment: String?
    package var action: String?
    package var actor: String?
    /// A guid or a zone's id, in capital or small letters.
    package var target: String?
    /// The actions as they were known from the events before this position, instead of from all.
    package var asOf: Position?

    package init() {}

    /// The actions that match, in the log's order.
    package func answer(from views: ViewStore) throws -> [ActionRow] {
        let sql = """
            SELECT * FROM action WHERE at >= ?1 AND at < ?2 AND (?3 IS NULL OR deployment = ?3)
              AND (?4 IS NULL OR action = ?4) AND (?5 IS NULL OR actor = ?5)
              AND (?6 IS NULL OR target = ?6 COLLATE NOCASE)
              AND position < ?7
            ORDER BY position
            """
        let arguments: StatementArguments = [
            since?.milliseconds ?? Int64.min, until?.milliseconds ?? Int64.max, deployment, action, actor, target,
            asOf.map { Int64(clamping: $0.number) } ?? Int64.max,
        ]
        let rows = try views.read { try Row.fetchAll($0, sql: sql, arguments: arguments).map { try ActionRow($0) } }
        return asOf.map { end in rows.map { $0.known(before: end) } } ?? rows
    }
}
