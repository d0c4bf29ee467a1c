import AlarmHistory
@_spi(Operator) public import AltaAPI
import ArchiveEvents
import ExactJSON

/// Looks and acts in the name of an account, one request at a time.
///
/// Looking is tried again where that may help. Acting is not: what was sent and not answered may have taken effect.
public actor OperatorClient {
    private let session: OperatorSession
    /// What of an answer is not to be recorded or shown.
    public nonisolated let secrets: KnownSecrets
    let clock: any WallClock

    /// A client of the deployment that `transport` leads to.
    public init(
        credentials: Credentials, transport: any HTTPTransport, clock: any WallClock, userAgent: UserAgent = .standard
    ) {
        self.clock = clock
        secrets = KnownSecrets(credentials)
        session = OperatorSession(
            credentials: credentials, transport: transport, clock: clock, userAgent: userAgent, secrets: secrets)
    }

    // MARK: looking

    /// What the deployment answers, as JSON.
    public func read(_ inquiry: Inquiry) async throws(OperatorFailure) -> VendorAnswer {
        let answer = try await look(.get, inquiry.path)
        guard answer.isSuccess else { throw .refused(status: answer.status, what: inquiry.path) }
        guard answer.ending == .whole, let read = VendorAnswer(answer.body) else {
            throw .unreadable(what: inquiry.path)
        }
        return read
    }

    /// The ongoing alarms.
    public func ongoingAlarms() async throws(OperatorFailure) -> [ServedAlarm] {
        try await read(.ongoingAlerts).records.compactMap(ServedAlarm.init)
    }

    /// Whether an ongoing alarm fits.
    public func shows(_ search: AlarmSearch) async throws(OperatorFailure) -> Bool {
        try await !search.fitting(ongoingAlarms()).isEmpty
    }

    /// The ongoing alarms that are meant. Where there is none, the alerts are looked through for what may have been.
    public func choose(_ search: AlarmSearch) async throws(OperatorFailure) -> [ServedAlarm] {
        do {
            return try search.choose(from: await ongoingAlarms())
        } catch .nothingOngoing {
            let ended = search.fitting(try await read(.alerts).records.compactMap(ServedAlarm.init))
            let newest = ended.sorted { $0.began > $1.began }
            throw .nothingOngoing(search, before: Array(newest.prefix(Self.hints)))
        }
    }

    /// The video of an alarm.
    public func videos(ofAlarm guid: String) async throws(OperatorFailure) -> [SharedVideo] {
        try await read(.bookmarks(guid: guid)).records.map(SharedVideo.init)
    }

    /// An alarm as it is served now: among the ongoing ones, else by itself, else in the list of alerts.
    public func alarm(_ guid: String) async throws(OperatorFailure) -> (alarm: ServedAlarm, isOngoing: Bool) {
        if let alarm = try await ongoingAlarms().first(where: { $0.isCalled(guid) }) { return (alarm, true) }
        guard let alarm = try await recordedAlarm(guid) else { throw .unknownAlarm(guid) }
        return (alarm, false)
    }

    /// An alarm's record; nil where the deployment does not show it.
    func recordedAlarm(_ guid: String) async throws(OperatorFailure) -> ServedAlarm? {
        do {
            let answer = try await read(.alert(guid: guid))
            if let alarm = ServedAlarm(answer.root), alarm.isCalled(guid) { return alarm }
        } catch .refused(let status, _) where (400..<500).contains(status) && ![401, 403, 429].contains(status) {
            // That one alarm can be asked for is a guess about the vendor, and the spelling of its guid matters.
        } catch .unreadable {
        }
        return try await read(.alerts).records.lazy.compactMap(ServedAlarm.init).first { $0.isCalled(guid) }
    }

    // MARK: acting

    /// Does something, once. What is thrown happened before anything was sent.
    public func perform(_ act: Act) async throws(OperatorFailure) -> ActOutcome {
        switch try await send(act.method, act.path, act.body?.bytes ?? []) {
        case .answered(let answer): ActOutcome(answer)
        case .lost(let error): .unanswered(error.kind.sentence)
        }
    }

    /// Makes a call of any kind; reads are tried again, like those of ``read(_:)``.
    public func call(_ call: VendorCall) async throws(OperatorFailure) -> VendorReply {
        guard call.isRead else { return VendorReply(try await send(call.method, call.path, call.body)) }
        return VendorReply(.answered(try await look(call.method, call.path)))
    }

    // MARK: sending

    private func send(
        _ method: AltaRequest.Method, _ path: String, _ body: [UInt8]
    ) async throws(OperatorFailure) -> OperatorSession.Reply {
        let reply: OperatorSession.Reply
        do {
            reply = try await session.send(method, path, body: body)
        } catch {
            throw .session(error)
        }
        if case .lost(let error) = reply, !error.kind.mayHaveArrived { throw .session(.noAnswer(error)) }
        return reply
    }

    /// Asks, and again after a while where the deployment was busy or the answer was lost.
    private func look(_ method: AltaRequest.Method, _ path: String) async throws(OperatorFailure) -> InspectedAnswer {
        for wait in Self.waits {
            var askAgainAt: Instant?
            do throws(OperatorFailure) {
                switch try await send(method, path, []) {
                case .answered(let answer) where !answer.isBusy: return answer
                case .answered(let answer): askAgainAt = answer.retryAt
                case .lost(let error) where error.kind == .answerLost: break
                case .lost(let error): throw .session(.noAnswer(error))
                }
            } catch .session(.notNow(let answer)) {
                // The sign-in met a busy deployment.
                askAgainAt = answer.retryTime(at: clock.now)
            }
            try await rest(until: askAgainAt, or: wait)
        }
        switch try await send(method, path, []) {
        case .answered(let answer): return answer
        case .lost(let error): throw .session(.noAnswer(error))
        }
    }

    /// Waits as long as the deployment wants, but no longer than somebody who waits for the answer would.
    private func rest(until time: Instant?, or milliseconds: Int64) async throws(OperatorFailure) {
        let latest = clock.now.advanced(byMilliseconds: Self.longestWait)
        do {
            try await clock.sleep(until: min(time ?? clock.now.advanced(byMilliseconds: milliseconds), latest))
        } catch {
            throw .session(.cancelled)
        }
    }

    /// How many alarms that are over are named where none goes on.
    private static let hints = 3
    /// Milliseconds before the second, third and last attempt to look.
    private static let waits: [Int64] = [1000, 3000]
    /// Milliseconds: somebody sits before it.
    private static let longestWait: Int64 = 30_000
}

extension InspectedAnswer {
    /// The server asks to be left alone for a while, or is in trouble of its own.
    fileprivate var isBusy: Bool { status == 429 || (500..<600).contains(status) }
}

extension TransportError.Kind {
    /// Whether the request may have reached the deployment.
    var mayHaveArrived: Bool {
        switch self {
        case .unknownName, .unreachable, .untrusted: false
        case .timedOut, .answerLost, .other: true
        }
    }

    /// What happened to a request that was sent.
    var sentence: String {
        self == .timedOut ? "no answer came in time" : "the connection ended before an answer came"
    }
}

extension ServedAlarm {
    /// Milliseconds since 1970; an alarm that does not say when it began stands behind all others.
    fileprivate var began: Int64 { record.occurredAt?.milliseconds ?? .min }
}
