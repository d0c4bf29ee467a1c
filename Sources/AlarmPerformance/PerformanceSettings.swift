/// What is told to the computations.
public struct PerformanceSettings: Sendable, Hashable {
    /// Operator positions that share the alarms evenly; nil where nobody said, so that nothing is graded.
    public var operators: Int?
    /// Permitted alarm systems, for `alarm-factor`.
    public var systems: Int?
    /// Whether verifications that came after the end count as responses.
    public var countsRetrospective = false
    /// Milliseconds below which starts cannot be told apart; nil where they are the vendor's own times.
    public var startResolution: Int64?
    /// Seconds within which an operator is to have verified; nil where nobody said.
    public var allowedSeconds: Double?
    /// One of an id.
    public private(set) var presets: [Preset]

    /// Settings with the presets that are in force, and of those of `added` the last one of an id in their place.
    public init(operators: Int? = nil, adding added: [Preset] = []) {
        self.operators = operators
        presets = Presets.inForce
        for preset in added {
            presets.removeAll { $0.id == preset.id }
            presets.append(preset)
        }
    }

    func preset(_ id: String) -> Preset? { presets.first { $0.id == id } }

    /// Among how many positions alarms are shared: one where nobody said.
    var positions: Int { max(1, operators ?? 1) }

    var patterns: PatternRules { PatternRules(preset("patterns-default")) }
}

/// Thresholds of the patterns, from preset `patterns-default`.
///
/// Where published readings compete, these decisions are ours, and each is printed with the figure:
/// - a flood opens with more than 10 alarms ("10 or more" is the rival), closes with fewer than 5;
/// - the 60 s of the chatter rule are half-open like all intervals here: starts exactly 30 s apart do not chatter;
/// - "within" a duration includes it: 10.000 s is within 10 s.
struct PatternRules {
    var floodStart = 10
    var isFloodStartInclusive = false
    var floodEnd = 5
    /// Milliseconds, like all that follow.
    var floodWindow: Int64 = 600_000
    var chatterStarts = 3
    var chatterWindow: Int64 = 60_000
    var isChatterWindowClosed = false
    var chatterIndex = Fraction(1, 20)
    var fleetingDuration: Int64 = 10_000
    var fleetingQuiet: Int64 = 60_000
    var staleAge: Int64 = 86_400_000

    init(_ preset: Preset?) {
        guard let preset else { return }
        func whole(_ name: String, _ value: inout Int) {
            if let number = preset.number(name), number <= 1e6 { value = max(1, Int(number)) }
        }
        func time(_ name: String, _ unit: Double, _ value: inout Int64) {
            if let number = preset.number(name), number <= 1e9 { value = max(1, Int64((number * unit).rounded())) }
        }
        whole("flood.start", &floodStart)
        whole("flood.end", &floodEnd)
        time("flood.window", 1000, &floodWindow)
        whole("chatter.starts", &chatterStarts)
        time("chatter.window", 1000, &chatterWindow)
        time("fleeting.duration", 1000, &fleetingDuration)
        time("fleeting.quiet", 1000, &fleetingQuiet)
        time("stale.hours", 3_600_000, &staleAge)
        isFloodStartInclusive = preset.number("flood.start.inclusive").map { $0 != 0 } ?? false
        isChatterWindowClosed = preset.number("chatter.window.closed").map { $0 != 0 } ?? false
        chatterIndex = preset.parameters["chatter.psi"].flatMap { Fraction($0) } ?? chatterIndex
    }
}
