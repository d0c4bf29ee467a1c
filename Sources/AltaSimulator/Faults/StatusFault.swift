import ExactJSON

/// Answers with a status that brings nothing. What was asked for is not looked at.
public enum StatusFault: String, CaseIterable, Sendable {
    /// 400 with a JSON error.
    case badRequest = "status-400"
    /// 404, with JSON or a page.
    case notFound = "status-404"
    /// 429 with `Retry-After` in seconds. `amount`: the seconds; 7 if nil.
    case tooManyRequests = "status-429-seconds"
    /// 429 with `Retry-After` as a date. `amount`: the seconds until then; 7 if nil.
    case tooManyRequestsUntil = "status-429-date"
    /// 429 without advice.
    case tooManyRequestsSilently = "status-429"
    /// 500, with JSON or a page.
    case internalError = "status-500"
    /// 502, with JSON or a page.
    case badGateway = "status-502"
    /// 503, with JSON or a page.
    case unavailable = "status-503"
    /// 504, with JSON or a page.
    case gatewayTimeout = "status-504"

    var summary: String {
        switch self {
        case .badRequest: "400 with a JSON error"
        case .notFound: "404, with JSON or a page"
        case .tooManyRequests: "429 with Retry-After in seconds"
        case .tooManyRequestsUntil: "429 with Retry-After as a date"
        case .tooManyRequestsSilently: "429 without Retry-After"
        case .internalError: "500, with JSON or a page"
        case .badGateway: "502, with JSON or a page"
        case .unavailable: "503, with JSON or a page"
        case .gatewayTimeout: "504, with JSON or a page"
        }
    }

    /// The answer of the server whose clock shows `time`; pages and JSON take turns by the second.
    func response(to fault: ScriptedFault, at time: Milliseconds) -> SimulatedResponse {
        let wait = fault.amount ?? 7
        let turn = (UInt64(bitPattern: time / .second) &+ fault.seed).isMultiple(of: 2)
        switch self {
        case .badRequest: return .refusal(400, error: "bad_request", message: "start: not a date")
        case .notFound: return turn ? .notFound("No such zone") : .page(404, "404 Not Found")
        case .tooManyRequests: return .tooManyRequests(retryAfter: String(wait))
        case .tooManyRequestsUntil:
            return .tooManyRequests(retryAfter: CalendarTime(time + wait * .second).headerText)
        case .tooManyRequestsSilently: return .tooManyRequests(retryAfter: nil)
        case .internalError: return .failure(500, "500 Internal Server Error", isPage: turn)
        case .badGateway: return .failure(502, "502 Bad Gateway", isPage: turn)
        case .unavailable: return .failure(503, "503 Service Unavailable", isPage: turn)
        case .gatewayTimeout: return .failure(504, "504 Gateway Timeout", isPage: turn)
        }
    }
}

extension SimulatedResponse {
    /// A web page that says what is wrong.
    static func page(_ status: Int, _ title: String) -> SimulatedResponse {
        html(status, "<html><body><h1>\(title)</h1></body></html>")
    }

    /// A login page wearing success.
    static let loginPage = html(200, "<!doctype html><title>Sign in</title>")

    /// The way to the login page.
    static var redirectToLogin: SimulatedResponse {
        var response = SimulatedResponse.empty
        response.status = 302
        response.headers = [("Location", "/login")]
        return response
    }

    fileprivate static func failure(_ status: Int, _ title: String, isPage: Bool) -> SimulatedResponse {
        isPage ? page(status, title) : json(status, ["error": "internal"])
    }

    fileprivate static func tooManyRequests(retryAfter: String?) -> SimulatedResponse {
        var response = json(429, ["error": "too_many_requests"])
        if let retryAfter { response.headers.append(("Retry-After", retryAfter)) }
        return response
    }

    private static func json(_ status: Int, _ value: JSONValue) -> SimulatedResponse {
        var response = SimulatedResponse(text: value.bytes)
        response.status = status
        return response
    }

    private static func html(_ status: Int, _ text: String) -> SimulatedResponse {
        var response = SimulatedResponse(text: Array(text.utf8))
        response.status = status
        response.headers = [("Content-Type", "text/html")]
        return response
    }
}
