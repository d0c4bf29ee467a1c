/// A bar whose parts are verdicts: plain, hatched, crossed and outlined, so that they are told apart without colour.
enum VerdictStack {
    /// An upright bar from the scale's 0 up.
    static func upright(_ counts: VerdictCounts, x: Double, width: Double, _ scale: LinearScale) -> [Node] {
        parts(counts).flatMap { kind, before, after in
            let top = scale(Double(after))
            return part(kind, Box(x, top, width, scale(Double(before)) - top))
        }
    }

    /// A lying bar from the scale's 0 to the right.
    static func lying(_ counts: VerdictCounts, y: Double, height: Double, _ scale: LinearScale) -> [Node] {
        parts(counts).flatMap { kind, before, after in
            let left = scale(Double(before))
            return part(kind, Box(left, y, scale(Double(after)) - left, height))
        }
    }

    private static func parts(_ counts: VerdictCounts) -> [(kind: VerdictKind, before: Int, after: Int)] {
        var sum = 0
        return VerdictKind.allCases.compactMap { kind in
            guard counts[kind] > 0 else { return nil }
            sum += counts[kind]
            return (kind, sum - counts[kind], sum)
        }
    }

    @NodeBuilder private static func part(_ kind: VerdictKind, _ box: Box) -> [Node] {
        Shape.rect(box, kind.rawValue)
        if kind == .false || kind == .unknown { Shape.path(box.hatch(kind == .false ? 5 : 3), "weave") }
    }

    /// `12 alarms: 3 valid (201), 9 false (202)`.
    static func text(_ counts: VerdictCounts) -> String {
        let parts = VerdictKind.allCases.filter { counts[$0] > 0 }.map { "\(Numeral.whole(counts[$0])) \($0.title)" }
        return Numeral.count(counts.total, "alarm") + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    }
}
