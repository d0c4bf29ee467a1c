/// The part of a picture that lies within its axes.
struct Plot {
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double

    /// With room for numbers at the left; `height` is that of the plot itself.
    init(_ room: Room, height: Double, top: Double = 10) {
        left = room == .wide ? 52 : 44
        right = room.width - 8
        self.top = top
        bottom = top + height
    }

    /// An upright axis of counts.
    func counts(upTo maximum: Int) -> LinearScale { .counts(upTo: maximum, from: bottom, to: top) }
}
