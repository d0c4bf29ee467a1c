import AlarmHistory
import AlarmPerformance
import ArchiveEvents

/// When there were floods, and how many alarms each had.
struct FloodChart: Chart {
    let period: Range<Instant>
    let calendar: LocalCalendar
    let days: [DayFigures]
    let coverage: [CoverageInterval]
    /// Those to be drawn, in order.
    let floods: [FloodFigures]

    func drawing(_ room: Room) -> Drawing {
        let plot = Plot(room, height: room == .wide ? 170 : 150, top: 20, upTo: floods.map(\.alarms).max() ?? 0)
        let time = LinearScale(domain: 0...Double(period.milliseconds), from: plot.left, to: plot.right)
        return Drawing(
            title: "Floods over time", description: description, width: room.width, height: plot.bottom + 24
        ) {
            for run in blindRuns { blind(run, time, plot) }
            Axes.counts(plot.counts, from: plot.left, to: plot.right)
            for flood in floods { stem(flood, time, plot) }
            names(plot)
        }
    }

    /// Stretches that were not observed, those that would touch in the picture in one piece.
    private var blindRuns: [Range<Int64>] {
        var runs: [Range<Int64>] = []
        for interval in coverage where interval.state == .gap || interval.state == .paused {
            let from = interval.range.lowerBound.milliseconds(since: period.lowerBound)
            let run = from..<from + interval.milliseconds
            if let last = runs.last, run.lowerBound - last.upperBound < period.milliseconds / 1000 {
                runs[runs.count - 1] = last.lowerBound..<run.upperBound
            } else {
                runs.append(run)
            }
        }
        return runs
    }

    @NodeBuilder private func blind(_ run: Range<Int64>, _ time: LinearScale, _ plot: Plot) -> [Node] {
        let x = time(Double(run.lowerBound))
        let box = Box(x, plot.top, max(1, time(Double(run.upperBound)) - x), plot.bottom - plot.top)
        Shape.rect(box, "blind")
        Shape.path(box.hatch(5), "hatching")
    }

    /// A bar as wide as the flood was long, but never too thin to be seen, with a knob: hollow where it was cut short.
    private func stem(_ flood: FloodFigures, _ time: LinearScale, _ plot: Plot) -> Node {
        let x = time(Double(flood.range.lowerBound.milliseconds(since: period.lowerBound)))
        let end = time(Double(flood.range.upperBound.milliseconds(since: period.lowerBound)))
        let (width, top) = (max(1.5, end - x), plot.counts(Double(flood.alarms)))
        return Shape.group(title: title(flood)) {
            Shape.rect(Box(x, top, width, plot.bottom - top), "plain")
            Shape.circle(x + width / 2, top, radius: 3.5, flood.ending == .closed ? "knob" : "knob hollow")
        }
    }

    private func title(_ flood: FloodFigures) -> String {
        "\(calendar.text(flood.range.lowerBound)), \(Numeral.duration(milliseconds: flood.range.milliseconds)): "
            + Numeral.count(flood.alarms, "alarm") + (flood.ending == .closed ? "" : ", \(flood.ending.words)")
    }

    private func names(_ plot: Plot) -> [Node] {
        // Of a day that has 23 or 25 hours this is off by less than a line's width.
        let bands = BandScale(count: days.count, from: plot.left, to: plot.right)
        return Axes.labels(TimeUnits(days, by: .day).labels, bands, y: plot.bottom)
    }

    private var description: String {
        let most = floods.max { $0.alarms < $1.alarms }
        return """
            \(Numeral.count(floods.count, "flood"))\(most.map { "; the largest: " + title($0) } ?? ""). A hollow knob \
            marks a truncated flood. All are in the table below.
            """
    }
}
