import AlarmHistory
import ArchiveEvents

/// The network seam: carries one request to one deployment and brings its answer.
public protocol HTTPTransport: Sendable {
    /// Milliseconds for the whole of an exchange: connection, head and body. The transport ends it by then.
    var exchangeDeadline: Int64 { get }
    /// Throws where no answer came at all; an answer that broke off is an answer.
    func answer(to request: AltaRequest) async throws(TransportError) -> HTTPAnswer
}

extension HTTPTransport {
    /// The usual one.
    public var exchangeDeadline: Int64 { ExchangeDeadline.usual }
}

/// How long an exchange may take.
public enum ExchangeDeadline {
    /// Milliseconds. Ten times what a full list takes on a slow line; a slower answer must not hold up all that is polled
    /// besides.
    public static let usual: Int64 = 30_000
    /// Milliseconds that can be set. A second is the least in which a distant server can be reached and proven to be
    /// itself; after a minute what has not been answered is overdue, and the history relies on no answer being older.
    public static let range: ClosedRange<Int64> = 1_000...AlarmTimeline.longestAnswer
}

/// What a server answered.
public struct HTTPAnswer: Sendable {
    /// The status code.
    public let status: Int
    /// Name and value of each header.
    public let headers: [(name: String, value: String)]
    /// The body as far as it came.
    public let body: [UInt8]
    /// How the body ended.
    public let ending: Ending

    /// How a body ended.
    public enum Ending: Sendable, Equatable {
        /// As announced.
        case whole
        /// The connection broke, or fell silent, before the announced end.
        case cutShort(String)
        /// The body passed a limit, which is said in a few words; its beginning is kept.
        case tooLarge(String)
    }

    /// An answer.
    public init(status: Int, headers: [(name: String, value: String)], body: [UInt8], ending: Ending = .whole) {
        self.status = status
        self.headers = headers
        self.body = body
        self.ending = ending
    }

    /// The values of all headers of that name.
    func values(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The server's `Date`.
    var servedAt: Instant? { values("Date").first.flatMap { Instant(httpDate: $0) } }

    /// The server's `Date`, unless a cache between has kept the answer for a while.
    var freshDate: Instant? { values("Age").allSatisfy { $0 == "0" } ? servedAt : nil }
}
