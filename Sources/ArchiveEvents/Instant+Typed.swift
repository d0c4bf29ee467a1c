extension Instant {
    /// Reads a time as people type it: RFC 3339, a date, `now`, or a span back from now such as `24h`; nil for anything
    /// else.
    public init?(typed text: String, now: Instant) {
        if text == "now" {
            self = now
        } else if let span = TimeSpan(text) {
            self = now.advanced(byMilliseconds: -span.milliseconds)
        } else {
            self.init(rfc3339: text)
        }
    }
}
