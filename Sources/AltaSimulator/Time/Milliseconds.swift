/// A moment as milliseconds since 1970, or a length of time in milliseconds; all simulated time is UTC.
typealias Milliseconds = Int64

extension Milliseconds {
    static let second: Milliseconds = 1000
    static let minute = 60 * second
    static let hour = 60 * minute
    static let day = 24 * hour
    static let week = 7 * day
}
