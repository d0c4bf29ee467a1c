@_spi(Operator) import AltaAPI

/// What came of a call that was typed by hand.
public enum VendorReply: Sendable {
    /// The deployment answered, whatever it said. The body may hold secrets and personal data.
    case answered(status: Int, body: [UInt8])
    /// The call was sent, and no answer came: whether it took effect is open.
    case unanswered(String)

    init(_ reply: OperatorSession.Reply) {
        switch reply {
        case .answered(let answer) where answer.isBrokenOff: self = .unanswered(InspectedAnswer.brokenOff)
        case .answered(let answer): self = .answered(status: answer.status, body: answer.body)
        case .lost(let error): self = .unanswered(error.kind.sentence)
        }
    }

    /// What it says of an act.
    public var outcome: ActOutcome {
        switch self {
        case .answered(let status, let body): ActOutcome(status: status, isPage: body.first { $0 > 0x20 } == 0x3C)
        case .unanswered(let why): .unanswered(why)
        }
    }
}

extension ActOutcome {
    init(_ answer: InspectedAnswer) {
        guard !answer.isBrokenOff else {
            self = .unanswered(InspectedAnswer.brokenOff)
            return
        }
        self.init(status: answer.status, isPage: answer.isPage)
    }

    /// A page that comes with success is a login's, or another server's, and a redirect may come before a deed or after
    /// it: they answer nothing.
    init(status: Int, isPage: Bool) {
        switch status {
        case 300..<400: self = .unanswered("a redirect came instead of an answer (status \(status))")
        case 200..<300 where isPage: self = .unanswered("a web page came instead of an answer (status \(status))")
        case 200..<300: self = .accepted(status: status)
        default: self = .refused(status: status)
        }
    }
}

extension InspectedAnswer {
    /// Whether success was announced and what should say so never came whole, or not in time: it may be a page.
    fileprivate var isBrokenOff: Bool {
        if case .cutShort = ending { isSuccess } else { false }
    }

    fileprivate static let brokenOff = "the answer broke off"
}
