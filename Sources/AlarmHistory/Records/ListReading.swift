import ExactJSON

/// A list being read, element by element: what could be read, what could not, and what is no record.
struct ListReading {
    /// The answer.
    let body: [UInt8]
    /// What is known of the list's elements.
    var known: ElementMemory.Reading
    /// The elements that could be read, in the order of the answer; of a flood the first.
    private(set) var observations: [Observation] = []
    /// The elements that could not.
    private(set) var failures: [Failure] = []
    /// Elements that are no record of an identity of its own: how many, how many bytes, and where the first one starts.
    private var unidentified: (count: Int, bytes: Int, start: Int) = (0, 0, 0)
    /// Where they stand among the observations.
    private var others: Set<Int> = []
    /// Where the first content of each id stands among them.
    private var firsts: [String: Int] = [:]
    /// The other contents of ids, as far as they are no flood.
    private var seconds: [String: Set<ContentDigest>] = [:]
    /// Of each id with several contents, the one with the lowest digest.
    private var lowest: [String: Observation] = [:]

    /// An element that could not be read.
    struct Failure {
        /// Its bytes; where nothing stands between two commas, those.
        let range: Range<Int>
        let error: JSONError

        /// In one sentence; offsets count from the element's beginning, so that they do not change with its neighbours.
        var reason: String {
            error.reason.isLimit ? AnswerLimits.words(error) : "an element of the list is not JSON: \(error)"
        }

        /// How many of its bytes are kept.
        var keptBytes: Int { error.reason.isLimit ? AnswerLimits.witness : UnreadableAnswer.sizeLimit }
    }

    init(_ body: [UInt8], _ known: ElementMemory.Reading) {
        self.body = body
        self.known = known
    }

    /// Takes in an element that was read.
    mutating func take(_ observation: Observation, from range: Range<Int>) {
        if !isRecord(observation) {
            // What stands in an answer again tells nothing, however often.
            guard isNew(observation) else { return }
            noteLowest(observation)
            if unidentified.count == 0 { unidentified.start = range.lowerBound }
            unidentified.count += 1
            unidentified.bytes += range.count
            // What would be dropped as a flood anyhow must not fill the memory before.
            guard unidentified.count <= AnswerLimits.unidentified else { return }
            others.insert(observations.count)
            if observation.stream.holdsOneRecord {
                seconds[observation.stream.id, default: []].insert(observation.digest)
            }
        }
        observations.append(observation)
    }

    /// Whether it is a record: an element whose id the answer told before, with another content, is one more content
    /// without an identity of its own.
    private mutating func isRecord(_ observation: Observation) -> Bool {
        guard observation.stream.holdsOneRecord else { return observation.isLogEntry }
        guard let first = firsts[observation.stream.id] else {
            firsts[observation.stream.id] = observations.count
            return true
        }
        return observations[first].digest == observation.digest
    }

    private mutating func noteLowest(_ observation: Observation) {
        let id = observation.stream.id
        guard observation.stream.holdsOneRecord, let first = firsts[id] else { return }
        let known = lowest[id] ?? observations[first]
        lowest[id] = observation.digest < known.digest ? observation : known
    }

    private func isNew(_ observation: Observation) -> Bool {
        !observation.stream.holdsOneRecord || seconds[observation.stream.id]?.contains(observation.digest) != true
    }

    /// Takes in an element that cannot be read.
    mutating func fail(_ range: Range<Int>, _ error: JSONError) {
        let shown = range.isEmpty ? range.lowerBound - 1..<range.upperBound + 1 : range
        failures.append(Failure(range: shown, error: error))
    }

    /// Where the first element of a flood starts; nil where there is none.
    var flood: Int? {
        let isSmall = unidentified.bytes < unidentified.count * AnswerLimits.leastUnidentifiedBytes
        let limit = isSmall ? AnswerLimits.smallUnidentified : AnswerLimits.unidentified
        return unidentified.count > limit ? unidentified.start : nil
    }

    /// The elements that are to be recorded: without those of a flood. There, of an id with several contents the one with
    /// the lowest digest is the record's: the first would be another one at each look at a list that changes its order.
    var records: [Observation] {
        guard flood != nil else { return observations }
        return observations.indices.filter { !others.contains($0) }.map { index in
            let observation = observations[index]
            return observation.stream.holdsOneRecord ? lowest[observation.stream.id] ?? observation : observation
        }
    }

    /// What is said of a flood, however many elements it has.
    static let floodReason = "too many elements of the list are no record with an id of its own"

    /// What could not be taken in of the list, and why; nil where all of it could.
    var damage: (cause: GapCause, reason: String)? {
        if flood != nil {
            return (.tooLarge, "\(unidentified.count) elements: \(Self.floodReason)")
        }
        guard let first = failures.first else { return nil }
        let count = "\(failures.count) of \(failures.count + observations.count) elements of the list cannot be read"
        let cause: GapCause = failures.allSatisfy(\.error.reason.isLimit) ? .tooLarge : .unreadable
        return (cause, "\(count) (\(first.reason))")
    }
}

extension Observation {
    /// Whether it is an entry of a zone's log, which has no identity by nature.
    fileprivate var isLogEntry: Bool {
        stream.kind == Endpoint.zoneLog.recordKind && content.first == UInt8(ascii: "{") && content.count > 2
    }
}
