/// The axes of pictures.
enum Axes {
    /// Round numbers at the left, each with a line across the picture.
    @NodeBuilder static func counts(_ scale: LinearScale, from left: Double, to right: Double) -> [Node] {
        for tick in scale.ticks {
            let y = scale(Double(tick))
            Shape.line(left, y, right, y, tick == 0 ? "axis" : "grid")
            Shape.text(Numeral.whole(tick), left - 6, y + 4, "tick", at: .end)
        }
    }

    /// Words below bands, as far as they do not touch; where there is no room for two, the later one stays.
    @NodeBuilder static func labels(_ labels: [(band: Int, text: String)], _ bands: BandScale, y: Double) -> [Node] {
        for label in spaced(labels.filter { fits($0, bands) }, bands) {
            let x = bands.start(label.band)
            Shape.line(x, y, x, y + 4, "axis")
            Shape.text(label.text, x + 1, y + 16, "tick")
        }
    }

    /// Whether a word that begins with its band leaves the picture at the right.
    private static func fits(_ label: (band: Int, text: String), _ bands: BandScale) -> Bool {
        bands.start(label.band) + Double(label.text.count) * 6.5 <= bands.to + 8
    }

    private static func spaced(_ labels: [(band: Int, text: String)], _ bands: BandScale) -> [(band: Int, text: String)]
    {
        let step = labels.count > 1 ? (bands.to - bands.from) / Double(labels.count) : distance
        let even = labels.reversed().enumerated().filter {
            $0.offset.isMultiple(of: max(1, Int((distance / step).rounded(.up))))
        }
        var spaced: [(band: Int, text: String)] = []
        for (_, label) in even {
            let last = spaced.last.map { bands.start($0.band) } ?? .infinity
            if last - bands.start(label.band) >= distance { spaced.append(label) }
        }
        return spaced.reversed()
    }

    /// The room that a word takes.
    private static let distance = 40.0
}
