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
            .unreadable(kept, FetchFailure(cause, "\(reason); check that --url is an Alta Video deployment"))
        case .tooLarge(let reason, let kept):
            .unreadable(kept, FetchFailure(.tooLarge, "\(reason); only its beginning is kept; \(Self.advice)"))
        }
    }

    /// What to do where a deployment serves what no other one was seen to serve.
    private static let advice = "see what it is with alarm-history events --type record-unreadable, and report it"
}

extension HTTPAnswer {
    /// When to ask again, by `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3), within reason.
    package func retryTime(at now: Instant) -> Instant? {
        guard let value = values("Retry-After").first else { return nil }
        let seconds = Int64(value).map { now.advanced(byMilliseconds: min(max($0, 0), Self.longestWait) * 1000) }
        return (seconds ?? Instant(httpDate: value)).map {
            min($0, now.advanced(byMilliseconds: Self.longestWait * 1000))
        }
    }

    /// Seconds. A server that asks for more is asked again all the same: history is lost meanwhile.
    private static let longestWait: Int64 = 900
}
