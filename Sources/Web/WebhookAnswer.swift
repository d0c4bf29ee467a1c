import Hummingbird
import HummingbirdCore
import NIOCore

/// What a sender is told: a status, and a sentence for whoever tries it by hand.
struct WebhookAnswer {
    private let status: HTTPResponse.Status
    private let sentence: String
    private let header: (name: HTTPFields.Element.Name, value: String)?
    /// Whether the connection ends with it.
    let isLast: Bool

    private init(
        _ status: HTTPResponse.Status, _ sentence: String, header: (HTTPFields.Element.Name, String)? = nil,
        isLast: Bool = true
    ) {
        self.status = status
        self.sentence = sentence
        self.header = header
        self.isLast = isLast
    }

    /// What is said by the head alone; to a request whose body is wanted, that it was accepted.
    init(_ decision: WebhookGate.Decision) {
        switch decision {
        case .read: self.init(.accepted, "accepted", isLast: false)
        case .unauthorised:
            self.init(.unauthorized, "the secret is missing or wrong", header: (.wwwAuthenticate, "Bearer"))
        case .notFound: self.init(.notFound, "there is nothing here")
        case .methodNotAllowed: self.init(.methodNotAllowed, "send it with POST", header: (.allow, "POST"))
        case .tooLarge: self.init(.contentTooLarge, "the body is too large")
        }
    }

    /// What is said of a body that cannot be unpacked.
    init(refusing refusal: WebhookListener.Refusal) {
        switch refusal {
        case .tooLarge: self.init(WebhookGate.Decision.tooLarge)
        case .unknownCoding:
            let header = (HTTPFields.Element.Name.acceptEncoding, ContentCoding.accepted)
            self.init(.unsupportedMediaType, "send it as it is, or packed with gzip", header: header)
        case .broken: self.init(.badRequest, "the body is not what its Content-Encoding says")
        }
    }

    /// What is said once the body was read.
    init(_ verdict: WebhookVerdict) {
        switch verdict {
        case .accepted: self.init(.accepted, "accepted", isLast: false)
        case .busy:
            let wait = String(WebhookConfiguration.retryAfter)
            self.init(.serviceUnavailable, "busy: try again", header: (.retryAfter, wait), isLast: false)
        }
    }

    var head: HTTPResponse {
        var fields: HTTPFields = [
            .contentType: "text/plain; charset=utf-8", .contentLength: String(sentence.utf8.count + 1),
        ]
        if let header { fields[header.name] = header.value }
        if isLast { fields[.connection] = "close" }
        return HTTPResponse(status: status, headerFields: fields)
    }

    var body: ResponseBody { ResponseBody(byteBuffer: ByteBuffer(string: sentence + "\n")) }
}
