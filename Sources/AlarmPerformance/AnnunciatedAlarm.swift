public import AlarmHistory
public import ArchiveEvents

/// One alarm as the indicators see it: counted once, at its start.
///
/// A year may hold a million of them, so one takes 48 bytes, whatever is known of it.
public struct AnnunciatedAlarm: Sendable, Hashable {
    /// Milliseconds since 1970, or `unknown`.
    let startTime: Int64
    let verifiedNotBefore: Int64
    let verifiedNotAfter: Int64
    let endedNotBefore: Int64
    let endedNotAfter: Int64
    let sourceIndex: Int32
    private let verdictCode: UInt8
    private let flags: UInt8
    private let reversalCount: UInt16

    /// An alarm of the source at index `source`.
    ///
    /// Of `verification`, the first one, and of `end` both bounds are the same where the vendor's clock told them; nil is one
    /// that never came, or that no look showed. `isOpen` where it was active when last looked at: one that is neither open
    /// nor has an end is lost from sight. `isRetrospective` where the first verification came after the end. `reversals`
    /// counts how often a verdict was taken back or turned round. `isUntimed` where nobody can tell how long the
    /// verification took, `isEndUntimed` how long the alarm did: no beginning was told, or clocks contradict each other.
    public init(
        start: Instant, source: Int32, verdict: AlarmVerdict = .none, verification: ClosedRange<Instant>? = nil,
        end: ClosedRange<Instant>? = nil, isOpen: Bool = false, isRetrospective: Bool = false, reversals: Int = 0,
        isUntimed: Bool = false,
        isEndUntimed: Bool = false
    ) {
        startTime = start.milliseconds
        verifiedNotBefore = verification?.lowerBound.milliseconds ?? Self.unknown
        verifiedNotAfter = verification?.upperBound.milliseconds ?? Self.unknown
        endedNotBefore = end?.lowerBound.milliseconds ?? Self.unknown
        endedNotAfter = end?.upperBound.milliseconds ?? Self.unknown
        sourceIndex = source
        verdictCode = Self.code(verdict)
        flags =
            (isOpen ? Self.openFlag : 0) | (isRetrospective ? Self.retrospectiveFlag : 0)
            | (isUntimed ? Self.untimedFlag : 0) | (isEndUntimed ? Self.endUntimedFlag : 0)
        reversalCount = UInt16(clamping: reversals)
    }

    /// A further detection that was merged into it: of its verdict, verification and end. How long a verification took that
    /// came before the detection, nobody can tell.
    public func detected(at time: Instant, source: Int32) -> AnnunciatedAlarm {
        AnnunciatedAlarm(
            start: time, source: source, verdict: verdict, verification: verification?.clamped(from: time),
            end: end?.clamped(from: time), isOpen: isOpen, isRetrospective: isRetrospective,
            isUntimed: isUntimed || verification.map { $0.upperBound < time } ?? false,
            isEndUntimed: isEndUntimed || end.map { $0.upperBound < time } ?? false)
    }

    /// When it began.
    public var start: Instant { Instant(milliseconds: startTime) }
    /// Which of the input's sources annunciated it.
    public var source: Int { Int(sourceIndex) }
    /// What was found, by the latest record.
    public var verdict: AlarmVerdict { Self.verdicts[Int(verdictCode)] }
    /// Between which times it was verified first; nil where it never was.
    public var verification: ClosedRange<Instant>? { Self.range(verifiedNotBefore, verifiedNotAfter) }
    /// Between which times it ended; nil where no end is known.
    public var end: ClosedRange<Instant>? { Self.range(endedNotBefore, endedNotAfter) }
    /// Whether it was active when last looked at.
    public var isOpen: Bool { flags & Self.openFlag != 0 }
    /// Whether the first verification came after the end.
    public var isRetrospective: Bool { flags & Self.retrospectiveFlag != 0 }
    /// Whether nobody can tell how long the first verification took.
    public var isUntimed: Bool { flags & Self.untimedFlag != 0 }
    /// Whether nobody can tell how long the alarm lasted.
    public var isEndUntimed: Bool { flags & Self.endUntimedFlag != 0 }
    /// How often a verdict was taken back or turned round; 65,535 stands for more, too.
    public var reversals: Int { Int(reversalCount) }

    var isVerified: Bool { verifiedNotAfter != Self.unknown }
    var hasEnd: Bool { endedNotAfter != Self.unknown }
    var isValid: Bool { verdictCode == Self.validCode }
    var isFalse: Bool { verdictCode == Self.falseCode }

    static let unknown = Int64.min
    private static let openFlag: UInt8 = 1
    private static let retrospectiveFlag: UInt8 = 2
    private static let untimedFlag: UInt8 = 4
    private static let endUntimedFlag: UInt8 = 8
    private static let validCode: UInt8 = 1
    private static let falseCode: UInt8 = 2
    private static let verdicts: [AlarmVerdict] = [.none, .valid, .false, .unknown]

    private static func code(_ verdict: AlarmVerdict) -> UInt8 {
        switch verdict {
        case .none: 0
        case .valid: validCode
        case .false: falseCode
        case .unknown: 3
        }
    }

    private static func range(_ low: Int64, _ high: Int64) -> ClosedRange<Instant>? {
        guard high != unknown else { return nil }
        return Instant(milliseconds: min(low, high))...Instant(milliseconds: high)
    }
}

extension ClosedRange<Instant> {
    /// Without what lies before a time.
    fileprivate func clamped(from time: Instant) -> ClosedRange {
        Swift.max(lowerBound, time)...Swift.max(upperBound, time)
    }
}
