import AltaSimulator
import ArgumentParser

/// What goes wrong.
struct FaultOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A fault: its name, when after the start, perhaps for how long, and on which path. Repeatable.",
            valueName: "name@from[+span][:path]"))
    var fault: [FaultArgument] = []

    @Option(help: ArgumentHelp("Faults of all kinds all the time, drawn from this seed.", valueName: "seed"))
    var chaos: UInt64?

    @Flag(help: "Print the names of all faults, and end.")
    var listFaults = false

    /// The faults of a world whose serving begins at `start`, milliseconds since 1970.
    func script(from start: Int64) -> [ScriptedFault] {
        let drawn = chaos.map { seed in
            FaultPlan.random(seed: seed, from: start, until: start + Self.chaosSpan, intensity: Self.chaosPerHour)
        }
        return fault.map { $0.fault(from: start) } + (drawn ?? [])
    }

    /// A line for each fault.
    static var list: String {
        let width = FaultKind.allNames.map(\.count).max() ?? 0
        return FaultKind.all.map { kind in
            kind.name + String(repeating: " ", count: width + 2 - kind.name.count) + kind.summary
        }.joined(separator: "\n")
    }

    /// Thirty days of simulated time; who runs longer has seen every kind often.
    private static let chaosSpan: Int64 = 30 * 86_400_000
    private static let chaosPerHour = 6
}

/// `NAME@FROM[+SPAN][:PATH]`, such as `status-503@5m+30s:alerts`.
struct FaultArgument: ExpressibleByArgument {
    private let kind: FaultKind
    private let from: Span
    private let span: Span?
    private let path: String?

    init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1).map(String.init)
        let name = parts[0].split(separator: "@", maxSplits: 1).map(String.init)
        guard name.count == 2, let kind = FaultKind(name: name[0]) else { return nil }
        let times = name[1].split(separator: "+").map { Span(argument: String($0)) }
        guard (1...2).contains(times.count), let from = times[0], times.allSatisfy({ $0 != nil }) else { return nil }
        self.kind = kind
        self.from = from
        span = times.count == 2 ? times[1] : nil
        path = parts.count == 2 ? parts[1] : nil
    }

    /// The fault of a world whose serving begins at `start`.
    func fault(from start: Int64) -> ScriptedFault {
        let begin = start + from.milliseconds
        return ScriptedFault(kind, from: begin, until: span.map { begin + $0.milliseconds }, path: path)
    }
}
