/// The part of a picture that lies within its axes, and its upright axis of counts.
struct Plot {
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double
    let counts: LinearScale

    /// `height` is that of the plot itself; at its left is room for the largest count.
    init(_ room: Room, height: Double, top: Double = 10, upTo maximum: Int) {
        counts = .counts(upTo: maximum, from: top + height, to: top)
        let widest = counts.ticks.map { Numeral.whole($0).count }.max() ?? 1
        left = 10 + Double(widest) * 6.8
        right = room.width - 8
        self.top = top
        bottom = top + height
    }
}
