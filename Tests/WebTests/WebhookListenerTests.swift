import Foundation
import TestSupport
import Testing
import Web

@Suite("Taking webhooks over loopback", .serialized)
struct WebhookListenerTests {
    @Test(
        "whatever is sent with the secret, in any of its three places, is handed on byte for byte and answered with 202"
    )
    func accepted() async throws {
        let mailbox = Mailbox()
        try await withListener(mailbox: mailbox) { port in
            #expect(Exchange(headers: ["Authorization: Bearer planted-secret"]).status(from: port) == 202)
            #expect(Exchange(headers: ["X-Webhook-Secret: planted-secret"]).status(from: port) == 202)
            #expect(Exchange(path: "/webhooks/depot/planted-secret", headers: []).status(from: port) == 202)
            let type = ["X-Webhook-Secret: planted-secret", "Content-Type: text/odd"]
            #expect(Exchange(headers: type, body: [0, 255, 13, 10]).status(from: port) == 202)
            #expect(Exchange(body: []).status(from: port) == 202)
        }
        #expect(mailbox.deliveries.map(\.deployment) == ["hq", "hq", "depot", "hq", "hq"])
        #expect(mailbox.deliveries[3].body == [0, 255, 13, 10])
    }

    @Test("a wrong or missing secret is answered with 401 before anything else is said, and nothing is handed on")
    func secret() async throws {
        let mailbox = Mailbox()
        let lines = LoggedLines()
        try await withListener(mailbox: mailbox, lines: lines) { port in
            for headers in [
                [], ["Authorization: Bearer planted-secre"], ["Authorization: Bearer planted-secret2"],
                ["Authorization: planted-secret"], ["X-Webhook-Secret: "], ["X-Webhook-Secret: Planted-Secret"],
            ] {
                for path in ["/webhooks/hq", "/webhooks/nowhere"] {
                    let answer = try Exchange(path: path, headers: headers, body: Array("planted-body".utf8))
                        .answer(from: port)
                    #expect(answer.hasPrefix("HTTP/1.1 401 "), "\(headers): \(answer)")
                }
            }
            #expect(Exchange(path: "/webhooks/hq/wrong", headers: []).status(from: port) == 401)
            _ = try Exchange(body: Array("planted-body".utf8)).answer(from: port)
        }
        #expect(mailbox.deliveries.count == 1)
        #expect(!lines.text.isEmpty && !lines.text.contains("planted"), "\(lines.text)")
    }

    @Test("without a secret in the settings, none is asked for")
    func noSecret() async throws {
        try await withListener({ $0.secret = nil }) { port in
            #expect(Exchange(headers: []).status(from: port) == 202)
            #expect(Exchange(path: "/webhooks/nowhere", headers: []).status(from: port) == 404)
            #expect(Exchange(path: "/webhooks/hq/what", headers: []).status(from: port) == 404)
        }
    }

    @Test("other paths, methods and sizes are refused, each with its status")
    func refused() async throws {
        let mailbox = Mailbox()
        try await withListener({ $0.bodyLimit = 1000 }, mailbox: mailbox) { port in
            #expect(Exchange(path: "/webhooks/nowhere").status(from: port) == 404)
            #expect(Exchange(path: "/").status(from: port) == 404)
            #expect(Exchange(path: "/webhooks/hq/planted-secret/more").status(from: port) == 404)
            for method in ["GET", "PUT", "DELETE"] {
                let answer = try Exchange(method: method, body: []).answer(from: port)
                #expect(answer.hasPrefix("HTTP/1.1 405 ") && answer.contains("POST"), "\(answer)")
            }
            #expect(Exchange(body: [UInt8](repeating: 0x20, count: 1000)).status(from: port) == 202)
            #expect(Exchange(body: [UInt8](repeating: 0x20, count: 1001)).status(from: port) == 413)
            let connection = try Connection(port)
            let head = "POST /webhooks/hq/planted-secret HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            connection.send(
                Array(head.utf8)
                    + Array(String(repeating: "100\r\n\(String(repeating: "x", count: 256))\r\n", count: 5).utf8)
                    + Array("0\r\n\r\n".utf8))
            #expect(connection.receive().hasPrefix("HTTP/1.1 413 "), "a body that does not say its size")
        }
        #expect(mailbox.deliveries.count == 1)
    }

    @Test("an endless body is not collected: the answer comes, and the connection ends")
    func endless() async throws {
        try await withListener({ $0.bodyLimit = 100_000 }) { port in
            let connection = try Connection(port)
            let head = "POST /webhooks/hq/planted-secret HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            connection.send(Array(head.utf8))
            let chunk = Array("4000\r\n\(String(repeating: "x", count: 0x4000))\r\n".utf8)
            for _ in 0..<2000 { connection.send(chunk) }
            let answer = connection.receive()
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 413 "))
            #expect(Exchange().status(from: port) == 202, "others are served")
        }
    }

    @Test("while there is no room, 503 says when to try again; the connection goes on")
    func busy() async throws {
        let mailbox = Mailbox()
        try await withListener(mailbox: mailbox) { port in
            let connection = try Connection(port)
            connection.send(Exchange().bytes)
            #expect(connection.receive(until: "accepted\n").hasPrefix("HTTP/1.1 202 "))
            mailbox.close()
            connection.send(Exchange().bytes)
            let answer = connection.receive(until: "try again\n")
            #expect(answer.hasPrefix("HTTP/1.1 503 ") && answer.lowercased().contains("retry-after: 5"), "\(answer)")
        }
        #expect(mailbox.deliveries.count == 1)
    }

    @Test(
        "a sender that never finishes, one that drips and one that says nothing are given up; half a body is no delivery"
    )
    func slow() async throws {
        let mailbox = Mailbox()
        let hasty: (inout WebhookConfiguration) -> Void = {
            $0.idleTimeout = 200
            $0.requestTimeout = 600
        }
        try await withListener(hasty, mailbox: mailbox) { port in
            let head = "POST /webhooks/hq/planted-secret HTTP/1.1\r\nHost: x\r\n"
            let silent = try Connection(port)
            let halfway = try Connection(port)
            halfway.send(Array((head + "Content-Length: 100\r\n\r\n{").utf8))
            let chunked = try Connection(port)
            chunked.send(Array((head + "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n").utf8))
            let dripping = try Connection(port)
            dripping.send(Array((head + "Content-Length: 100000\r\n\r\n").utf8))
            for connection in [silent, halfway, chunked] {
                #expect(!connection.receive().contains(" 202 "))
            }
            // It is never silent for long: only the time that a whole request has can end it.
            var drops = 0
            while dripping.send([0x20]), drops < 1000 {
                drops += 1
                usleep(20_000)
            }
            #expect(drops < 1000, "a sender that drips goes on for ever")
            #expect(!dripping.receive().contains(" 202 "))
            #expect(Exchange().status(from: port) == 202, "others are served")
        }
        #expect(mailbox.deliveries.count == 1)
    }

    @Test("a flood of 1,000 is taken, on one connection and on many; rubbish before it does no harm")
    func flood() async throws {
        let mailbox = Mailbox()
        try await withListener(mailbox: mailbox) { port in
            for rubbish in ["\u{0}\u{1}\u{2}\r\n\r\n", "GET\r\n\r\n", "POST /webhooks/hq HTTP/9\r\n\r\n"] {
                let connection = try Connection(port)
                connection.send(Array(rubbish.utf8))
                #expect(!connection.receive().contains(" 202 "))
            }
            let connection = try Connection(port)
            for number in 0..<700 {
                connection.send(Exchange(body: Array("\(number)".utf8)).bytes)
                let answer = connection.receive(until: "accepted\n")
                if !answer.hasPrefix("HTTP/1.1 202 ") { Issue.record("\(answer)") }
            }
            for number in 700..<1000 {
                let status = Exchange(body: Array("\(number)".utf8)).status(from: port)
                if status != 202 { Issue.record("\(number): \(String(describing: status))") }
            }
        }
        #expect(mailbox.deliveries.map { String(decoding: $0.body, as: UTF8.self) } == (0..<1000).map(String.init))
    }

    @Test(
        "many that say nothing, or drip a head or a body, shut no webhook out",
        arguments: ["", "POST /webhooks/hq HT", "POST /webhooks/hq HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"])
    func manyConnections(beginning: String) async throws {
        let mailbox = Mailbox()
        try await withListener(mailbox: mailbox) { port in
            let start = ContinuousClock.now
            let others = try (0..<100).map { _ in try Connection(port) }
            for other in others { other.send(Array(beginning.utf8)) }
            #expect(Exchange().status(from: port) == 202)
            // Without the secret all have a second at most, and there are no more than two rounds of them.
            #expect(ContinuousClock.now - start < .seconds(6))
            withExtendedLifetime(others) {}
        }
        #expect(mailbox.deliveries.count == 1)
    }

    @Test("a head without the secret, sent late, buys no time: as many as fit in do not keep the door shut")
    func headsWithoutSecret() async throws {
        try await withListener { port in
            let others = try (0..<64).map { _ in try Connection(port) }
            usleep(300_000)
            let start = ContinuousClock.now
            let head = "POST /webhooks/hq HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"
            for other in others { other.send(Array(head.utf8)) }
            #expect(Exchange().status(from: port) == 202)
            // Ten seconds is what one with the secret has.
            #expect(ContinuousClock.now - start < .seconds(6))
            withExtendedLifetime(others) {}
        }
    }

    @Test("forty are served at once, whatever others do")
    func crowd() async throws {
        try await withListener { port in
            let start = ContinuousClock.now
            let silent = try (0..<40).map { _ in try Connection(port) }
            #expect(Exchange().status(from: port) == 202)
            #expect(ContinuousClock.now - start < .milliseconds(900), "nobody had to be sent away before")
            withExtendedLifetime(silent) {}
        }
    }

    @Test("a head that drips is given up like one that does not come")
    func drippingHead() async throws {
        try await withListener({ $0.idleTimeout = 300 }) { port in
            let connection = try Connection(port)
            connection.send(Array("POST /webhooks/hq HTTP/1.1\r\n".utf8))
            var drops = 0
            while connection.send(Array("X-A: b\r\n".utf8)), drops < 300 {
                drops += 1
                usleep(20_000)
            }
            #expect(drops < 300, "a head that drips goes on for ever")
        }
    }

    @Test("a body that is packed is unpacked within the limit; anything else is refused, and the log says so")
    func packed() async throws {
        let mailbox = Mailbox()
        let lines = LoggedLines()
        try await withListener({ $0.bodyLimit = 2000 }, mailbox: mailbox, lines: lines) { port in
            func status(_ coding: String, _ body: [UInt8]) -> Int? {
                let secret = "X-Webhook-Secret: planted-secret"
                return Exchange(headers: [secret, "Content-Encoding: \(coding)"], body: body).status(from: port)
            }
            let body = Array(#"{"phase":"Alarm"}"#.utf8)
            #expect(status("gzip", Packed.gzip(body)) == 202)
            #expect(status("X-GZIP", Packed.gzip(body)) == 202)
            #expect(status("deflate", Packed.zlib(body)) == 202)
            #expect(status("deflate", Packed.raw(body)) == 202)
            #expect(status("identity", body) == 202)
            #expect(status("gzip", Packed.gzip([UInt8](repeating: 0x20, count: 2000))) == 202)
            #expect(status("gzip", Packed.gzip([UInt8](repeating: 0x20, count: 2001))) == 413)
            #expect(status("gzip", Packed.gzip([UInt8](repeating: 0x20, count: 4 << 20))) == 413, "a bomb")
            #expect(status("gzip", body) == 400)
            #expect(status("gzip", Array(Packed.gzip(body).dropLast(1))) == 400)
            #expect(status("gzip", Packed.gzip(body) + [0]) == 400)
            for coding in ["br", "zstd", "gzip, gzip", "planted", "compress"] { #expect(status(coding, body) == 415) }
        }
        #expect(mailbox.deliveries.prefix(5).allSatisfy { $0.body == Array(#"{"phase":"Alarm"}"#.utf8) })
        #expect(mailbox.deliveries.count == 6)
        #expect(lines.text.contains("packed in a way that is not understood") && !lines.text.contains("planted"))
    }

    @Test(
        "a request that two servers may read differently is refused, and the connection ends",
        arguments: [
            "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
            "Content-Length: +2\r\n\r\n{}", "Content-Length: 2, 2\r\n\r\n{}", "Content-Length: 0x2\r\n\r\n{}",
            "Content-Length: -1\r\n\r\n", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "Content-Length : 2\r\n\r\n{}",
            "X: a\r\n b\r\nContent-Length: 2\r\n\r\n{}", "Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n2;a\n{}\r\n0\r\n\r\n", "Content-Length: 99999999999999999999\r\n\r\n",
        ])
    func smuggling(rest: String) async throws {
        let mailbox = Mailbox()
        try await withListener(mailbox: mailbox) { port in
            let connection = try Connection(port)
            connection.send(Array(("POST /webhooks/hq/planted-secret HTTP/1.1\r\nHost: x\r\n" + rest).utf8))
            connection.send(Exchange(body: Array("second".utf8)).bytes)
            let answer = connection.receive(until: "accepted\n")
            #expect(!answer.contains(" 202 "), "\(answer)")
            #expect(Exchange().status(from: port) == 202, "others are served")
        }
        #expect(mailbox.deliveries.count == 1)
    }
}
