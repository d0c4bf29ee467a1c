/// A line on the terminal for work that takes longer than a second: how far, how fast, how long still.
struct ProgressBar {
    private let what: String
    private let unit: String
    private let start = ContinuousClock.now
    private var lastDrawn: ContinuousClock.Instant?

    init(_ what: String, of unit: String = "events") {
        self.what = what
        self.unit = unit
    }

    mutating func show(_ done: UInt64, of total: UInt64) {
        let now = ContinuousClock.now
        guard Console.showsProgress, now - start > .seconds(1), lastDrawn.map({ now - $0 > .milliseconds(200) }) ?? true
        else { return }
        lastDrawn = now
        let seconds = Double((now - start).components.seconds) + 1e-18 * Double((now - start).components.attoseconds)
        let rate = Double(done) / seconds
        let left = rate > 0 ? Int(Double(total - min(done, total)) / rate) : 0
        let percent = total == 0 ? 100 : done * 100 / total
        Console.redraw("\(what): \(percent) %, \(Int(rate)) \(unit)/s, \(left) s left")
    }

    /// Takes the line away.
    mutating func finish() {
        if lastDrawn != nil { Console.redraw() }
        lastDrawn = nil
    }
}
