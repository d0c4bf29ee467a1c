import AlarmPerformance
package import ArchiveEvents

/// All that a report says, as plain values.
package struct ReportContent: Sendable {
    /// What it is about, in the reader's words.
    package var title = "Alarm report"
    /// What was chosen of the archive: `zone Loading bay`; empty where it is all of it.
    package var choice: [VendorText] = []
    /// The period that it is about.
    package let figures: PeriodFigures
    /// The period of the same length before it, where that is compared.
    package var before: PeriodFigures?
    /// Every preset that was used.
    package var presets: [EmbeddedPreset] = []
    package let archive: ArchiveFacts
    /// When the report was made, and by what.
    package let madeAt: Instant
    package let madeBy: String

    package init(_ figures: PeriodFigures, _ archive: ArchiveFacts, madeAt: Instant, madeBy: String) {
        self.figures = figures
        self.archive = archive
        self.madeAt = madeAt
        self.madeBy = madeBy
    }

    var calendar: LocalCalendar { figures.calendar }
}

/// Which archive a report was made of, and how that can be proved.
package struct ArchiveFacts: Sendable {
    /// Name of the log.
    package let origin: VendorText
    /// Events that the checkpoint commits to.
    package let size: UInt64
    /// Root of the tree over them, in hexadecimal.
    package let root: String
    /// The key that signed it, in hexadecimal.
    package let key: String
    /// The checkpoint as it is signed.
    package let checkpoint: VendorText
    /// Position before which the views behind the figures were compared with the log's events; nil where they were not, and
    /// the checkpoint says nothing about the figures.
    package var viewsComparedBefore: UInt64?

    package init(origin: String, size: UInt64, root: String, key: String, checkpoint: String) {
        self.origin = VendorText(origin)
        self.size = size
        self.root = root
        self.key = key
        self.checkpoint = VendorText(checkpoint)
    }
}

/// A preset as it was used.
package struct EmbeddedPreset: Sendable {
    /// As it is printed: `isa-18.2`, `arc-80-98.5 (edited)`.
    package let name: VendorText
    /// Its file.
    package let text: VendorText

    package init(name: String, text: String) {
        self.name = VendorText(name)
        self.text = VendorText(text)
    }
}
