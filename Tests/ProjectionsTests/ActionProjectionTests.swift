import ArchiveEvents
import EventStorage
import Projections
import TestSupport
import Testing

@Suite("The actions in the views")
struct ActionProjectionTests {
    @Test("are one row for each request, completed by the answer that names it, however late it comes")
    func answered() async throws {
        let views = try await views([
            asked("a", #""action":"verify","actor":"ops","reason":"a dog","target":"a""#),
            asked("a", #""action":"end","actor":"night","reason":null,"target":"a""#),
            answer("a", #""requested":2,"outcome":"refused","status":403,"effect":null,"detail":"no permission""#),
            answer("a", #""requested":1,"outcome":"accepted","status":200,"effect":"confirmed","detail":"","links":2"#),
        ])
        let actions = try ActionQuery().answer(from: views)
        #expect(actions.map(\.position) == [Position(1), Position(2)])
        #expect(actions.map(\.action) == ["verify", "end"] && actions.map(\.target) == ["a", "a"])
        #expect(actions.map(\.actor) == ["ops", "night"] && actions.map(\.reason) == ["a dog", nil])
        #expect(actions.map(\.answer?.position) == [Position(4), Position(3)])
        #expect(actions.map(\.answer?.outcome) == ["accepted", "refused"])
        #expect(actions.map(\.answer?.status) == [200, 403] && actions.map(\.answer?.effect) == ["confirmed", nil])
        #expect(actions.map(\.answer?.links) == [2, nil] && actions.last?.answer?.detail == "no permission")
        #expect(actions.first?.requestedAt == .testStart && actions.first?.answer?.time == .testStart)
    }

    @Test("have no answer where none came, or one for another stream; no target where the stream names none")
    func unanswered() async throws {
        let views = try await views([
            asked("unidentified", #""action":"api","actor":"ops","target":null"#),
            asked("z", #""action":"arm","actor":"ops","target":"z""#),
            answer("z", #""requested":1,"outcome":"accepted""#),
            answer("z", #""requested":77,"outcome":"accepted""#),
            answer("z", #""outcome":"accepted""#),
            answer("elsewhere", #""requested":2,"outcome":"accepted""#),
            NewEvent(
                type: .actionAnswered, subject: "depot/actions/z",
                data: Array(#"{"requested":2,"outcome":"accepted"}"#.utf8)),
        ])
        let actions = try ActionQuery().answer(from: views)
        #expect(actions.map(\.target) == [nil, "z"])
        #expect(actions.allSatisfy { $0.answer == nil })
    }

    @Test("keep what the head tells where data was erased")
    func erased() throws {
        let test = try TestLog()
        let views = try ViewStore.open(at: test.folder.file("views.sqlite"), origin: "o")
        let lines = [
            erasedLine(0, "action-requested.v1", "hq/actions/a"), erasedLine(1, "action-answered.v1", "hq/actions/a"),
            erasedLine(2, "action-requested.v1", "hq/actions/b"), erasedLine(3, "action-requested.v1", "hq/actions/b"),
            erasedLine(4, "action-answered.v1", "hq/actions/b"),
        ]
        try views.take(lines.map { try #require(RecordedEvent(line: Array($0.utf8)[...])) })
        let actions = try ActionQuery().answer(from: views)
        #expect(actions.map(\.target) == ["a", "b", "b"] && actions.allSatisfy { $0.action == nil && $0.actor == nil })
        #expect(actions.map(\.answer?.position) == [Position(1), nil, nil])
        #expect(actions.first?.answer?.outcome == nil)
    }

    @Test("are found by time, deployment, action, actor and target, in the log's order")
    func filters() async throws {
        let views = try await views(
            [asked("a", #""action":"verify","actor":"ops""#), asked("B", #""action":"end","actor":"night""#)],
            later: [
                NewEvent(
                    type: .actionRequested, subject: "depot/actions/c",
                    data: Array(#"{"action":"end","actor":"ops"}"#.utf8))
            ])
        func targets(_ change: (inout ActionQuery) -> Void) throws -> [String?] {
            var query = ActionQuery()
            change(&query)
            return try query.answer(from: views).map(\.target)
        }
        #expect(try targets { _ in } == ["a", "B", "c"])
        #expect(try targets { $0.deployment = "hq" } == ["a", "B"])
        #expect(try targets { $0.action = "end" } == ["B", "c"])
        #expect(try targets { $0.actor = "ops" } == ["a", "c"])
        #expect(try targets { $0.target = "b" } == ["B"])
        #expect(try targets { $0.since = Self.later } == ["c"])
        #expect(try targets { $0.until = Self.later } == ["a", "B"])
        #expect(try targets { $0.actor = "'; DROP TABLE action; --" } == [])
    }

    private static let later = Instant.testStart.advanced(byMilliseconds: 60_000)

    private func views(_ events: [NewEvent], later: [NewEvent] = []) async throws -> ViewStore {
        let test = try TestLog()
        let log = try await test.create()
        for event in events { _ = try await log.append([event], at: .testStart) }
        _ = try await log.append(later, at: Self.later)
        let views = try ViewStore.open(at: test.folder.file("views.sqlite"), origin: log.origin)
        try views.catchUp(with: test.reader())
        return views
    }

    private func asked(_ target: String, _ members: String) -> NewEvent {
        NewEvent(type: .actionRequested, subject: "hq/actions/\(target)", data: Array("{\(members)}".utf8))
    }

    private func answer(_ target: String, _ members: String) -> NewEvent {
        NewEvent(type: .actionAnswered, subject: "hq/actions/\(target)", data: Array("{\(members)}".utf8))
    }

    private func erasedLine(_ position: Int, _ type: String, _ subject: String) -> String {
        #"{"specversion":"1.0","id":"\#(position)","source":"o","type":"\#(type)","subject":"\#(subject)","#
            + #""time":"2026-11-23T00:00:00.000Z","streamversion":1,"datahash":"\#(String(repeating: "a", count: 64))"}"#
    }
}
