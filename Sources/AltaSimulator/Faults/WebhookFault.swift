/// Faults of the messages that a deployment sends out.
public enum WebhookFault: String, CaseIterable, Sendable {
    /// None is sent.
    case lost = "webhook-lost"
    /// Each is sent twice.
    case duplicated = "webhook-duplicated"
    /// Each comes late. `amount`: by so many milliseconds; ten minutes if nil.
    case late = "webhook-late"
    /// Each comes with a delay of its own. `amount`: the longest in milliseconds; two minutes if nil.
    case outOfOrder = "webhook-out-of-order"
    /// The message that an alarm began comes after the alarm's end.
    case afterEnd = "webhook-after-end"
    /// Every code is filled with `N/A`.
    case unfilled = "webhook-unfilled"

    var summary: String {
        switch self {
        case .lost: "webhooks are lost"
        case .duplicated: "webhooks are sent twice"
        case .late: "webhooks come ten minutes late"
        case .outOfOrder: "webhooks come out of order"
        case .afterEnd: "the webhook of an alarm comes after its end"
        case .unfilled: "webhooks hold N/A everywhere"
        }
    }
}
