import AltaSimulator
import Hummingbird
import HummingbirdCore
import NIOCore

/// A connection is to be closed in the middle of an answer, or before it.
struct DeliberateCut: Error {}

extension SimulatedResponse {
    /// Sends it in the way that its delivery says. The server closes the connection on a ``DeliberateCut``.
    func send(with writer: consuming ResponseWriter) async throws {
        let head = Response(status: HTTPResponse.Status(code: status), headers: fields).head
        switch delivery {
        case .lost: throw DeliberateCut()
        case .whole: try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        case .late(let milliseconds):
            try await Task.sleep(for: .milliseconds(milliseconds))
            try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        case .cut(let count):
            var channel = try await writer.writeHead(head)
            try await channel.write(ByteBuffer(bytes: body.prefix(count)))
            throw DeliberateCut()
        case .drip(let rate):
            var channel = try await writer.writeHead(head)
            for drop in drops(of: max(1, rate / Self.dropsPerSecond)) {
                try await channel.write(ByteBuffer(bytes: drop))
                try await Task.sleep(for: .seconds(1) / Self.dropsPerSecond)
            }
            try await channel.finish(nil)
        }
    }

    private static let dropsPerSecond = 10

    private func drops(of size: Int) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: body.count, by: size).map { body[$0..<min(body.count, $0 + size)] }
    }

    private var fields: HTTPFields {
        var fields = HTTPFields()
        for (name, value) in headers {
            guard let name = HTTPFields.Element.Name(name) else { continue }
            fields.append(HTTPFields.Element(name: name, value: value))
        }
        fields[.contentLength] = String(body.count)
        return fields
    }
}
