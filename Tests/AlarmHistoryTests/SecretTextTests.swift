import AlarmHistory
import ExactJSON
import TestSupport
import Testing

/// Secrets of others in the texts of readable records.
@Suite("Secrets in texts")
struct SecretTextTests {
    @Test(
        "are masked behind what names them, in every form of text",
        arguments: [
            "https://hq/cloud#guest_token=<S>", "https://hq/cloud?guest%5Ftoken=<S>", "https://hq/#t=<S>",
            "redirect=https%3A%2F%2Fhq%2Fcloud%3Ft%3D<S>", "/cloud?a=1&amp;t=<S>", "a=1;t=<S>",
            #"{"guest_token":"<S>"}"#, #"{"guest\u005ftoken" : "<S>", "a":1}"#, #"{"a":"{\"token\":\"<S>\"}"}"#,
            #"{"session":{"a":["<S>"]}}"#, "{'token': '<S>'}", #"["x", {"pwd":"<S>"}] and more"#,
            "<a><password>x</password><token>y</token>", "<x:apiKey type='a'><S></x:apiKey>",
            "&lt;token&gt;<S>&lt;/token&gt;", #"<a token="<S>"/>"#, "<token><![CDATA[<S>]]></token>",
            "<credentials><user>u</user><pw><S></pw></credentials>",
            "password=<S>", "password: <S>", "user=a&passwd=<S>&b=1", "jwt = '<S>'", "token => \"<S>\"",
            "Authorization: Bearer <S>", "Cookie: lang=de; va=<S>; x=1", "Set-Cookie: va=<S>; Path=/", "va=<S>; Path=/",
            "sent with bearer <S>", "rtsp://admin:<S>@10.0.0.5/live", "\"api_key\"=\"<S>\"", "session-id:<S>",
            "door PIN: <S>", "pin=<S>",
            "data:image/png;base64,<S>", "user[password]=<S>",
        ])
    func masked(template: String) throws {
        let secret = "S3CRET-value"
        let said = template.replacing("<S>", with: secret).replacing("<password>x", with: "<password>\(secret)")
        let stored = try Self.stored(said)
        #expect(!stored.contains("S3CRET") && stored.contains("redacted:"), "\(stored)")
        // In JSON in a text, with one more layer.
        let nested = try Self.stored(text(JSONValue.string(said).bytes))
        #expect(!nested.contains("S3CRET"), "\(nested)")
    }

    @Test(
        "prose, times, names and measurements stay byte for byte",
        arguments: [
            "Contact: police informed", "phone: no answer", "at 02:14:05Z", "2025-06-01T02:14:05+02:00", "Zone: 4",
            "the bearer of this note", "ring bearer came", "va=12.5", "x = y", "a & b; c", "100% sure", "50%25",
            "Tom & Jerry's <dock>", "token", "Secret garden", "the password was given", "session_count=3",
            "token_type: bearer", "https://hq/a?b=c#d", "mail@example.com", "C:\\tokens\\new", "tokens: 3",
            "keypad: 1234", "spin: 3", "pinned: today", "sent by email: jo@example.com",
        ])
    func prose(said: String) throws {
        #expect(try Self.stored(said) == said)
    }

    @Test(
        "are masked up to the host of a link, whatever the password holds",
        arguments: [
            "p/S3", "p#S3", "p?S3=1", "/S3", "#S3", "?", "p@S3", "p/S3@x", "1x/S3", "p:S3/@", "p%2FS3", "2024/S3",
            "1?2", "70000#S3",
        ])
    func links(password: String) throws {
        let user = "cam:" + password
        for (before, after) in [
            ("see rtsp://", "@10.0.0.5/live"), ("https://", "@[::1]:80/b@c?d=e@f"), ("x=ftp://", "@hq"),
        ] {
            #expect(try Self.stored(before + user + after) == before + mask(user) + after)
        }
    }

    @Test(
        "are masked in a link's parameter, too",
        arguments: [
            "http://nvr:9000/proxy?target=", "http://10.0.0.1/proxy?a=b@c&target=", "https://hq/?x=1;target=",
            "http://nvr:9000/?target=rtsp://", "http://nvr.local?target=", "http://nvr/p?mail=a@b/c&target=",
            "http://10.0.0.1/cam@1/p?target=",
        ])
    func parameters(before: String) throws {
        let two = "http://nvr/p?a=u:S3cret@h1/x&b=u2:S3cret@h2/y"
        #expect(
            try Self.stored(two)
                == "http://nvr/p?a=" + mask("u:S3cret") + "@h1/x&b=" + mask("u2:S3cret") + "@h2/y")
        #expect(
            try Self.stored(before + "admin:S3cret@10.0.0.5/live") == before + mask("admin:S3cret") + "@10.0.0.5/live")
    }

    @Test(
        "an @ behind the host tells of nobody who signs in",
        arguments: [
            "https://hq/a@b", "https://hq:8443/a@b", "https://hq:8443?mail=joe@example.com", "https://[::1]/a@b",
            "https://[fe80::1]:80/a@b", "https://hq#a@b", "https://hq/a:b@c", "https://hq:80/x:y@z", "https://a:b/c@",
            "https://a:b/c d@e", "a://b:c\"/d@e", "https://hq.example:2024/a@b", "http://localhost:5000/a@b",
            "https://10.0.0.5:65535?c@d", "rtsp://cam:554/a@b", "http://nvr:9000/view?mail=a@b",
            "http://nvr:9000?mail=a@b", "https://hq/?to=mailto:joe@example.com", "https://hq/?src=rtsp://10.0.0.5/a",
            "file://C:/Users/joe@corp/x.txt",
        ])
    func paths(said: String) throws {
        #expect(try Self.stored(said) == said)
    }

    @Test("a member's name that holds one is masked, too")
    func names() throws {
        let body = #"[{"https://hq/?t=S3CRET":1}]"#
        guard case .whole(let list) = reader.read(Array(body.utf8), of: LookTarget("hq", .alerts)) else { return }
        #expect(list.map { text($0.content) } == [#"{"https://hq/?t=\#(mask("S3CRET"))":1}"#])
    }

    @Test("a quote that nobody escaped ends no secret in broken JSON")
    func loneQuotes() throws {
        let body = #"[{"contact":"Jo "the boss" Smith, +43 664","password":"a"b", "c","name":"Gate "North"","x":]"#
        guard case .unreadable(_, let kept) = reader.read(Array(body.utf8), of: LookTarget("hq", .alerts)) else {
            return
        }
        let stored = text(try AnswerReaderTests.bytes(kept))
        #expect(!stored.contains("Smith") && !stored.contains("664") && !stored.contains(#"a"b"#), "\(stored)")
        #expect(stored.contains(#""name":"Gate "North"","x""#))
    }

    private static func stored(_ said: String) throws -> String {
        let element = text(JSONValue.string(said).bytes)
        guard case .whole(let list) = reader.read(Array("[\(element)]".utf8), of: LookTarget("hq", .alerts)) else {
            throw AnswerReaderTests.Unexpected(what: said)
        }
        return try #require(json(text(list[0].content)).string)
    }
}
