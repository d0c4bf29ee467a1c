import AlarmHistory
import AltaAPI
import ExactJSON

/// One answer, or why there was none.
struct ProbeAnswer: Sendable {
    let answer: InspectedAnswer?
    /// What came instead of an answer; no secret and nothing of a body.
    let failure: String?
    let text: JSONText?

    init(_ answer: InspectedAnswer) {
        self.answer = answer
        failure = nil
        text = try? JSONText(answer.body, limits: AnswerLimits.whole)
    }

    init(failure: SessionFailure) {
        answer = nil
        text = nil
        self.failure =
            switch failure {
            case .noAnswer(let error): "no answer (\(error.kind.rawValue))"
            case .signIn(let problem, _), .resting(let problem, _): problem.finding
            case .notNow(let answer): "status \(answer.status) to the login"
            case .cancelled: "called off"
            }
    }

    /// The records, where the answer is a success with a list.
    var list: RecordList? { isSuccess ? text.flatMap { RecordList($0.root) } : nil }

    /// The record, where the answer is a success with one.
    var record: JSONElement? { isSuccess ? text.flatMap { $0.root.kind == .object ? $0.root : nil } : nil }

    var isSuccess: Bool { answer?.isSuccess ?? false }

    /// `status 404, JSON`.
    var summary: String {
        guard let answer else { return failure ?? "no answer" }
        return "status \(answer.status), \(bodyKind(answer))"
    }

    private func bodyKind(_ answer: InspectedAnswer) -> String {
        if answer.body.isEmpty { return "no body" }
        if answer.isPage { return "a web page" }
        return text.map { "JSON \(Placeholder($0.root).text)" } ?? "neither JSON nor a web page"
    }
}
