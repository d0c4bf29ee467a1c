import ArchiveEvents
import EventStorage
import TransparencyLog

/// Whether the versions of each stream are 1, 2, 3 ..., and whether the index of streams names the last sealed ones.
///
/// A stream is remembered by the hash of its name. Past a number of streams, what was seen is written to a temporary
/// file, sorted, and begun anew; at the end the parts are merged with the index, which has the same order. So memory is
/// bounded however many streams there are.
struct StreamCheck {
    /// What a stretch of the log has of one stream.
    struct Stretch: Sendable {
        let firstVersion: UInt64
        let firstPosition: UInt64
        var lastVersion: UInt64
        /// 0 where none is sealed.
        var lastSealed: UInt64
    }

    private let limit: Int
    private var current: [StreamKey: Stretch] = [:]
    private var spilled: [SpilledStreams] = []
    /// Events read from frames: they may be sealed by the time that the index is read.
    private var unsealed: [BlockCheck.Event] = []

    /// Remembers at most `limit` streams at a time.
    init(limit: Int = Self.standardLimit) {
        self.limit = limit
    }

    /// Takes in the next event; a finding where its version does not follow that of the event before it.
    mutating func take(_ event: BlockCheck.Event, isSealed: Bool) throws -> Finding? {
        if !isSealed { remember(event) }
        let version = event.version.number
        let sealed = isSealed ? version : 0
        if let stretch = current[event.stream] {
            current[event.stream]?.lastVersion = version
            if isSealed { current[event.stream]?.lastSealed = sealed }
            return version == stretch.lastVersion &+ 1
                ? nil : Self.finding(event.position.number, version, after: stretch.lastVersion)
        }
        if current.count >= limit { try spill() }
        current[event.stream] = Stretch(
            firstVersion: version, firstPosition: event.position.number, lastVersion: version, lastSealed: sealed)
        return nil
    }

    /// The writer leaves no more than a few thousand events unsealed. A log that has far more was made otherwise: what
    /// its index should name is then not known for those, and is reported as wrong where they are sealed meanwhile.
    private mutating func remember(_ event: BlockCheck.Event) {
        if unsealed.count < Self.unsealedLimit { unsealed.append(event) }
    }

    /// Holds all that was seen against the index.
    mutating func finish(_ log: any StoredLog) throws -> [Finding] {
        let border = try log.unsealed()
        let sealedMeanwhile = unsealed.reduce(into: [StreamKey: UInt64]()) { versions, event in
            if event.position < border { versions[event.stream] = event.version.number }
        }
        var merge = try StreamMerge(spilled.map { try $0.reader() } + [SpilledStreams.reader(of: current)])
        var findings: [Finding] = []
        var seen = try merge.next()
        func take(_ stream: StreamMerge.Stream, indexed: UInt64?) {
            findings += stream.findings
            let sealed = max(stream.lastSealed, sealedMeanwhile[stream.key] ?? 0)
            if sealed != indexed ?? 0 { findings.append(Self.indexFinding(stream.firstPosition, sealed)) }
        }
        try log.forEachSealedStream { key, version in
            while let stream = seen, stream.key < key {
                take(stream, indexed: nil)
                seen = try merge.next()
            }
            guard let stream = seen, stream.key == key else {
                return findings.append(
                    Finding(
                        .streamVersion, key.bytes.hex, "the index of streams names a stream that has no sealed event"))
            }
            take(stream, indexed: version.number)
            seen = try merge.next()
        }
        while let stream = seen {
            take(stream, indexed: nil)
            seen = try merge.next()
        }
        return findings
    }

    private mutating func spill() throws {
        spilled.append(try SpilledStreams(current))
        current.removeAll(keepingCapacity: true)
    }

    static func finding(_ position: UInt64, _ version: UInt64, after last: UInt64) -> Finding {
        Finding(
            .streamVersion, "\(position)", "version \(version) of its stream comes where \(last &+ 1) should")
    }

    private static func indexFinding(_ position: UInt64, _ version: UInt64) -> Finding {
        Finding(
            .streamVersion, "\(position)",
            "the index of streams does not name \(version), the last sealed version of this event's stream")
    }

    /// Some eight megabytes.
    private static let unsealedLimit = 200_000
    /// Some ten megabytes.
    private static let standardLimit = 100_000
}
