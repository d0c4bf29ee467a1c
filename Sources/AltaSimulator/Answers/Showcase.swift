import ExactJSON

/// Renders records and keeps the bytes until the record changes, which makes a repeated answer cheap; and notes in the
/// ground truth what it shows for the first time.
struct Showcase: Sendable {
    /// Where a record is shown. `owner` is the zone's position for a log entry, the alert's for a bookmark or a
    /// detection, else 0.
    struct Place: Hashable, Sendable {
        let endpoint: Endpoint
        var owner = 0
        let position: Int
    }

    /// What the account that asks may know of its own login.
    struct Notices: Sendable {
        var isChallenged = false
        var isResetRequired = false
    }

    private struct Key: Hashable, Sendable {
        let place: Place
        let disguise: Disguise
    }

    private struct Rendition: Sendable {
        let version: Int
        let content: [UInt8]
        var isNoted: Bool
    }

    private(set) var truth = GroundTruth()
    var notices = Notices()
    private let spelling: Spelling
    private var renditions: [Place: Rendition] = [:]
    private var disguisedRenditions: [Key: Rendition] = [:]
    private var disguise = Disguise.none
    private var isDoubtful = false

    init(spelling: Spelling) { self.spelling = spelling }

    /// Begins an answer that the faults may disguise or spoil.
    mutating func begin(under faults: ActiveFaults) {
        disguise = faults.faults.isEmpty ? .none : Disguise(faults.faults)
        isDoubtful = faults.spoilAnswer
    }

    /// The JSON text of `record`, shown in `place` at `time`.
    mutating func show(_ record: some SimulatedRecord, in place: Place, at time: Milliseconds) -> [UInt8] {
        show(record, in: place, at: time, occurrence: 1, zoneID: nil)
    }

    /// The JSON text of a line of the log of the zone `zoneID`.
    mutating func show(_ entry: ZoneLogEntry, in place: Place, of zoneID: String, at time: Milliseconds) -> [UInt8] {
        show(entry, in: place, at: time, occurrence: entry.occurrence, zoneID: spelling.shown(zoneID))
    }

    private mutating func show(
        _ record: some SimulatedRecord, in place: Place, at time: Milliseconds, occurrence: Int, zoneID: String?
    ) -> [UInt8] {
        let kept = rendition(in: place)
        if let kept, kept.version == record.version, kept.isNoted { return kept.content }
        let isFresh = kept?.version == record.version
        let content = isFresh ? kept?.content ?? [] : spelling.rewritten(disguise.applied(to: record.json)).bytes
        keep(Rendition(version: record.version, content: content, isNoted: !isDoubtful), in: place)
        let entry = TruthEntry(
            endpoint: place.endpoint.rawValue, zoneID: zoneID, id: record.recordID.map(spelling.shown),
            occurrence: occurrence, firstShownAt: time, content: content)
        truth.note(entry, as: "\(place.owner) \(place.position)", isDoubtful: isDoubtful)
        return content
    }

    private func rendition(in place: Place) -> Rendition? {
        disguise.isPlain ? renditions[place] : disguisedRenditions[Key(place: place, disguise: disguise)]
    }

    private mutating func keep(_ rendition: Rendition, in place: Place) {
        if disguise.isPlain {
            renditions[place] = rendition
        } else {
            disguisedRenditions[Key(place: place, disguise: disguise)] = rendition
        }
    }
}
