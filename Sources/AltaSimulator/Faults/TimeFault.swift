/// Faults of the server's clock and of the zone logs.
public enum TimeFault: String, CaseIterable, Sendable {
    /// The server's clock is wrong: its `Date` and every time it writes down. `amount`: by so many milliseconds, which
    /// may be negative; seven minutes if nil.
    case clockOff = "clock-off"
    /// The lines of a zone's log stand in no order.
    case logOutOfOrder = "log-out-of-order"
    /// The lines of a zone's log have only the time of the minute.
    case logSameTime = "log-same-time"

    var summary: String {
        switch self {
        case .clockOff: "the server's clock is seven minutes fast"
        case .logOutOfOrder: "the lines of zone logs stand in no order"
        case .logSameTime: "many lines of zone logs bear the same millisecond"
        }
    }
}
