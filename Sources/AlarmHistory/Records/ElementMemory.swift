/// What was worked out of the elements of each list when it was read last: most of the next answer is the same, in the
/// same bytes, in whatever order. What it forgets is worked out again.
public struct ElementMemory: Sendable {
    private var lists: [LookTarget: [ContentDigest: Known]] = [:]
    /// The lists by when they were read last, the most recent one at the end.
    private var order: [LookTarget] = []
    /// Elements of all lists.
    private(set) var count = 0

    /// An element whose stored content is what was served, byte by byte.
    fileprivate struct Known: Sendable {
        let stream: RecordStream
        let digest: ContentDigest
    }

    /// Elements of one list. Each takes some two hundred bytes; in a longer list the others are worked out each time.
    fileprivate static let limit = 20_000
    /// Elements of all lists, twenty megabytes: a list of alerts and the logs of hundreds of zones. Thousands of zones with
    /// long logs, and zones that are gone, would take gigabytes.
    static let wholeLimit = 100_000

    /// Knows nothing.
    public init() {}

    /// Begins to read an answer.
    func reading(of target: LookTarget) -> Reading { Reading(target: target, before: lists[target] ?? [:]) }

    /// Keeps what was worked out of this answer, in the place of the one before, and forgets what was read longest ago
    /// where that is too much.
    mutating func finish(_ reading: Reading) {
        forget(reading.target)
        guard !reading.now.isEmpty else { return }
        lists[reading.target] = reading.now
        order.append(reading.target)
        count += reading.now.count
        while count > Self.wholeLimit, let oldest = order.first { forget(oldest) }
    }

    private mutating func forget(_ target: LookTarget) {
        guard let list = lists.removeValue(forKey: target) else { return }
        order.removeAll { $0 == target }
        count -= list.count
    }

    /// One answer being read.
    struct Reading {
        fileprivate let target: LookTarget
        fileprivate let before: [ContentDigest: Known]
        fileprivate var now: [ContentDigest: Known] = [:]

        fileprivate init(target: LookTarget, before: [ContentDigest: Known]) {
            self.target = target
            self.before = before
            now.reserveCapacity(before.count)
        }

        /// The observation of an element that the answer before had, too.
        mutating func known(_ bytes: ArraySlice<UInt8>) -> Observation? {
            let key = ContentDigest(hashing: bytes)
            guard let known = before[key] else { return nil }
            now[key] = known
            return Observation(stream: known.stream, content: [UInt8](bytes), digest: known.digest)
        }

        /// Keeps an observation, unless secrets or white space were taken out of it.
        mutating func note(_ observation: Observation, servedAs bytes: ArraySlice<UInt8>) {
            guard now.count < ElementMemory.limit, observation.content.elementsEqual(bytes) else { return }
            now[ContentDigest(hashing: bytes)] = Known(stream: observation.stream, digest: observation.digest)
        }
    }
}
