/// What a client can ask a deployment to do.
enum Order: Equatable, Sendable {
    case verify(guid: String)
    case end(guid: String)
    /// Ends what cameras and cloud connectors hold themselves.
    case stopLocal
    case arm(zone: String)
    case disarm(zone: String)
    /// The zones that the body names, or all.
    case armMany
    case disarmMany
    case comment(zone: String)
    /// The zone that the body names.
    case mute
    case unmute(zone: String)

    /// What it answers when it was carried out.
    var success: SimulatedResponse {
        switch self {
        case .unmute: .noContent
        default: .empty
        }
    }
}
