/// Everything that can be made to go wrong, by the part of the simulator that does it.
public enum FaultKind: Hashable, Sendable {
    /// The login, and what the account may see.
    case login(LoginFault)
    /// An answer with another status than 200; the request has no effect.
    case status(StatusFault)
    /// The way an answer travels.
    case delivery(DeliveryFault)
    /// What stands in the records.
    case content(ContentFault)
    /// The server's clock and the zone logs.
    case time(TimeFault)
    /// What happens to an alarm or a zone.
    case life(LifeFault)
    /// The messages that a deployment sends out.
    case webhook(WebhookFault)
    /// What becomes of a client's order.
    case action(ActionFault)

    /// Every kind, by group.
    public static let all: [FaultKind] =
        LoginFault.allCases.map(FaultKind.login) + StatusFault.allCases.map(FaultKind.status)
        + DeliveryFault.allCases.map(FaultKind.delivery) + ContentFault.allCases.map(FaultKind.content)
        + TimeFault.allCases.map(FaultKind.time) + LifeFault.allCases.map(FaultKind.life)
        + WebhookFault.allCases.map(FaultKind.webhook) + ActionFault.allCases.map(FaultKind.action)

    /// The names of all kinds, each once.
    public static let allNames = all.map(\.name)

    /// The kind called `name`; nil if there is none.
    public init?(name: String) {
        guard let kind = FaultKind.all.first(where: { $0.name == name }) else { return nil }
        self = kind
    }

    /// Its name on command lines and in test tables.
    public var name: String {
        switch self {
        case .login(let fault): fault.rawValue
        case .status(let fault): fault.rawValue
        case .delivery(let fault): fault.rawValue
        case .content(let fault): fault.rawValue
        case .time(let fault): fault.rawValue
        case .life(let fault): fault.rawValue
        case .webhook(let fault): fault.rawValue
        case .action(let fault): fault.rawValue
        }
    }

    /// What it does, in one line.
    public var summary: String {
        switch self {
        case .login(let fault): fault.summary
        case .status(let fault): fault.summary
        case .delivery(let fault): fault.summary
        case .content(let fault): fault.summary
        case .time(let fault): fault.summary
        case .life(let fault): fault.summary
        case .webhook(let fault): fault.summary
        case .action(let fault): fault.summary
        }
    }

    /// How long it lasts unless somebody says otherwise, in milliseconds.
    public var usualSpan: Int64 {
        switch self {
        case .life(let fault): fault.usualSpan
        case .time, .webhook: .hour
        case .login, .status, .delivery, .content, .action: 5 * .minute
        }
    }

    /// Whether it happens to the world rather than to requests: then it is the same whatever path is asked for.
    var isWorldly: Bool {
        switch self {
        case .time, .life: true
        case .login, .status, .delivery, .content, .webhook, .action: false
        }
    }
}
