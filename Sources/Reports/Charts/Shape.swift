/// The shapes of pictures. What they look like is said by the style sheet, through their classes.
enum Shape {
    static func rect(_ box: Box, _ kind: String) -> Node {
        element(
            .rect, .kind(kind), Attribute("x", number(box.x)), Attribute("y", number(box.y)),
            Attribute("width", number(box.width)), Attribute("height", number(box.height)))
    }

    static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ kind: String) -> Node {
        element(
            .line, .kind(kind), Attribute("x1", number(x1)), Attribute("y1", number(y1)), Attribute("x2", number(x2)),
            Attribute("y2", number(y2)))
    }

    static func circle(_ x: Double, _ y: Double, radius: Double, _ kind: String) -> Node {
        element(
            .circle, .kind(kind), Attribute("cx", number(x)), Attribute("cy", number(y)),
            Attribute("r", number(radius)))
    }

    static func path(_ data: String, _ kind: String) -> Node { element(.path, .kind(kind), Attribute("d", data)) }

    /// A line of text whose foot is at y.
    static func text(_ text: String, _ x: Double, _ y: Double, _ kind: String, at anchor: Anchor = .start) -> Node {
        element(
            .text, .kind(kind), Attribute("x", number(x)), Attribute("y", number(y)),
            Attribute("text-anchor", anchor.rawValue)
        ) { text }
    }

    /// Shapes that belong together; a pointer that rests on them is shown the title.
    static func group(title: String, @NodeBuilder content: () -> [Node]) -> Node {
        element(.g) {
            element(.title) { title }
            content()
        }
    }

    enum Anchor: String {
        case start, middle, end
    }

    /// A coordinate with at most two decimals, which is finer than any screen.
    static func number(_ value: Double) -> String {
        let hundredths = Int((value * 100).rounded())
        let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        return rest.isMultiple(of: 10)
            ? "\(sign)\(whole).\(rest / 10)" : "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}

/// A rectangle.
struct Box {
    var x: Double
    var y: Double
    var width: Double
    var height: Double

    init(_ x: Double, _ y: Double, _ width: Double, _ height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// Lines from lower left to upper right, `spacing` apart. Those of neighbours meet.
    func hatch(_ spacing: Double) -> String {
        var data = ""
        // Of each line, x + y is the same everywhere.
        var sum = ((x + y) / spacing).rounded(.up) * spacing
        while sum < x + width + y + height {
            let left = max(x, sum - y - height)
            let right = min(x + width, sum - y)
            if right > left {
                data += "M\(Shape.number(left)) \(Shape.number(sum - left))"
                data += "L\(Shape.number(right)) \(Shape.number(sum - right))"
            }
            sum += spacing
        }
        return data
    }
}
