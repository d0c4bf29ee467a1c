/// Draws faults, so that thousands of small worlds can each have their own.
public enum FaultPlan {
    /// About `intensity` faults in an hour, of all kinds, between `from` and `until`, milliseconds since 1970. Sorted
    /// by their beginnings.
    public static func random(seed: UInt64, from: Int64, until: Int64, intensity: Int) -> [ScriptedFault] {
        var generator = SeededGenerator(seed: seed &* 0x9E37_79B9_7F4A_7C15)
        let span = max(1, until - from)
        let count = max(1, Int(span / 1000 * Int64(max(0, intensity)) / 3600))
        let faults = (0..<count).map { _ in fault(from: from, span: span, &generator) }
        return faults.sorted { $0.from < $1.from }
    }

    private static func fault(from: Int64, span: Int64, _ generator: inout SeededGenerator) -> ScriptedFault {
        let kind = generator.element(of: FaultKind.all)
        let begin = from + generator.number(in: 0...span - 1)
        let longest = max(2 * .second, min(kind.usualSpan, from + span - begin))
        let path = generator.element(of: paths)
        return ScriptedFault(
            kind, from: begin, until: begin + generator.magnitude(in: .second...longest), path: path,
            seed: generator.next(), amount: amount(of: kind, &generator))
    }

    /// Nil, where the usual amount does.
    private static func amount(of kind: FaultKind, _ generator: inout SeededGenerator) -> Int64? {
        switch kind {
        case .time(.clockOff): generator.number(in: -10 * .minute...10 * .minute)
        case .content(.largePicture): generator.magnitude(in: 1000...300_000)
        case .delivery(.slowAnswer): generator.magnitude(in: 500...120_000)
        case .life(.alarmFlood): generator.magnitude(in: 5...100)
        case .life(.massEnding): generator.magnitude(in: 5...400)
        case .delivery(.slowDrip): generator.magnitude(in: 50...20_000)
        case .status(.tooManyRequests), .status(.tooManyRequestsUntil): generator.number(in: 0...20)
        default: nil
        }
    }

    /// Mostly every path, else one that is asked for often.
    private static let paths: [String?] = [
        nil, nil, nil, "alerts", "ongoingAlerts", "alarmZones", "alarmZones/*/logs", "alerts/*", "dologin",
    ]
}
