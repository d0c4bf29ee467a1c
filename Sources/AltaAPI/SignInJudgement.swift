import ExactJSON

/// What the answer to a sign-in means: pure.
struct SignInJudgement {
    private let answer: HTTPAnswer
    private let hasSession: Bool

    /// `hasSession`: whether cookies came with the answer.
    init(_ answer: HTTPAnswer, hasSession: Bool) {
        self.answer = answer
        self.hasSession = hasSession
    }

    /// Nil where it gave a session, and where it only has to be tried later.
    var problem: SignInProblem? {
        switch answer.status {
        case 429, 500...599: nil
        case 423: .accountLocked
        // A redirect that brings a session is a sign-in all the same.
        case 200..<300 where answer.isPage: hasSession ? nil : .singleSignOn
        case 200..<300: hasSession ? nil : .noSession
        case 300..<400: hasSession ? nil : answer.moved ?? .singleSignOn
        case 401, 403: saysLocked ? .accountLocked : .refused(status: answer.status)
        default: .refused(status: answer.status)
        }
    }

    /// Nobody documents the body of a lock-out: whatever says so in words counts.
    private var saysLocked: Bool {
        let text = String(decoding: answer.body.prefix(Self.readLimit), as: UTF8.self).lowercased()
        return ["locked", "lockout", "lock_out", "too many", "too_many", "suspended", "disabled"].contains {
            text.contains($0)
        }
    }

    /// Bytes. An error is short; what is long is a page.
    private static let readLimit = 4096
}

/// What `/auth` says about the second factor; whatever cannot be read says nothing.
struct SecondFactorStanding {
    /// A code is asked for.
    let isChallenged: Bool
    /// The account must set a second factor up.
    let isResetRequired: Bool

    init(_ answer: HTTPAnswer) {
        let root = answer.status == 200 ? (try? JSONText(answer.body, limits: Self.limits))?.root : nil
        isChallenged = root?["mfaChallengeRequired"]?.bool ?? false
        isResetRequired = root?["mfaResetRequired"]?.bool ?? false
    }

    /// The vendor's answer has some hundred bytes.
    private static let limits = JSONLimits(size: 64 << 10, depth: 16, entries: 4096)
}

extension HTTPAnswer {
    /// 401, a redirect to a login page, or a page wearing success.
    var isLoginLost: Bool { status == 401 || (300..<400).contains(status) || isPageWearingSuccess }

    /// Where the answer says that everything is elsewhere for good (RFC 9110, sections 15.4.2 and 15.4.9). A login page is
    /// never announced so.
    var moved: SignInProblem? {
        guard status == 301 || status == 308, let address = values("Location").first.flatMap(ForeignAddress.init) else {
            return nil
        }
        return .moved(address: address.text, status: status)
    }

    /// A web page with status 200: a login page, or a wrong address.
    var isPageWearingSuccess: Bool { status == 200 && isPage }

    /// A web page instead of JSON.
    var isPage: Bool { body.first { $0 > 0x20 } == UInt8(ascii: "<") }

    /// The server asks to be left alone for a while, or is in trouble of its own.
    var isNotNow: Bool { status == 429 || (500..<600).contains(status) }
}
