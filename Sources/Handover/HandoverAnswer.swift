import ArchiveEvents
import EventStorage
import ExactJSON
import Hummingbird
import HummingbirdCore
import NIOCore

/// What a command is told: a status, and one JSON object.
struct HandoverAnswer {
    let status: HTTPResponse.Status
    private let content: JSONValue

    private init(_ status: HTTPResponse.Status, error: String) {
        self.status = status
        content = .object([("error", .string(error))])
    }

    /// The event is recorded, and survives a power failure.
    init(recorded event: RecordedEvent) {
        status = .created
        content = .object([
            ("position", .whole(event.position.number)), ("time", .string(event.time.description)),
        ])
    }

    init(_ refusal: HandoverRefusal) { self.init(.badRequest, error: refusal.description) }

    /// The log could not take the event; where that ends by itself or once someone makes room, 503.
    init(failure: any Error) {
        let isTemporary = (failure as? EventLogError)?.isTemporary ?? false
        self.init(isTemporary ? .serviceUnavailable : .internalServerError, error: "\(failure)")
    }

    static let notFound = HandoverAnswer(.notFound, error: "there is nothing here but POST /events")
    static let methodNotAllowed = HandoverAnswer(.methodNotAllowed, error: "send it with POST")
    static let tooLarge = HandoverAnswer(
        .contentTooLarge, error: "the request has more than \(HandedEvent.bodyLimit) bytes")

    /// Every connection carries one request: a command has one event, and ends.
    var head: HTTPResponse {
        HTTPResponse(
            status: status,
            headerFields: [
                .contentType: "application/json", .contentLength: String(content.bytes.count + 1),
                .connection: "close",
            ])
    }

    var body: ResponseBody { ResponseBody(byteBuffer: ByteBuffer(bytes: content.bytes + [UInt8(ascii: "\n")])) }
}
