public import ArchiveEvents

/// What a number of calls within twelve months leads to.
public enum CallStanding: Int, Sendable, Comparable {
    case none, warning, withdrawal

    /// The graver one is greater.
    public static func < (one: CallStanding, other: CallStanding) -> Bool { one.rawValue < other.rawValue }
}

/// How many calls within a window lead to what. Twelve months are taken as 365 days, and a call counts for
/// `[its time, its time + window)`.
public struct RollingRule: Sendable, Hashable {
    /// Milliseconds.
    public let window: Int64
    let warning: [Dispatch.Kind: Int]
    let withdrawal: [Dispatch.Kind: Int]
    let parameters: [Indicator.Parameter]

    /// From preset `npcc`; nil where that lacks a number.
    public init?(_ preset: Preset) {
        guard let days = preset.number("window-days") else { return nil }
        var (warning, withdrawal) = ([Dispatch.Kind: Int](), [Dispatch.Kind: Int]())
        for kind in Dispatch.Kind.allCases {
            guard let first = preset.number("\(kind.rawValue).warning"),
                let second = preset.number("\(kind.rawValue).withdrawal"), first < 1e6, second < 1e6
            else { return nil }
            (warning[kind], withdrawal[kind]) = (Int(first), Int(second))
        }
        window = Int64(min(days, 100_000) * Double(LocalCalendar.day))
        (self.warning, self.withdrawal) = (warning, withdrawal)
        parameters =
            [.init("window", "\(days.plain) days, rolling")]
            + Dispatch.Kind.allCases.map {
                .init($0.rawValue, "\(warning[$0] ?? 0) false calls: warning; \(withdrawal[$0] ?? 0): withdrawal")
            }
    }

    /// What a number of calls leads to.
    public func standing(_ calls: Int, _ kind: Dispatch.Kind) -> CallStanding {
        if calls >= withdrawal[kind] ?? .max { return .withdrawal }
        return calls >= warning[kind] ?? .max ? .warning : .none
    }
}

/// For each site, the most calls within any window, and the gravest standing that they led to.
public struct RollingCounts: Sendable {
    private var most: [String: [Dispatch.Kind: Int]] = [:]
    private let rule: RollingRule

    /// Counts each call with those of its site and kind in the window before it.
    public init(_ calls: [Dispatch], _ rule: RollingRule, until end: Instant) {
        self.rule = rule
        let times = Dictionary(grouping: calls.filter { $0.time < end }) { Key(site: $0.site, kind: $0.kind) }
        for (key, calls) in times {
            let times = calls.map(\.time.milliseconds).sorted()
            var oldest = 0
            for newest in times.indices {
                while times[oldest] <= times[newest] - rule.window { oldest += 1 }
                let count = newest - oldest + 1
                most[key.site, default: [:]][key.kind] = max(most[key.site]?[key.kind] ?? 0, count)
            }
        }
    }

    private struct Key: Hashable {
        let site: String
        let kind: Dispatch.Kind
    }

    /// The most of one site.
    public func highest(_ kind: Dispatch.Kind) -> Int { most.values.compactMap { $0[kind] }.max() ?? 0 }

    /// The gravest standing of a site.
    public func standing(of site: String) -> CallStanding {
        (most[site] ?? [:]).map { rule.standing($0.value, $0.key) }.max() ?? .none
    }

    /// How many sites have exactly that standing.
    public func sites(_ standing: CallStanding) -> Int { most.keys.count { self.standing(of: $0) == standing } }
}
