import AlarmHistory
import Cryptography
import ExactJSON
import Foundation
import TestSupport
import Testing

/// The mask of a secret, computed here from its definition: the first 16 hex digits of HMAC-SHA-256.
func mask(_ secret: String, key: [UInt8] = redactionKey) -> String {
    let code = MessageAuthentication.hmacSHA256(Array(secret.utf8), key: key)
    return "redacted:" + code.map { String(format: "%02x", $0) }.joined().prefix(16)
}

struct SecretRedactionTests {
    @Test(
        "a program's words lose the session's cookie and who signs in at a link",
        arguments: [
            ("Cookie va=ABC-1; next", "Cookie va=\(mask("ABC-1")); next"),
            ("https://u:PW@h/x", "https://\(mask("u:PW"))@h/x"), ("nova=1 https://h/a@b", "nova=1 https://h/a@b"),
        ])
    func words(text: String, clean: String) {
        #expect(SecretRedaction(key: redactionKey).redact(text: text) == clean)
    }

    @Test("a text behind a numbered name loses its secret in a record, and a time of day keeps its digits")
    func numbered() throws {
        #expect(try Self.stored(#"{"note":"password2: hunter-2x"}"#).contains(mask("hunter-2x")))
        #expect(try Self.stored(#"{"note":"token1:ABCDEF-77"}"#).contains(mask("ABCDEF-77")))
        for plain in [#"{"at":"2026-11-30T08:00:00Z"}"#, #"{"note":"gate 12:30"}"#] {
            #expect(try Self.stored(plain) == plain)
        }
    }

    @Test("a body becomes JSON without secrets: JSON stays what it is, text becomes a string")
    func bodies() {
        let redaction = SecretRedaction(key: redactionKey)
        let json = redaction.redacted(Array(#"{ "a" : 1.0, "token":"S" }"#.utf8))
        #expect(String(decoding: json, as: UTF8.self) == #"{"a":1.0,"token":"\#(mask("S"))"}"#)
        let text = redaction.redacted(Array("see /cloud?t=S".utf8))
        #expect(String(decoding: text, as: UTF8.self) == #""see /cloud?t=\#(mask("S"))""#)
        #expect(redaction.placeholder(for: Array("S".utf8)) == mask("S"))
    }

    @Test(
        "a guest token becomes its mask, however its member is spelled",
        arguments: [
            ("guest_token", "as the vendor's guide has it"), ("guestToken", "camel case"),
            ("GuestToken", "capitals"), ("GUEST_TOKEN", "capitals"), ("guest-token", "a header's style"),
            ("guesttoken", "no style"), (#"guest\u005ftoken"#, "an escaped underscore"),
            (#"\u0067uest_token"#, "an escaped letter"), (#"guest\u005FToken"#, "both"),
        ])
    func names(name: String, reason: String) throws {
        #expect(try Self.stored(#"{"\#(name)":"SECRET-1"}"#) == #"{"\#(name)":"\#(mask("SECRET-1"))"}"#, "\(reason)")
    }

    @Test(
        "other members that hold secrets, pictures or telephone numbers are masked too",
        arguments: [
            "token", "accessToken", "refresh_token", "bearer", "Authorization", "password", "secret", "cookie",
            "api_key", "webhookUrl", "jpg", "phone",
        ])
    func otherNames(name: String) throws {
        #expect(try Self.stored(#"{"\#(name)":"SECRET 1"}"#) == #"{"\#(name)":"\#(mask("SECRET 1"))"}"#)
    }

    @Test(
        "a secret is found wherever it stands",
        arguments: [
            (#"{"guest_token":"S","guest_token":"T"}"#, ["S", "T"], "every duplicate"),
            (#"{"guest_token":"S","guestToken":"S"}"#, ["S"], "every style beside the other"),
            (#"{"a":[{"b":{"guest_token":"S"}},[[{"token":"T"}]]]}"#, ["S", "T"], "nested"),
            (#"{"guest_token":"S\"T\\\u00e9"}"#, [#"S\"T\\\u00e9"#], "with escapes in it"),
            (#"[{"guest_token":"S"}]"#, ["S"], "inside an element that is a list"),
        ])
    func places(content: String, spelled: [String], reason: String) throws {
        let expected = try spelled.reduce(content) { masked, secret in
            let value = try #require(json("\"\(secret)\"").string)
            return masked.replacingOccurrences(of: "\"\(secret)\"", with: "\"\(mask(value))\"")
        }
        #expect(try Self.stored(content) == expected, "\(reason)")
        #expect(expected != content, "\(reason)")
    }

    @Test(
        "a token inside a link becomes its mask, and the rest of the link stays",
        arguments: [
            ("https://hq.eu1.example/cloud?t=", "", "the shared link of the guide"),
            ("https://hq/cloud?a=1&t=", "&b=2", "not the first parameter"),
            ("https://hq/cloud?guest_token=", "#top", "before a fragment"),
            ("https://hq/cloud?a&guestToken=", "", "another style"),
            ("https://hq/cloud?T=", "", "a capital"),
            ("see https://hq/cloud?t=", " and call", "amid text"),
            ("(https://hq/cloud?token=", "' x", "in quotes"),
            ("/cloud?t=", "&t=", "an empty one behind it stays empty"),
        ])
    func links(before: String, after: String, reason: String) throws {
        let content = #"{"url":"\#(before)SECRET-1_x.y%3D\#(after)","n":[1.50]}"#
        let expected = #"{"url":"\#(before)\#(mask("SECRET-1_x.y%3D"))\#(after)","n":[1.50]}"#
        #expect(try Self.stored(content) == expected, "\(reason)")
    }

    @Test("two tokens in one text are both masked")
    func twoLinks() throws {
        let content = #"["https://hq?t=S1 https://hq?x=1&guest_token=S2"]"#
        #expect(
            try Self.stored(content) == #"["https://hq?t=\#(mask("S1")) https://hq?x=1&guest_token=\#(mask("S2"))"]"#)
    }

    @Test("a token in a link is masked though the text holds half a surrogate pair")
    func linkBesideLoneSurrogate() throws {
        #expect(try !Self.stored(#"{"comment":"\ud800 https://hq/cloud?t=SECRET-1"}"#).contains("SECRET-1"))
    }

    @Test(
        "what is no secret stays, byte for byte",
        arguments: [
            (#"{"guest_token":null}"#, "not shared yet"), (#"{"guest_token":""}"#, "not shared yet"),
            (#"{"guest_tokens":1,"token_type":"x"}"#, "a count, and what tells of one"),
            (#"{"x":"guest_token"}"#, "a value, not a name"),
            (#"{"t":"SECRET"}"#, "only in links is t a token"), (#"{"url":"https://hq?start=1&at=2"}"#, "other names"),
            (#"{"url":"https://hq/cloud?t="}"#, "nothing there"), (#"{"x":"t=5, at=6"}"#, "no link"),
            (#"{"x":"data:text/plain,hello"}"#, "no picture"), (#"{"x":"\/\u00e9","y":1.0e0,"y":-0}"#, "no secret"),
        ])
    func unchanged(content: String, reason: String) throws {
        #expect(try Self.stored(content) == content, "\(reason)")
    }

    @Test(
        "a secret that is no text is masked by its bytes",
        arguments: ["12345", "1.50", #"{"value":"SECRET"}"#, #"["SECRET","SECRET"]"#])
    func notText(value: String) throws {
        #expect(try Self.stored(#"{"a":1,"guest_token":\#(value)}"#) == #"{"a":1,"guest_token":"\#(mask(value))"}"#)
    }

    @Test("a picture becomes a mask, whatever its member's name")
    func pictures() throws {
        let picture = "data:image/jpeg;base64,/9j/4AAQSkZJRg=="
        #expect(try Self.stored(#"{"thumbnail":"\#(picture)"}"#) == #"{"thumbnail":"\#(mask(picture))"}"#)
        #expect(try Self.stored(#"["\#(picture)"]"#) == #"["\#(mask(picture))"]"#)
    }

    @Test("equal tokens have equal masks, in members and in links; other tokens and other keys have others")
    func masks() throws {
        let one = mask("SECRET-1")
        #expect(one.wholeMatch(of: /redacted:[0-9a-f]{16}/) != nil)
        #expect(try Self.stored(#"["https://hq?t=SECRET-1"]"#) == #"["https://hq?t=\#(one)"]"#)
        #expect(try Self.stored(#"{"token":"SECRET-1"}"#) == #"{"token":"\#(one)"}"#)
        #expect(try !Self.stored(#"{"token":"SECRET-2"}"#).contains(one))
        let otherKey = Array(repeating: UInt8(7), count: 32)
        let other = try Self.stored(#"{"token":"SECRET-1"}"#, AnswerReader(redaction: SecretRedaction(key: otherKey)))
        #expect(other == #"{"token":"\#(mask("SECRET-1", key: otherKey))"}"#)
        #expect(!other.contains(one))
    }

    @Test("the digest is that of the masked content")
    func digest() throws {
        let observation = try Self.observation(#"{"token":"SECRET-1"}"#)
        #expect(observation.digest == ContentDigest(try json(#"{"token":"\#(mask("SECRET-1"))"}"#)))
    }

    @Test("a token in an id does not reach the name of the stream")
    func secretInIdentity() throws {
        let body = #"[{"guid":"https://hq/cloud?t=SECRET-1"}]"#
        let subjects = try AnswerReaderTests.observations(body, of: LookTarget("hq", .alerts)).map(\.stream.subject)
        #expect(subjects == ["hq/alerts/https://hq/cloud?t=\(mask("SECRET-1"))"])
    }

    @Test("a token planted anywhere is masked there, and no other byte changes", arguments: UInt64(0)..<300)
    func planted(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let planted = PlantedJSON(&generator)
        #expect(try Self.stored(planted.served) == planted.expected, "seed \(seed)")
        #expect(!planted.expected.contains(planted.token), "seed \(seed)")
        #expect(planted.served.contains(planted.token), "seed \(seed)")
    }

    @Test("a token planted in an answer that breaks off occurs in nothing that is kept", arguments: UInt64(0)..<300)
    func plantedInBrokenJSON(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let planted = PlantedJSON(&generator)
        let whole = Array("[\(planted.served)".utf8)
        let body = Array(whole.prefix(1 + generator.number(below: whole.count)))
        let kept = try AnswerReaderTests.kept(body, of: LookTarget("hq", .alerts)).answer
        let bytes = text(try AnswerReaderTests.bytes(kept))
        let pieces = (0...planted.token.count - 8).map { planted.token.dropFirst($0).prefix(8) }
        #expect(!pieces.contains { bytes.contains($0) }, "seed \(seed): \(bytes)")
    }

    private static func observation(_ element: String, _ reader: AnswerReader = reader) throws -> Observation {
        guard case .whole(let list) = reader.read(Array("[\(element)]".utf8), of: LookTarget("hq", .alerts)) else {
            throw AnswerReaderTests.Unexpected(what: element)
        }
        return try #require(list.count == 1 ? list.first : nil)
    }

    /// What is stored of an element.
    private static func stored(_ element: String, _ reader: AnswerReader = reader) throws -> String {
        text(try observation(element, reader).content)
    }
}
