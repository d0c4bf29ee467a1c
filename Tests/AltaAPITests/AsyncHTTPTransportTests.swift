import AltaAPI
import Foundation
import TestSupport
import Testing

@Suite("The network itself")
struct AsyncHTTPTransportTests {
    /// `[{"id":"z"}]`, packed by gzip.
    private static let gzip = "H4sIAAAAAAACA4uuVspMUbJSqlKqjQUAFy808gwAAAA="

    @Test("unpacks an answer that was compressed")
    func compressed() async throws {
        let body = try #require(Data(base64Encoded: Self.gzip))
        let answer = try await knock(head(["Content-Encoding: gzip", "Content-Length: \(body.count)"]) + body)
        #expect(String(decoding: answer.body, as: UTF8.self) == #"[{"id":"z"}]"# && answer.ending == .whole)
    }

    @Test("keeps the beginning of a compressed answer that cannot be unpacked, and says so")
    func brokenCompression() async throws {
        let body = try #require(Data(base64Encoded: Self.gzip)).prefix(14) + Data(repeating: 0xFF, count: 20)
        let answer = try await knock(head(["Content-Encoding: gzip", "Content-Length: \(body.count)"]) + body)
        guard case .cutShort(let how) = answer.ending else {
            Issue.record("\(answer.ending)")
            return
        }
        #expect(how.contains("unpacked"))
    }

    @Test("waits for no more of an answer than is kept, where it is announced to be too large")
    func announced() async throws {
        let body = [UInt8](repeating: 0x20, count: 100_000)
        let answer = try await knock(head(["Content-Length: 99999999"]) + body, closes: false)
        #expect(answer.ending == .tooLarge("the answer is larger than 32 MiB"))
        #expect(answer.body.count == 80 << 10)
    }

    @Test("stops at the limit where nothing is announced")
    func unannounced() async throws {
        let answer = try await knock(head([]) + [UInt8](repeating: 0x20, count: 32 << 20 + 1))
        #expect(answer.ending == .tooLarge("the answer is larger than 32 MiB"))
        #expect(answer.body.count == 80 << 10)
    }

    @Test("refuses an answer that unpacks to hundreds of times what was sent, but not a small one")
    func ratio() async throws {
        for (count, isTooLarge) in [(2_000_000, true), (1_000_000, false)] {
            let packed = try Self.packed([UInt8](repeating: 0x20, count: count))
            let answer = try await knock(head(["Content-Encoding: gzip", "Content-Length: \(packed.count)"]) + packed)
            if case .tooLarge(let why) = answer.ending {
                #expect(isTooLarge && why.contains("unpack to more than 200 times as many"), "\(why)")
            } else {
                #expect(!isTooLarge && answer.ending == .whole)
            }
        }
    }

    @Test("takes a hundred headers, and no answer with thousands, or with a cookie of a megabyte")
    func headers() async throws {
        func many(_ count: Int) -> [String] { (0..<count).map { "X-Header-\($0): some text" } }
        let answer = try await knock(head(many(100)) + Array("[]".utf8))
        #expect(answer.headers.count > 100 && answer.ending == .whole)
        for headers in [many(10_000), ["Set-Cookie: va=" + String(repeating: "x", count: 1 << 20)]] {
            await #expect(throws: SessionFailure.self) { try await knock(head(headers) + Array("[]".utf8)) }
        }
    }

    @Test("takes a connection that ends without an answer for an answer that was lost")
    func lostAnswer() async throws {
        let error = await #expect(throws: SessionFailure.self) { try await knock([]) }
        guard case .noAnswer(let lost) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(lost.kind == .answerLost && lost.description.contains("after the request was sent"), "\(lost)")
    }

    @Test(
        "tells names, addresses and TLS apart",
        arguments: [
            ("https://no-such-host.invalid", TransportError.Kind.unknownName), ("http://127.0.0.1:1", .unreachable),
        ])
    func unreachable(address: String, kind: TransportError.Kind) async {
        #expect(await Stranger.knocked(at: address).error?.kind == kind)
    }

    @Test("takes a server that speaks no TLS for one that cannot be trusted")
    func noTLS() async throws {
        try await RawServer.serving(head([])) { server in
            let address = server.address.replacingOccurrences(of: "http:", with: "https:")
            #expect(await Stranger.knocked(at: address).error?.kind == .untrusted)
        }
    }

    /// Packed by a tool that is no part of this program.
    private static func packed(_ bytes: [UInt8]) throws -> [UInt8] {
        let folder = try TemporaryFolder()
        let plain = folder.file("body")
        try Data(bytes).write(to: URL(fileURLWithPath: plain))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-9", plain]
        try process.run()
        process.waitUntilExit()
        return try Array(Data(contentsOf: URL(fileURLWithPath: plain + ".gz")))
    }

    private func head(_ headers: [String]) -> [UInt8] {
        Array((["HTTP/1.1 200 OK"] + headers + ["Connection: close", "", ""]).joined(separator: "\r\n").utf8)
    }

    @discardableResult
    private func knock(_ answer: [UInt8], closes: Bool = true) async throws -> InspectedAnswer {
        try await RawServer.serving(answer, closes: closes) { try await Stranger.knock(at: $0.address) }
    }
}
