/// Hatches the parts of an axis of time of which nothing can be said, or not all.
enum UnobservedBands {
    /// Runs of bands that were not wholly observed; neighbours in one piece.
    @NodeBuilder static func shapes(
        _ sights: [ObservedTime.Sight], _ bands: BandScale, top: Double, bottom: Double
    ) -> [Node] {
        for run in runs(sights) where run.sight != .whole {
            let x = bands.start(run.range.lowerBound)
            let box = Box(x, top, bands.start(run.range.upperBound) - x, bottom - top)
            Shape.rect(box, run.sight == .none ? "blind" : "dim")
            Shape.path(box.hatch(run.sight == .none ? 5 : 10), "hatching")
        }
    }

    /// Neighbours of one sight.
    static func runs(_ sights: [ObservedTime.Sight]) -> [(sight: ObservedTime.Sight, range: Range<Int>)] {
        var runs: [(sight: ObservedTime.Sight, range: Range<Int>)] = []
        for (index, sight) in sights.enumerated() {
            if let last = runs.last, last.sight == sight {
                runs[runs.count - 1].range = last.range.lowerBound..<index + 1
            } else {
                runs.append((sight, index..<index + 1))
            }
        }
        return runs
    }
}
