import AltaSimulator
import Foundation
import Testing

/// When the faults of these tests begin and end, and a moment between.
let onset = noon + 10 * minute
let relief = noon + 20 * minute
let amidst = noon + 15 * minute

extension SimulatedVisitor {
    /// A small world with a fault between ``onset`` and ``relief``, and somebody who is logged in to it.
    static func struck(
        by kinds: FaultKind..., path: String? = nil, seed: UInt64 = 1, amount: Int64? = nil,
        configure: (inout SimulationParameters) -> Void = { _ in }
    ) -> SimulatedVisitor {
        var visitor = SimulatedVisitor(seed: seed) {
            $0.zones = 3
            $0.devices = 8
            $0.historyMilliseconds = 12 * hour
            $0.sessionLifetimeMilliseconds = 60 * day
            $0.faults = kinds.map {
                ScriptedFault($0, from: onset, until: relief, path: path, seed: seed, amount: amount)
            }
            configure(&$0)
        }
        _ = visitor.logIn()
        return visitor
    }

    /// The alarms that the fault has raised itself, as they stand at `time`.
    mutating func stagedCourses(at time: Int64) -> [AlarmCourseTruth] {
        _ = visitorMoves(to: time)
        return deployment.alarmCourses.filter { $0.start == onset }
    }

    /// Lets simulated time pass.
    mutating func visitorMoves(to time: Int64) -> SimulatedResponse { send("GET", "nowhere", at: time) }
}

extension SimulatedResponse {
    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
