/// What the report can be checked against.
struct ArchiveSection {
    let content: ReportContent

    var section: PageSection {
        PageSection(id: "archive", title: "Archive and checkpoint") {
            element(.p) {
                "This report was made from the archive whose newest checkpoint follows, as it is signed. Keep it: "
                element(.code) { "alarm-history verify --since FILE" }
                " holds the archive against it later. The report itself is not signed. "
                Term.links([.checkpoint])
            }
            element(.p) { views }
            element(.pre, .label("The signed checkpoint"), .focusable) { content.archive.checkpoint.lines }
        }
    }
}

extension ArchiveSection {
    /// What the checkpoint says about the figures: they were made from views, which it does not sign.
    @NodeBuilder private var views: [Node] {
        if let position = content.archive.viewsComparedBefore {
            "The figures come from views of the log. These were compared with what the log's events before \(position) make, "
            "and are the same."
        } else {
            "The figures come from views of the log, which the checkpoint does not sign. They were not compared with the "
            "log: "
            element(.code) { "alarm-history report --compare-views" }
            " does so before it makes a report."
        }
    }
}

/// The presets that were used, whole.
struct PresetSection {
    let presets: [EmbeddedPreset]

    /// Nil where none was used.
    init?(presets: [EmbeddedPreset]) {
        guard !presets.isEmpty else { return nil }
        self.presets = presets
    }

    var section: PageSection {
        PageSection(id: "presets", title: "Presets") {
            element(.p) {
                "Targets, thresholds and bands as they were used. They can be edited; then their name says so."
            }
            for preset in presets {
                element(.h3) { element(.bdi) { preset.name.shown } }
                element(.pre, .label("The preset \(preset.name.shown)"), .focusable) { preset.text.lines }
            }
        }
    }
}

extension VendorText {
    /// The text with its line ends.
    var lines: String {
        raw.split(separator: "\n", omittingEmptySubsequences: false).map { VendorText(String($0)).shown }
            .joined(separator: "\n")
    }
}
