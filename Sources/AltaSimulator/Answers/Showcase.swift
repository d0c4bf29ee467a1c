import ExactJSON

/// Renders records and keeps the bytes until the record changes, which makes a repeated answer cheap; and notes in the
/// ground truth what it shows for the first time.
struct Showcase: Sendable {
    /// Where a record is shown. `owner` is the zone's position for a log entry, the alert's for a bookmark, else 0.
    struct Place: Hashable, Sendable {
        let endpoint: Endpoint
        var owner = 0
        let position: Int
    }

    private struct Rendition: Sendable {
        let version: Int
        let content: [UInt8]
    }

    private(set) var truth = GroundTruth()
    private var renditions: [Place: Rendition] = [:]

    /// The JSON text of `record`, shown in `place` at `time`.
    mutating func show(_ record: some SimulatedRecord, in place: Place, at time: Milliseconds) -> [UInt8] {
        show(record, in: place, at: time, occurrence: 1, zoneID: nil)
    }

    /// The JSON text of a line of the log of the zone `zoneID`.
    mutating func show(_ entry: ZoneLogEntry, in place: Place, of zoneID: String, at time: Milliseconds) -> [UInt8] {
        show(entry, in: place, at: time, occurrence: entry.occurrence, zoneID: zoneID)
    }

    private mutating func show(
        _ record: some SimulatedRecord, in place: Place, at time: Milliseconds, occurrence: Int, zoneID: String?
    ) -> [UInt8] {
        if let kept = renditions[place], kept.version == record.version { return kept.content }
        let content = record.json.bytes
        renditions[place] = Rendition(version: record.version, content: content)
        truth.note(
            TruthEntry(
                endpoint: place.endpoint.rawValue, zoneID: zoneID, id: record.recordID, occurrence: occurrence,
                firstShownAt: time, content: content))
        return content
    }
}
