import AlarmHistory
import Foundation
import TestSupport
import Testing

/// Secrets in bytes that are no JSON, seen through what is kept of them.
struct TokenScannerTests {
    private static let html = "<!doctype html><title>Sign in</title>"

    @Test(
        "a secret in bytes that nobody can read is masked, and every other byte stays",
        arguments: [
            (#"[{"guest_token":"<token>","a":"#, "behind its name in JSON that breaks off"),
            (#"[{"a":1,"guestToken" : "<token>"#, "broken off behind it"),
            (#"[{"url":"https://hq/cloud?t=<token>","#, "in a link in JSON that breaks off"),
            (#"[{"password":"<token>"}] and more"#, "behind its name, with bytes after the value"),
            (#"<a href="https://hq/cloud?t=<token>">video</a>"#, "in a link of a page"),
            (#"<a href='/cloud?x=1&guest_token=<token>'>video</a>"#, "in single quotes"),
            ("<p>https://hq/cloud?t=<token></p>", "in a page's text"),
            ("Found. Redirecting to /cloud?token=<token>#top", "in plain text"),
            (#"<a href="/cloud?x=1&amp;t=<token>">video</a>"#, "in a link of a page that escapes its ampersands"),
            (#"[{"url":"https://hq/cloud?x=1\u0026t=<token>","#, "in a link whose ampersand is escaped"),
            (#"[{"guest\u005ftoken":"<token>","#, "behind an escaped name"),
        ])
    func masked(template: String, reason: String) throws {
        let token = "SECRET-1_x.y"
        let served = template.replacingOccurrences(of: "<token>", with: token)
        let expected = template.replacingOccurrences(of: "<token>", with: mask(token))
        #expect(try Self.kept(served) == expected, "\(reason)")
    }

    @Test(
        "of a secret in bytes that nobody can read nothing is left, whatever it is made of",
        arguments: [
            (#"[{"authorization":"Bearer SECRET-1","#, "a space in it"),
            (#"[{"phone":"+44 20 SECRET-1","#, "a space in it"),
            (#"[{"password":"x&y<z#SECRET-1","#, "what would end a link's parameter"),
            (#"[{"password":"it's SECRET-1","#, "a quote of another kind"),
            (#"[{"password":"x\"SECRET-1","#, "an escaped quote in it"),
            (#"[{"guest_token":["SECRET-1","#, "a list"),
            (#"[{"guest_token":{"value":"SECRET-1","#, "an object"),
            (#"[{"guest_token":7651432,"#, "a number"),
            (#"[{"thumbnail":"data:image/jpeg;base64,SECRET-1","#, "a picture"),
        ])
    func nothingLeft(served: String, reason: String) throws {
        let kept = try Self.kept(served)
        #expect(!kept.contains("SECRET-1"), "\(reason)")
        #expect(!kept.contains("7651432"), "\(reason)")
    }

    @Test(
        "JSON that is no list of records is cleaned as JSON is",
        arguments: [
            #"{"error":{"guest\u005ftoken":"SECRET-1"}}"#, #"{"error":{"guest_token":["SECRET-1"]}}"#,
            #"{"phone":"+44 20 SECRET-1"}"#, #"{"url":"https:\/\/hq?x=1\u0026t=SECRET-1"}"#,
            #"{"x":{"token":"SECRET-1"}}"#,
            #"{"image":"data:image/jpeg;base64,SECRET-1"}"#,
        ])
    func noList(served: String) throws {
        #expect(try !Self.kept(served).contains("SECRET-1"))
    }

    @Test(
        "bytes without a secret are kept as they are",
        arguments: [
            (html, "a page"), ("a = b & c = d? t", "signs that mean nothing"),
            (#"[{"guest_token":"","a":"#, "an empty one"), (#"[{"guest_token":null,"a":"#, "none"),
            ("/cloud?t=", "an empty one at the end"), ("/cloud?at=5&list=6", "other names"),
            (#"[{"a":"t=5","#, "no link"), (#"[{"token_type":"x","#, "another name"), ("=:\"", "nothing but signs"),
        ])
    func unchanged(served: String, reason: String) throws {
        #expect(try Self.kept(served) == served, "\(reason)")
    }

    @Test("any bytes at all are scanned to their end", arguments: UInt64(0)..<200)
    func anyBytes(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let pieces = ["?", "&", "t", "token", "=", ":", "\"", "guest_token", " ", "\\", "é", "<", "x", "\u{0}"]
        let body = "<" + (0..<60).map { _ in generator.element(of: pieces) }.joined()
        let kept = try Self.kept(body)
        // Without the masks only served bytes are left, in their order.
        let plain = kept.replacing(/redacted:[0-9a-f]{16}/, with: "")
        #expect(Self.isSubsequence(plain, of: body), "seed \(seed): \(body)")
        #expect(kept.hasPrefix("<"), "seed \(seed)")
    }

    private static func isSubsequence(_ part: String, of whole: String) -> Bool {
        var rest = Array(part.utf8)[...]
        for byte in whole.utf8 where rest.first == byte { rest = rest.dropFirst() }
        return rest.isEmpty
    }

    private static func kept(_ served: String) throws -> String {
        let kept = try AnswerReaderTests.kept(Array(served.utf8), of: LookTarget("hq", .alerts))
        return text(try AnswerReaderTests.bytes(kept.answer))
    }
}
