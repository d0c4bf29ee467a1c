import AltaAPI

/// How far the server's clock and ours are apart, as far as one answer tells.
struct ClockSkew {
    private let offset: (milliseconds: Int64, uncertainty: Int64)?

    init(_ answer: InspectedAnswer) {
        offset = answer.clockOffset
    }

    /// Only what the answer proves counts: whole seconds and the way of the answer are no skew.
    func finding(_ deployment: String) -> CheckFinding {
        guard let offset else {
            return .warning(
                .clock, "the server tells no time", advice: "see that this machine's clock is set by NTP",
                of: deployment)
        }
        let proven = max(0, abs(offset.milliseconds) - offset.uncertainty)
        let detail = "the server's clock is \(Self.sentence(offset.milliseconds)) ours"
        let advice = "set this machine's clock by NTP; times of the archive are taken from it"
        if proven > Self.unbearable { return .problem(.clock, detail, advice: advice, of: deployment) }
        if proven > Self.tolerable { return .warning(.clock, detail, advice: advice, of: deployment) }
        return .ok(.clock, "the server's clock and ours agree", of: deployment)
    }

    private static func sentence(_ milliseconds: Int64) -> String {
        let seconds = (abs(milliseconds) + 500) / 1000
        return "\(seconds) s " + (milliseconds < 0 ? "behind" : "ahead of")
    }

    /// Milliseconds. Above this the order of what happens here and there begins to be in doubt.
    private static let tolerable: Int64 = 2_000
    /// Milliseconds. Codes of a second factor and certificates fail, and periods are off.
    private static let unbearable: Int64 = 300_000
}
