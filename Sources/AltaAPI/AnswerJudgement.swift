import AlarmHistory
package import ArchiveEvents

/// Decides what an answer is worth: pure.
struct AnswerJudgement {
    let reader: AnswerReader
    let now: Instant

    func judge(_ answer: HTTPAnswer, _ target: LookTarget, _ elements: inout ElementMemory) -> Fetch.Outcome {
        switch answer.status {
        case 200..<300: return success(answer, target, &elements)
        case 404 where target.endpoint == .alert: return .complete([])
        default: return .failed(refusal(answer))
        }
    }

    /// Why an answer with another status brings nothing.
    func refusal(_ answer: HTTPAnswer) -> FetchFailure {
        switch answer.status {
        case 401, 300..<400:
            FetchFailure(.unauthorised, "the session is not accepted (status \(answer.status)); check the account")
        case 403: FetchFailure(.forbidden, "the account may not see this (status 403); check its permissions")
        default:
            FetchFailure(
                .refused, "the deployment answered with status \(answer.status); it is asked again",
                retryAt: answer.retryTime(at: now))
        }
    }

    private func success(
        _ answer: HTTPAnswer, _ target: LookTarget, _ elements: inout ElementMemory
    ) -> Fetch.Outcome {
        switch answer.ending {
        case .whole: return content(reader.read(answer.body, of: target, knowing: &elements))
        case .cutShort(let how):
            return content(reader.unreadable(answer.body, of: target, how), cause: .truncated)
        case .tooLarge(let how): return content(reader.tooLarge(answer.body, of: target, how))
        }
    }

    private func content(_ content: AnswerReader.Content, cause: GapCause = .unreadable) -> Fetch.Outcome {
        switch content {
        case .whole(let observations): .complete(observations)
        case .part(let observations, let remainder): .partial(observations, remainder)
        case .damaged(let list):
            .damaged(list, FetchFailure(list.cause, "\(list.reason); the others are recorded; \(Self.advice)"))
        case .unreadable(let reason, let kept):
            .unreadable(kept, FetchFailure(cause, "\(reason); \(Self.advice(cause))"))
        case .tooLarge(let reason, let kept):
            .unreadable(kept, FetchFailure(.tooLarge, "\(reason); only its beginning is kept; \(Self.advice)"))
        }
    }

    private static func advice(_ cause: GapCause) -> String {
        cause == .truncated
            ? "it is asked again; check the network" : "check that --url is an Alta Video deployment"
    }

    /// What to do where a deployment serves what no other one was seen to serve.
    private static let advice = "see what it is with alarm-history events --type record-unreadable, and report it"
}

extension HTTPAnswer {
    /// When to ask again, by `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3), within reason. A date is one of
    /// the server's clock: how long to wait is told by the answer's own `Date`.
    package func retryTime(at now: Instant) -> Instant? {
        guard let value = values("Retry-After").first?.trimmed else { return nil }
        let wait = Int64(value).map { min(max($0, 0), Self.longestWait) * 1000 }
        guard let wait = wait ?? Instant(httpDate: value)?.milliseconds(since: servedAt ?? now) else { return nil }
        return now.advanced(byMilliseconds: min(max(wait, 0), Self.longestWait * 1000))
    }

    /// Seconds. A server that asks for more is asked again all the same: history is lost meanwhile.
    private static let longestWait: Int64 = 900
}

extension String {
    /// Without white space around it, which is no part of a header's value.
    fileprivate var trimmed: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
