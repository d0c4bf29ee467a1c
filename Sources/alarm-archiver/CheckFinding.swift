import Archive
import ExactJSON

/// What one check found, for a person and for a program.
struct CheckFinding {
    /// What was checked: a contract with users' scripts.
    enum Subject: String {
        case settings, commands, sqlite, archive, disk, reachability, clock, login, permission
    }

    enum Result: String {
        case ok, warning, problem
    }

    let deployment: String?
    let subject: Subject
    let result: Result
    let detail: String
    /// What to do; nil where there is nothing to be done.
    let advice: String?
    /// What the program ends with, where this is the worst that it found.
    let status: ExitStatus

    /// Nothing to be done.
    static func ok(_ subject: Subject, _ detail: String, of deployment: String? = nil) -> CheckFinding {
        CheckFinding(
            deployment: deployment, subject: subject, result: .ok, detail: detail, advice: nil, status: .done)
    }

    /// The archive works, though not as well as it could, or not for long.
    static func warning(
        _ subject: Subject, _ detail: String, advice: String, of deployment: String? = nil
    ) -> CheckFinding {
        CheckFinding(
            deployment: deployment, subject: subject, result: .warning, detail: detail, advice: advice, status: .done)
    }

    /// Something of the archive's work does not work.
    static func problem(
        _ subject: Subject, _ detail: String, advice: String, of deployment: String? = nil,
        endsWith status: ExitStatus = .failed
    ) -> CheckFinding {
        CheckFinding(
            deployment: deployment, subject: subject, result: .problem, detail: detail, advice: advice, status: status)
    }

    /// One line for people.
    var line: String {
        let place = [deployment, subject.rawValue].compactMap(\.self).joined(separator: " ")
        let mark = result.rawValue.padding(to: Result.warning.rawValue.count)
        return "\(mark)  \(place): \(detail)" + (advice.map { "; \($0)" } ?? "")
    }

    var json: JSONValue {
        [
            "deployment": .optional(deployment), "check": .string(subject.rawValue), "result": .string(result.rawValue),
            "detail": .string(detail), "advice": .optional(advice),
        ]
    }
}

extension String {
    /// Filled up with spaces.
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

/// All that the checks found.
struct CheckReport {
    private(set) var findings: [CheckFinding] = []

    mutating func add(_ more: [CheckFinding]) { findings += more }

    /// Settings first, then a refused account, then an unreachable vendor, then any other problem.
    var status: ExitStatus {
        let met = Set(findings.map(\.status))
        return [.usage, .notAuthorised, .unreachable, .failed].first(where: met.contains) ?? .done
    }

    var json: JSONValue {
        [
            "schema_version": 1, "ok": .bool(!findings.contains { $0.result == .problem }),
            "findings": .array(findings.map(\.json)),
        ]
    }
}
