/// The faults that strike one request.
struct ActiveFaults: Sendable {
    let faults: [ScriptedFault]

    static let none = ActiveFaults(faults: [])

    /// Those of `script` that strike a request for `path` at `time`.
    init(_ script: [ScriptedFault], path: String, at time: Milliseconds) {
        faults = script.filter { $0.lasts(at: time) && $0.strikes(path) }
    }

    private init(faults: [ScriptedFault]) { self.faults = faults }

    /// The first fault of a kind.
    subscript(kind: FaultKind) -> ScriptedFault? { faults.first { $0.kind == kind } }

    /// The answer that comes instead of every other.
    func refusal(at time: Milliseconds) -> SimulatedResponse? {
        faults.lazy.compactMap { fault -> SimulatedResponse? in
            guard case .status(let kind) = fault.kind else { return nil }
            return kind.response(to: fault, at: time)
        }.first
    }

    /// Whether some clients cannot read what the answer shows.
    var spoilAnswer: Bool {
        faults.contains { fault in
            guard case .delivery = fault.kind else { return false }
            return true
        }
    }

    /// Spoils `response` on its way.
    func spoil(_ response: inout SimulatedResponse) {
        for fault in faults {
            guard case .delivery(let kind) = fault.kind else { continue }
            kind.spoil(&response, by: fault)
        }
    }
}
