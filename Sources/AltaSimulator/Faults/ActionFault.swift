/// What becomes of a client's order.
public enum ActionFault: String, CaseIterable, Sendable {
    /// It is carried out, and the connection closes without an answer.
    case unanswered = "action-unanswered"
    /// It is answered with 200, and not carried out.
    case ignored = "action-ignored"
    /// A verification whose `merged` is not the present one is refused with 400.
    case staleRefused = "stale-refused"
    /// What is asked of an ended alarm is refused. `amount`: with 404 or 409; 404 if nil.
    case endedRefused = "ended-refused"
    /// A zone cannot be armed: the answer is 200, and the log says `arm_failed`.
    case armRefused = "arm-refused"

    var summary: String {
        switch self {
        case .unanswered: "an order is carried out, but its answer is lost"
        case .ignored: "an order is answered with 200, but not carried out"
        case .staleRefused: "400 for a verification with a stale merged"
        case .endedRefused: "404 for whatever is asked of an ended alarm"
        case .armRefused: "a zone cannot be armed, since a sensor is open"
        }
    }
}
