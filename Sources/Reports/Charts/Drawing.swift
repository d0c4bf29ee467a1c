/// A picture: shapes on a plane whose unit is a pixel of a page of that width.
struct Drawing {
    /// What the picture is, in a few words.
    let title: String
    /// What it shows, for those who cannot see it.
    let description: String
    let width: Double
    let height: Double
    let shapes: [Node]

    func node(id: String) -> Node {
        let size = "0 0 \(Shape.number(width)) \(Shape.number(height))"
        return element(
            .svg, .role("img"), .labelledBy(id + "-title"), .describedBy(id + "-desc"), Attribute("viewBox", size)
        ) {
            element(.title, .id(id + "-title")) { title }
            element(.desc, .id(id + "-desc")) { description }
            shapes
        }
    }
}

/// What can be drawn for a wide page, and for a narrow one.
protocol Chart {
    func drawing(_ room: Room) -> Drawing
}

/// How much room there is.
enum Room: CaseIterable {
    case wide, narrow

    var width: Double { self == .wide ? 860 : 340 }
}
