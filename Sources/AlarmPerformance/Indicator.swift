/// The answer of one performance indicator: a figure that two implementations of its definition would agree on, with all
/// that is needed to read it right.
public struct Indicator: Sendable, Hashable {
    /// Its name in ``IndicatorDefinition``: `rate.hour`, `valid.false-ratio` ...
    public let id: String
    /// The figure in `unit`; nil where it is undefined, which `notes` explain. Undefined is never zero.
    public var value: Double?
    /// What the figure is measured in.
    public var unit: Unit
    /// How many things the figure rests on: alarms, sources, hours.
    public var count: Int
    /// Between which it lies where looks found it, or Wilson's interval of a share of alarms; nil where it is exact.
    public var bounds: Bounds?
    /// Observed time / time of the period, 0 to 1; nil where the figure rests on no period.
    public var coverage: Double?
    /// The target that it is held against, in words with its source; nil where there is none.
    public var target: String?
    /// Printed name of the preset that the target or the parameters come from: `isa-18.2`, `arc-80-98.5 (edited)`.
    public var preset: String?
    /// How well founded the target is.
    public var mark: Mark
    /// The grade; nil where none is given, for the reason in `ungradedBecause`.
    public var grade: Grade?
    /// Why no grade is given.
    public var ungradedBecause: String?
    /// Whether the target is reached; nil where there is none, or where it cannot be held against the figure.
    public var attainment: Attainment?
    /// What the computation was told: window, thresholds, reading, form.
    public var parameters: [Parameter] = []
    /// Alarms that the figure counts.
    public var counted: Int
    /// Alarms that it leaves out, with the reason.
    public var excluded: [Exclusion] = []
    /// Further figures that belong to it: percentiles, the rival reading, the parts of a mix.
    public var parts: [Part] = []
    /// What must be said beside the figure: "per site, not per operator", "indicative", the resolution floor.
    public var notes: [String] = []

    /// What a figure is measured in.
    public enum Unit: String, Sendable {
        /// 0 to 1; shown in per cent.
        case ratio
        case alarms
        case alarmsPerDay = "alarms/day"
        case alarmsPerHour = "alarms/hour"
        case alarmsPerTenMinutes = "alarms/10min"
        case alarmsPerArmedHour = "alarms/armed hour"
        case seconds
        case sources
        case reversals
        /// A pure number: an index, a quotient.
        case number
    }

    /// Bounds of a figure.
    public struct Bounds: Sendable, Hashable {
        /// In the figure's unit, like the other one.
        public let low: Double
        /// Nil where nothing is known of it.
        public let high: Double?
        /// What they are bounds of.
        public let kind: Kind

        /// What bounds are of.
        public enum Kind: String, Sendable {
            /// Of what was seen by polling: both ends of the looks.
            case bracket
            /// Wilson's score interval of a proportion.
            case wilson95 = "wilson 95 %"
        }

        /// Bounds of a kind.
        public init(low: Double, high: Double?, kind: Kind) {
            self.low = low
            self.high = high
            self.kind = kind
        }
    }

    /// How well founded a target is.
    public enum Mark: String, Sendable {
        case published = "published target"
        case commonPractice = "common practice"
        case unconfirmed = "preset, unconfirmed, editable"
        case ours = "our default"
    }

    /// Bands of a preset's own; no standard has them.
    public enum Grade: String, Sendable {
        case green, amber, red
    }

    /// How a figure stands to its target.
    public enum Attainment: String, Sendable {
        case reached
        case notReached = "not reached"
        /// The two ends of the bracket disagree.
        case undecided
        /// What it takes is not in the archive.
        case notAssessable = "not assessable"
    }

    /// A named value that a computation was told.
    public struct Parameter: Sendable, Hashable {
        /// `window`, `reading` ...
        public let name: String
        /// With its unit.
        public let value: String

        /// A value under a name.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Alarms that were left out.
    public struct Exclusion: Sendable, Hashable {
        /// Why.
        public let reason: String
        /// How many.
        public let count: Int

        /// So many, for a reason.
        public init(_ reason: String, _ count: Int) {
            self.reason = reason
            self.count = count
        }
    }

    /// A further figure.
    public struct Part: Sendable, Hashable {
        /// What it is: `p90`, `low` ...
        public let name: String
        /// Nil where it is undefined.
        public let value: Double?
        /// What it is measured in.
        public let unit: Unit
        /// What is printed in place of the figure: `not reached`, `***`.
        public let shown: String?

        /// A figure under a name.
        public init(_ name: String, _ value: Double?, _ unit: Unit, shown: String? = nil) {
            self.name = name
            self.value = value
            self.unit = unit
            self.shown = shown
        }
    }

    /// A figure, to be completed member by member.
    public init(_ id: String, _ value: Double?, _ unit: Unit, count: Int, counted: Int, mark: Mark) {
        self.id = id
        self.value = value
        self.unit = unit
        self.count = count
        self.counted = counted
        self.mark = mark
    }
}

/// What an indicator means, independent of any archive.
public struct IndicatorDefinition: Sendable, Hashable {
    /// The indicator's name; `sla` for the lines of presets.
    public let id: String
    /// A short name: "Alarms per hour".
    public let title: String
    /// The definition in sentences, complete enough to compute it again.
    public let definition: String
    /// What goes into it.
    public let inputs: String
    /// Where definition and target come from, in the wording rules' terms.
    public let source: String

    /// A definition, complete.
    public init(id: String, title: String, definition: String, inputs: String, source: String) {
        self.id = id
        self.title = title
        self.definition = definition
        self.inputs = inputs
        self.source = source
    }
}
