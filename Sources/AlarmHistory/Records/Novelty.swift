public import ArchiveEvents

/// What a look tells that the log does not know yet: pure, and idempotent. Recorded, the same look tells nothing.
public struct Novelty {
    private let memory: RecordMemory

    /// Novelty against what the log knows.
    public init(against memory: RecordMemory) {
        self.memory = memory
    }

    /// The events that a look is worth, in the order of the answer; records that are gone come last.
    public func events(of look: Look) -> [NewEvent] {
        switch look.content {
        case .unchanged: []
        case .unreadable(let answer): unreadable([answer], look)
        case .incomplete(let observations): contents(observations, look) + unreadable(look.unreadable, look)
        case .complete(let observations): contents(observations, look) + absences(observations, look)
        }
    }

    private func contents(_ observations: [Observation], _ look: Look) -> [NewEvent] {
        let (records, others) = ownContents(observations, look)
        let oldest = look.oldestKnown(observations)
        var counts: [RecordStream: [ContentDigest: Int]] = [:]
        return observations.indices.compactMap { index in
            let observation = observations[index]
            let since = index < oldest ? look.since : look.since(of: observation.stream)
            if records.contains(index) { return record(observation, look, since) }
            guard others.contains(index) else { return nil }
            let stream = observation.stream.holdsOneRecord ? observation.stream.unidentified : observation.stream
            counts[stream, default: [:]][observation.digest, default: 0] += 1
            let isNew =
                counts[stream]?[observation.digest] ?? 0 > memory.occurrences(of: observation.digest, in: stream)
            return isNew ? event(.recordSeen, stream, look, since, data: observation.content) : nil
        }
    }

    /// Which observations stand for a record's content, and which are contents of their own.
    ///
    /// Where one answer lists an id twice with different contents, the one that was shown last stays the record's, so
    /// that the answer's order cannot make the record change at every look; each other content is kept once, as an
    /// element without identity.
    private func ownContents(_ observations: [Observation], _ look: Look) -> (records: Set<Int>, others: Set<Int>) {
        var records: [RecordStream: Int] = [:]
        var contents: [RecordStream: DistinctContents] = [:]
        var others: Set<Int> = []
        for (index, observation) in observations.enumerated() {
            let stream = observation.stream
            guard stream.holdsOneRecord else {
                others.insert(index)
                continue
            }
            guard let first = records[stream] else {
                records[stream] = index
                continue
            }
            // Nearly all ids stand in an answer once: only the others need a list of their own.
            contents[stream, default: DistinctContents(first, observations[first].digest)]
                .insert(index, observation.digest)
        }
        for (stream, distinct) in contents {
            let shown = memory.shown(stream, at: look.target.endpoint)
            let own = distinct.indices.first { observations[$0].digest == shown } ?? distinct.indices[0]
            records[stream] = own
            others.formUnion(distinct.indices.filter { $0 != own })
        }
        return (Set(records.values), others)
    }

    private func record(_ observation: Observation, _ look: Look, _ since: Instant?) -> NewEvent? {
        let stream = observation.stream
        if isKnown(observation, look.target.endpoint) { return nil }
        guard memory.knows(stream) else {
            return event(.recordSeen, stream, look, since, data: observation.content)
        }
        if memory.latest(stream) == observation.digest {
            return event(.recordListed, stream, look, look.since(of: stream))
        }
        // Where the endpoint did not show the record at its last look, the change may be older than that.
        let isBack = memory.isMissing(stream, at: look.target.endpoint)
        return event(
            .recordChanged, stream, look, isBack ? nil : look.since(of: stream), data: observation.content)
    }

    /// A list is asked again and again, so that two of them that describe a record differently must not answer each other.
    /// A guid is asked rarely: what it shows may have been otherwise in between, as a list showed, and is news then.
    private func isKnown(_ observation: Observation, _ endpoint: Endpoint) -> Bool {
        guard memory.shown(observation.stream, at: endpoint) == observation.digest else { return false }
        return endpoint != .alert || memory.latest(observation.stream).map { $0 == observation.digest } ?? true
    }

    private func absences(_ observations: [Observation], _ look: Look) -> [NewEvent] {
        guard look.target.endpoint.showsAbsence else { return [] }
        let present = Set(observations.map(\.stream))
        return memory.listed(at: look.target).subtracting(present).sorted { $0.subject < $1.subject }
            .map { event(.recordMissing, $0, look, look.since(of: $0)) }
    }

    private func unreadable(_ answers: [UnreadableAnswer], _ look: Look) -> [NewEvent] {
        var seen: Set<ContentDigest> = []
        return answers.filter { answer in
            !answer.isEmpty && memory.occurrences(of: answer.digest, in: answer.stream) == 0
                && seen.insert(answer.digest).inserted
        }
        .map { $0.event(of: look) }
    }

    private func event(
        _ type: EventType, _ stream: RecordStream, _ look: Look, _ since: Instant?,
        data: [UInt8] = Array("null".utf8)
    ) -> NewEvent {
        NewEvent(
            type: type, subject: stream.subject, endpoint: look.target.endpoint.rawValue,
            since: since, servedTime: look.servedAt, data: data)
    }
}

/// The contents under which one answer lists one id, in their order.
private struct DistinctContents {
    private(set) var indices: [Int]
    private var digests: Set<ContentDigest>

    init(_ index: Int, _ digest: ContentDigest) {
        (indices, digests) = ([index], [digest])
    }

    mutating func insert(_ index: Int, _ digest: ContentDigest) {
        if digests.insert(digest).inserted { indices.append(index) }
    }
}

extension RecordStream {
    /// Where elements of the same kind go that have no identity.
    var unidentified: RecordStream { RecordStream(deployment: deployment, kind: kind, id: Self.unidentified) }
}
