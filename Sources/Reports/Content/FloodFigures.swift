package import ArchiveEvents

/// A time in which more alarms came than a person can handle.
package struct FloodFigures: Sendable, Hashable {
    package let range: Range<Instant>
    package let alarms: Int
    /// Most alarms in one of its ten-minute periods.
    package let peak: Int
    /// Whether it was cut short, by unobserved time or by the period's end.
    package let isTruncated: Bool
    /// Source of the first alarm.
    package let first: VendorText?
    /// The zones with most of its alarms.
    package let zones: [VendorText]

    package init(
        _ range: Range<Instant>, alarms: Int, peak: Int, isTruncated: Bool, first: String? = nil, zones: [String] = []
    ) {
        self.range = range
        self.alarms = alarms
        self.peak = peak
        self.isTruncated = isTruncated
        self.first = first.map { VendorText($0) }
        self.zones = zones.map { VendorText($0) }
    }
}
