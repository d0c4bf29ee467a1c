public import AlarmHistory
import ArchiveEvents

/// Asks one deployment, one request at a time, and keeps the session.
public actor AltaClient {
    private let deployment: String
    private let session: Session
    private let clock: any WallClock
    private let reader: AnswerReader
    private let secrets: KnownSecrets
    private var elements = ElementMemory()

    /// A client for the deployment called `deployment`. `secrets`, those of the credentials where none are given, learns the
    /// cookies of its sessions; whatever of it an answer holds is masked.
    public init(
        deployment: String, credentials: Credentials, transport: any HTTPTransport, clock: any WallClock,
        reader: AnswerReader, userAgent: UserAgent = .standard, secrets: KnownSecrets? = nil
    ) {
        let secrets = secrets ?? KnownSecrets(credentials)
        self.deployment = deployment
        self.clock = clock
        self.reader = reader
        self.secrets = secrets
        session = Session(credentials, transport, clock, userAgent, secrets: secrets)
    }

    /// Every request that was really sent so far, sign-ins included.
    public var requestsSent: Int { get async { await session.requestsSent } }

    /// Why the sign-in is left alone for now, where it is.
    public var signInProblem: SignInProblem? { get async { await session.problem } }

    /// Whether the secret that was refused has been replaced since, so that signing in may be tried before its time.
    public var hasNewSecret: Bool { get async { await session.hasNewSecret } }

    /// Asks once. A lost login is renewed once, and the question asked again.
    ///
    /// An answer with the bytes of `recorded` is not taken apart again.
    public func fetch(_ poll: Poll, unless recorded: ContentDigest? = nil) async -> Fetch {
        let began = clock.monotonic
        var askedAt: Instant?
        var servedAt: Instant?
        var body: ContentDigest?
        let before = await requestsSent
        let outcome: Fetch.Outcome
        do {
            let answer = try await session.answer(to: poll.path)
            askedAt = answer.askedAt
            servedAt = answer.http.servedAt
            if answer.http.status == 200, answer.http.ending == .whole {
                body = ContentDigest(hashing: answer.http.body)
            }
            outcome = body != nil && body == recorded ? .unchanged : judge(answer.http, poll)
        } catch {
            outcome = .failed(reader.hiding(secrets.values).redacted(failure(error)))
        }
        return Fetch(
            poll: poll, askedAt: askedAt ?? clock.time(atMonotonic: began), receivedAt: clock.now, servedAt: servedAt,
            outcome: outcome, body: body,
            requests: await requestsSent - before)
    }

    private func judge(_ answer: HTTPAnswer, _ poll: Poll) -> Fetch.Outcome {
        AnswerJudgement(reader: reader.hiding(secrets.values), now: clock.now).judge(
            answer, poll.target(in: deployment), &elements)
    }

    /// In the words of the history.
    private func failure(_ failure: SessionFailure) -> FetchFailure {
        switch failure {
        case .noAnswer, .cancelled: FetchFailure(.unreachable, failure.description)
        case .signIn(.moved, let retryAt): FetchFailure(.unreachable, failure.description, retryAt: retryAt)
        case .resting(.moved, let until): FetchFailure(.unreachable, failure.description, retryAt: until)
        case .signIn(_, let retryAt): FetchFailure(.unauthorised, failure.description, retryAt: retryAt)
        case .resting(_, let until): FetchFailure(.unauthorised, failure.description, retryAt: until)
        case .notNow(let answer): AnswerJudgement(reader: reader, now: clock.now).refusal(answer)
        }
    }
}

extension AnswerReader {
    /// The failure without secrets in its sentence: libraries' words and addresses may hold what the other side says.
    fileprivate func redacted(_ failure: FetchFailure) -> FetchFailure {
        FetchFailure(failure.cause, redaction.redact(text: failure.detail), retryAt: failure.retryAt)
    }
}
