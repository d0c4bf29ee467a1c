import AlarmHistory
import AltaAPI
import AltaSimulator
import ArchiveEvents
import EventStorage
import Foundation
import Polling
import Projections
import TestSupport
import TransparencyLog

extension Simulation {
    /// That a record is missing is said only after an answer that showed everything, and not it.
    func checkAbsences(_ events: [NewEvent], _ fetch: Fetch, _ exchange: Exchange, _ step: Int) throws {
        for event in events where event.type == .recordMissing {
            guard let stream = RecordStream(subject: event.subject), let answer = exchange.answer else {
                throw Violation(plan.seed, step, "\(event.subject) is missing from no answer")
            }
            let body = String(decoding: answer.body, as: UTF8.self)
            if fetch.poll == .alert(guid: stream.id) {
                guard answer.status != 404 else { continue }
                throw Violation(plan.seed, step, "\(event.subject) is missing by an answer of \(answer.status)")
            }
            let isCut = isCut(body, fetch)
            guard exchange.isAnswered, !isCut, !body.contains("\"\(stream.id)\"") else {
                throw Violation(plan.seed, step, "\(event.subject) is missing by \(exchange.path): \(body.prefix(200))")
            }
        }
    }

    /// Whether an answer leaves rows out, or may do so.
    private func isCut(_ body: String, _ fetch: Fetch) -> Bool {
        guard case .complete(let rows) = fetch.outcome else { return true }
        if body.contains("\"next_cursor\":\"") || fetch.poll != fetch.poll.list { return true }
        if plan.parameters.profile == .capped, fetch.poll == .alerts, rows.count >= plan.parameters.alertLimit {
            return true
        }
        guard let total = body.range(of: "\"total\":", options: .backwards) else { return false }
        return Int(body[total.upperBound...].prefix { $0.isNumber }) != rows.count
    }

    /// The archiver sends nothing but reads, and what it needs to sign in.
    func checkRequests(_ step: Int) throws {
        guard let first = world.line.forbidden.first else { return }
        throw Violation(plan.seed, step, "the archiver must not send \(first)")
    }

    /// The same answer again tells nothing new.
    func checkIdempotence(_ fetch: Fetch, _ step: Int) throws {
        guard fetch.poll == fetch.poll.list, step % 7 == 0 else { return }
        var again = life.cycle
        let news = again.events(of: fetch).filter { $0.type.rawValue.hasPrefix("record-") || $0.type == .fieldsDrifted }
        guard let first = news.first else { return }
        throw Violation(plan.seed, step, "the same answer gives again \(first.type.rawValue) of \(first.subject)")
    }

    // MARK: the log

    /// All events of the log.
    func events() throws -> [RecordedEvent] {
        var events: [RecordedEvent] = []
        try LogReader(world.disk).forEachChunk(from: .first) { chunk in
            events += chunk
            return true
        }
        return events
    }

    /// The log's lines.
    package func lines() throws -> [String] { try events().map { String(decoding: $0.line, as: UTF8.self) } }

    /// Positions without a gap, versions without a gap in each stream, times that never decrease, and a tree of exactly
    /// these lines under the signed head.
    func checkLog(_ step: Int?) async throws {
        let events = try events()
        var versions: [String: UInt64] = [:]
        for (index, event) in events.enumerated() {
            versions[event.subject, default: 0] += 1
            guard event.position.number == UInt64(index), event.version.number == versions[event.subject],
                index == 0 || events[index - 1].time <= event.time
            else { throw Violation(plan.seed, step, "position \(index) is out of order: \(event.subject)") }
        }
        guard await life.log.size.number == UInt64(events.count) else {
            throw Violation(plan.seed, step, "the log says that it has another size than \(events.count)")
        }
    }

    /// Everything that can be said once the world is quiet.
    func checkWhole() async throws {
        try await checkLog(nil)
        let events = try events()
        try checkContents(events)
        try checkCoverage(events)
        try checkAlarms(events)
        try checkBudget(plan.restingBudget)
        try checkGrowth()
        try checkSecrets(events)
        if plan.seed % 16 == 0 { try checkViews() }
    }

    /// Nothing is in the log that was never shown, in the very bytes.
    private func checkContents(_ events: [RecordedEvent]) throws {
        let shown = Set((world.vendor.truth + world.vendor.doubtfulTruth).compactMap(storedForm))
        for event in events where event.type == .recordSeen || event.type == .recordChanged {
            let content = "\(event.subject) \(String(decoding: event.data ?? [], as: UTF8.self))"
            guard !shown.contains(content), !event.subject.hasSuffix("/unidentified") else { continue }
            throw Violation(plan.seed, nil, "in the log, and never shown: \(content.prefix(300))")
        }
    }

    /// No request beyond the budget: a minute's worth at once, and no more than the rate after that. A look may take a
    /// sign-in with a second factor more than was to be seen when it began.
    func checkBudget(_ budget: Int) throws {
        guard !plan.hasClockSteps else { return }
        let requests = world.vendor.requests
        // Each start begins with a full budget.
        let most = (budget + Self.owed) * (2 + report.crashes)
        guard let first = requests.first, let last = requests.last else { return }
        let allowed = Int64(most) + (last - first) * Int64(budget) / 60_000
        guard requests.count > allowed else { return }
        throw Violation(plan.seed, nil, "\(requests.count) requests where the budget allows \(allowed)")
    }

    private static var owed: Int { 8 }

    /// No password, no second factor, no cookie in what lies on the disk.
    private func checkSecrets(_ events: [RecordedEvent]) throws {
        let search = SecretSearch(world.vendor.secrets.union([plan.password, SimulationPlan.plantedFactor]))
        for text in events.map(\.line) + [life.note[...]] where search.occurs(in: text) {
            throw Violation(
                plan.seed, nil, "a secret lies on the disk: \(String(decoding: text.prefix(200), as: UTF8.self))")
        }
    }

    /// Rows that were kept up are those that are made anew.
    private func checkViews() throws {
        let folder = try TemporaryFolder()
        let reader = LogReader(world.disk)
        let origin = try reader.origin()
        let live = try ViewStore.open(at: folder.file("live.sqlite"), origin: origin)
        try reader.forEachChunk(from: .first) { chunk in
            for event in chunk { try live.take([event]) }
            return true
        }
        _ = try ViewFold(reader, origin: origin).write(to: folder.file("rebuilt.sqlite")) { _ in }
        let rebuilt = try ViewStore.open(at: folder.file("rebuilt.sqlite"), origin: origin)
        guard try live.digest() != rebuilt.digest() else { return }
        throw Violation(plan.seed, nil, "views made event by event are not those made at once")
    }
}
