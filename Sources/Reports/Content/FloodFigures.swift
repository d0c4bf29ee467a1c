package import AlarmPerformance
package import ArchiveEvents

/// A time in which more alarms came than a person can handle.
package struct FloodFigures: Sendable, Hashable {
    package let range: Range<Instant>
    package let alarms: Int
    /// Most alarms in one of its ten-minute periods.
    package let peak: Int
    /// Whether it closed, was cut short by unobserved time, or was running when the period ended.
    package let ending: Flood.Ending
    /// Source of the first alarm.
    package let first: VendorText?
    /// The zones with most of its alarms.
    package let zones: [VendorText]

    package init(
        _ range: Range<Instant>, alarms: Int, peak: Int, ending: Flood.Ending, first: String? = nil,
        zones: [String] = []
    ) {
        self.range = range
        self.alarms = alarms
        self.peak = peak
        self.ending = ending
        self.first = first.map { VendorText($0) }
        self.zones = zones.map { VendorText($0) }
    }
}

extension Flood.Ending {
    /// In words for a reader.
    package var words: String {
        switch self {
        case .closed: "closed"
        case .truncated: "truncated: nobody looked any more"
        case .running: "running at the period's end"
        }
    }
}
