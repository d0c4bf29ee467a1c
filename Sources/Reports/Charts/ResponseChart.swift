/// How many alarms were verified within which time, with percentiles and targets as lines.
struct ResponseChart: Chart {
    let times: ResponseTimes

    func drawing(_ room: Room) -> Drawing {
        let plot = Plot(room, height: 200, top: 14 + Double(lines.count) * 16, upTo: times.counts.max() ?? 0)
        let bands = BandScale(count: times.counts.count, from: plot.left, to: plot.right)
        return Drawing(
            title: "Time from start to first verification", description: description, width: room.width,
            height: plot.bottom + 24
        ) {
            Axes.counts(plot.counts, from: plot.left, to: plot.right)
            for (index, count) in times.counts.enumerated() where count > 0 {
                bar(index, count, bands(index), plot.counts)
            }
            edges(bands, plot, every: room == .wide ? 1 : 3)
            for (index, line) in lines.enumerated() {
                let x = Self.place(line.seconds, bands)
                Shape.line(x, Self.row(index) - 8, x, plot.bottom, line.isTarget ? "target" : "percentile")
            }
            for (index, line) in lines.enumerated() {
                words(room == .wide ? line.text : line.short, row: index, x: Self.place(line.seconds, bands), plot)
            }
        }
    }

    private func bar(_ index: Int, _ count: Int, _ band: (start: Double, width: Double), _ scale: LinearScale) -> Node {
        let top = scale(Double(count))
        return Shape.group(title: "\(Self.name(index)): \(Numeral.count(count, "alarm"))") {
            Shape.rect(Box(band.start, top, band.width, scale(0) - top), "plain")
        }
    }

    @NodeBuilder private func edges(_ bands: BandScale, _ plot: Plot, every: Int) -> [Node] {
        for (index, bound) in ResponseTimes.bounds.enumerated() {
            let x = bands.start(index)
            Shape.line(x, plot.bottom, x, plot.bottom + 4, "axis")
            if index.isMultiple(of: every) {
                let text = index == 0 ? "0" : Numeral.duration(bound)
                Shape.text(text, x, plot.bottom + 17, "tick", at: index == 0 ? .start : .middle)
            }
        }
    }

    /// A line's words, on a row of their own and beside the line as far as there is room.
    private func words(_ text: String, row: Int, x: Double, _ plot: Plot) -> Node {
        let text = VendorText(text).shortened(to: 72)
        let width = Double(text.count) * 6.6
        if x + 5 + width <= plot.right { return Shape.text(text, x + 5, Self.row(row), "over") }
        if x - 5 - width >= plot.left { return Shape.text(text, x - 5, Self.row(row), "over", at: .end) }
        return Shape.text(text, plot.right, Self.row(row), "over", at: .end)
    }

    /// The foot of a row of words above the plot.
    private static func row(_ index: Int) -> Double { 12 + Double(index) * 16 }

    /// Where so many seconds lie between the stretches' edges.
    static func place(_ seconds: Double, _ bands: BandScale) -> Double {
        let bounds = ResponseTimes.bounds
        let index = bounds.lastIndex { $0 <= seconds } ?? 0
        guard index + 1 < bounds.count else { return bands.middle(index) }
        return bands.start(index) + (seconds - bounds[index]) / (bounds[index + 1] - bounds[index]) * bands.step
    }

    /// `30 s to 1 min`.
    static func name(_ index: Int) -> String {
        let bounds = ResponseTimes.bounds
        let from = Numeral.duration(bounds[index])
        return index + 1 < bounds.count
            ? "\(from) to under \(Numeral.duration(bounds[index + 1]))" : "\(from) or longer"
    }

    private struct Line {
        let text: String
        /// For a narrow page.
        let short: String
        let seconds: Double
        let isTarget: Bool
    }

    private var lines: [Line] {
        let marks = times.marks.map { mark in
            let text = "\(mark.name) \(Numeral.duration(mark.seconds))"
            return Line(text: text, short: text, seconds: mark.seconds, isTarget: false)
        }
        return marks + times.targets.map { Line(text: $0.text, short: $0.short, seconds: $0.seconds, isTarget: true) }
    }

    private var description: String {
        let parts = lines.map(\.text)
        return """
            \(Numeral.count(times.answered, "alarm")) by the time from start to first verification. \
            \(parts.isEmpty ? "" : "Lines: " + parts.joined(separator: "; ") + ". ")All numbers are in the table below.
            """
    }
}

extension ResponseTimes.TargetLine {
    /// `80 % within 1 min 30 s: 84.1 %, reached`.
    var text: String { "\(short), \(outcome)" }

    /// `80 % within 1 min 30 s: 84.1 %`.
    var short: String {
        let share = achieved.map { Numeral.percent($0) } ?? "undefined"
        return "\(Numeral.plain(percentile)) % within \(Numeral.duration(seconds)): \(share)"
    }
}
