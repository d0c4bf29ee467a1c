import ArchiveEvents
import ExactJSON

/// How a command ended.
struct CommandEnd: Hashable, Sendable {
    /// A contract with readers of the log.
    enum Outcome: String, Sendable {
        /// By itself.
        case exited
        /// By a signal, be it because the daemon stopped.
        case signalled
        /// It took longer than it may.
        case timedOut = "timed-out"
        /// It wrote more than it may.
        case tooMuchOutput = "too-much-output"
        /// The system could not start it.
        case notStarted = "not-started"
        /// Too many waited already, or the daemon stopped before its turn came.
        case dropped
    }

    let outcome: Outcome
    /// The exit status of a command that exited by itself.
    var exit: Int32?
    /// Milliseconds from its start to the end of its whole process group.
    var duration: Int64 = 0
    /// Bytes on standard output and standard error.
    var outputBytes = 0

    /// Whether all went as the command's author wanted it.
    var isSuccess: Bool { outcome == .exited && exit == 0 }

    /// The event that tells it.
    func event(of job: CommandJob) -> NewEvent {
        let data: JSONValue = [
            "command": .string(job.rule.name), "webhook": .whole(job.webhook.number),
            "outcome": .string(outcome.rawValue), "exit": exit.map { .whole($0) } ?? nil,
            "duration_ms": .integer(duration), "output_bytes": .whole(outputBytes),
        ]
        return NewEvent(
            type: .commandEnded, subject: "\(job.deployment)/webhook-commands/\(job.rule.name)", data: data.bytes)
    }

    /// One line for the daemon's own log.
    var sentence: String {
        switch outcome {
        case .exited: "exited with \(exit ?? 0) after \(duration) ms"
        case .signalled: "was ended by a signal after \(duration) ms"
        case .timedOut: "was ended after \(duration) ms: it may not take longer"
        case .tooMuchOutput: "was ended: it wrote \(outputBytes) bytes"
        case .notStarted: "could not be started"
        case .dropped: "was dropped"
        }
    }
}
