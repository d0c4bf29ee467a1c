import Foundation
import Testing

/// A connection to a Unix socket, byte by byte.
final class SocketConnection {
    private let descriptor: Int32

    /// Connects; fails where nobody listens.
    init(_ path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = SocketAddress.of(path)
        let result = SocketAddress.use(&address) { connect(descriptor, $0, $1) }
        try #require(result == 0, "no connection: \(errno)")
    }

    init(accepted descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }

    /// What comes back until `end` stands in it or the connection ends.
    func receive(until end: String? = nil) -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            text += buffer.prefix(count)
            if let end, String(decoding: text, as: UTF8.self).contains(end) { break }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// A socket that stands for an archiver which does not keep its word.
final class FalseArchiver: Sendable {
    private let descriptor: Int32
    private let path: String

    /// Listens at once.
    init(_ path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = SocketAddress.of(path)
        let result = SocketAddress.use(&address) { bind(descriptor, $0, $1) }
        try #require(result == 0 && listen(descriptor, 8) == 0, "cannot listen: \(errno)")
    }

    /// Takes one request, gives its body to `body`, and hangs up; nobody listens after that.
    func takeOne(_ body: @Sendable (String) async throws -> Void) async rethrows {
        let text = await withCheckedContinuation { done in
            DispatchQueue.global().async { done.resume(returning: self.request()) }
        }
        try await body(text)
    }

    /// Hangs up.
    private func request() -> String {
        let connection = SocketConnection(accepted: accept(descriptor, nil, nil))
        let text = connection.receive(until: "}}")
        unlink(path)
        close(descriptor)
        return text.components(separatedBy: "\r\n\r\n").last ?? ""
    }
}

/// `sockaddr_un`, as C wants it.
enum SocketAddress {
    static func of(_ path: String) -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return address
    }

    static func use(_ address: inout sockaddr_un, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
