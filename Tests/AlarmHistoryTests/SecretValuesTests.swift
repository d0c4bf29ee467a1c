import AlarmHistory
import ArchiveEvents
import ExactJSON
import Foundation
import TestSupport
import Testing

@Suite("Secrets of our own")
struct SecretValuesTests {
    private static let secret = #"Pl@nted "p\ss"/w0rd+& ä"#

    /// The ways in which a deployment may echo a secret; each is a string's inside in JSON.
    static let forms: [(name: String, inside: @Sendable (String) -> String)] = [
        ("plain", { escaped($0) }),
        ("amid text", { "Gate " + escaped($0) + "!" }),
        ("each letter escaped", { $0.utf16.map { String(format: "\\u%04x", $0) }.joined() }),
        ("slashes escaped, in capitals", { $0.utf16.map { String(format: "\\u%04X", $0) }.joined() }),
        ("percent-encoded", { percent($0, "%%%02X") }), ("percent-encoded, small", { percent($0, "%%%02x") }),
        ("percent-encoded twice", { percent(percent($0, "%%%02X"), "%%%02X") }),
        ("each byte percent-encoded", { $0.utf8.map { String(format: "%%%02X", $0) }.joined() }),
        ("in a form", { escaped($0.replacing(" ", with: "+")) }),
        ("in JSON", { escaped(#"{"a":["\#(escaped($0))"]}"#) }),
        ("in JSON in JSON", { escaped(#"{"a":"\#(escaped(#"{"b":"\#(escaped($0))"}"#))"}"#) }),
        ("in XML", { escaped("<a>" + xml($0) + "</a>") }),
        ("in XML by numbers", { $0.unicodeScalars.map { "&#\($0.value);" }.joined() }),
        (
            "in XML by numbers, hexadecimal",
            { $0.unicodeScalars.map { "&#x" + String($0.value, radix: 16) + ";" }.joined() }
        ),
        ("in base 64", { base64($0) }), ("in base 64, moved by one", { base64("x" + $0 + "yz") }),
        ("in base 64, moved by two", { base64("xy" + $0 + "z") }),
        ("in base 64 for addresses", { base64("a:" + $0).replacing("+", with: "-").replacing("/", with: "_") }),
        ("in base 64, slashes escaped", { base64("a:" + $0).replacing("/", with: #"\/"#) }),
        ("in base 64 of JSON", { base64(#"{"a":"\#(escaped($0))"}"#) }),
        ("in base 64 of a form", { base64("a=" + percent($0, "%%%02X")) }),
        ("in hexadecimal digits", { $0.utf8.map { String(format: "%02x", $0) }.joined() }),
        ("in hexadecimal capitals", { $0.utf8.map { String(format: "%02X", $0) }.joined() }),
    ]

    @Test("are masked by their value, in any member, name or element, in every form", arguments: 0..<forms.count)
    func everywhere(index: Int) throws {
        let (name, inside) = Self.forms[index]
        for secret in [Self.secret, "planted-session-cookie", "planted+bearer/t0ken=="] {
            let echo = inside(secret)
            let hiding = reader.hiding(SecretValues([secret]))
            for element in [
                #"{"guid":"1","zone_name":"\#(echo)"}"#, #"{"guid":"1","\#(echo)":1}"#, #"["a",["\#(echo)"]]"#,
                #"{"guid":"\#(echo)"}"#, #"{ "a" : { "b" : "x \#(echo) y" } }"#,
            ] {
                guard case .whole(let list) = hiding.read(Array("[\(element)]".utf8), of: LookTarget("hq", .alerts))
                else {
                    Issue.record("unreadable: \(element)")
                    continue
                }
                let stored = text(list[0].content) + list[0].stream.subject
                #expect(stored.contains("redacted:"), "\(name): \(stored)")
                #expect(!stored.contains(echo) && !stored.contains(secret), "\(name): \(stored)")
                #expect((try? json(text(list[0].content))) != nil, "\(name)")
            }
            let page = try hiding.kept("<html>\(echo)</html>")
            #expect(page.contains("redacted:") && !page.contains(echo), "\(name): \(page)")
            let broken = try hiding.kept(#"[{"zone_name":"\#(echo)","a":"#)
            #expect(broken.contains("redacted:") && !broken.contains(echo), "\(name): \(broken)")
        }
    }

    @Test("equal echoes are masked equally, and the rest of a text stays")
    func masks() {
        let hiding = reader.hiding(SecretValues(["planted-cookie"]))
        let body = #"[{"a":"x planted-cookie y","b":"x%20planted%2Dcookie"}]"#
        guard case .whole(let list) = hiding.read(Array(body.utf8), of: LookTarget("hq", .alerts)) else { return }
        let mask = mask("planted-cookie")
        #expect(list.map { text($0.content) } == [#"{"a":"x \#(mask) y","b":"x%20\#(mask)"}"#])
    }

    @Test("in UTF-16 they are found in what cannot be read")
    func utf16() throws {
        let hiding = reader.hiding(SecretValues(["planted-cookie"]))
        for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
            let page = try #require("<p>planted-cookie</p>".data(using: encoding))
            guard case .unreadable(_, let kept) = hiding.read([UInt8](page), of: LookTarget("hq", .alerts)) else {
                Issue.record("readable")
                continue
            }
            let bytes = try AnswerReaderTests.bytes(kept)
            #expect(text(bytes).contains("redacted:"))
            #expect(!text(bytes.filter { $0 != 0 }).contains("planted-cookie"))
        }
    }

    @Test(
        "what stands anywhere by chance is left alone: short and plain words, numbers",
        arguments: [
            ("gate", "the gate"), ("secret", "secret garden"), ("4711", "4711"), ("20251123", "x20251123120000"),
            ("a1b", "a1b"), ("pw-1", "xpw-12"), ("", "anything"),
        ])
    func chance(secret: String, said: String) {
        let hiding = reader.hiding(SecretValues([secret]))
        guard case .whole(let list) = hiding.read(Array(#"["\#(said)"]"#.utf8), of: LookTarget("hq", .alerts)) else {
            return
        }
        #expect(list.map { text($0.content) } == [#""\#(said)""#])
    }

    @Test(
        "short ones that are no word are found where they stand by themselves",
        arguments: [("pw-1", "is pw-1!"), ("hunter2", "(hunter2)"), ("20251123", "no 20251123"), ("20251123", "")])
    func short(secret: String, said: String) {
        let hiding = reader.hiding(SecretValues([secret]))
        let body = said.isEmpty ? "[\(secret)]" : #"["\#(said)"]"#
        guard case .whole(let list) = hiding.read(Array(body.utf8), of: LookTarget("hq", .alerts)) else { return }
        #expect(list.map { text($0.content).contains(mask(secret)) } == [true])
        #expect(SecretValues.canRecognise(secret))
        #expect(!SecretValues.canRecognise("gate") && !SecretValues.canRecognise("secret"))
    }

    /// Words that are as good a password as the name of a door or of a member. `Eingangstür` has a letter of two bytes.
    private static let plain = ["entrance", "timezone", "zone_name", "Eingangstür"]

    @Test(
        "plain words stay in names and amid other words: they are history",
        arguments: [
            #"{"<W>":1}"#, #"{"<W>":"Main <W>","<W>s":"<W> 2","the <W>":null}"#, #"["a<W>","<W>2","<W>."]"#,
            #"["{\"<W>\":1}"]"#, #"["{\"<W>\" : {\"a\":\"at the <W>\"}}"]"#, #"["<W>=1"]"#,
            #"["<<W>>the <W></<W>>"]"#, #"["Gate \"North\" <W>","a > <W>","the guards' <W>","x = <W> hall"]"#,
            #"["{\"<W>\"\n:1}"]"#, #"["Gate\nat <W>\nzone1"]"#, #"["<W> 'North'","<W> <b>x</b>"]"#,
        ])
    func plainWords(template: String) throws {
        for word in Self.plain {
            let element = template.replacing("<W>", with: word)
            #expect(try Self.stored(element, hiding: word) == element)
            #expect(!SecretValues.canRecognise(word))
        }
    }

    @Test(
        "plain words are masked as the whole of a value, whatever surrounds it",
        arguments: [
            #"{"<W>":"<S>"}"#, #"["<S>",["<S>"]]"#, #"["'<S>' is wrong"]"#, #"["{\"<W>\":\"<S>\"}"]"#,
            #"["a=1&b=<S>&c=<S>"]"#, #"["<a><S></a>"]"#,
            #"["<S>\u000a"," <S>","\u000d\u000a\u0009<S> "]"#,
            #"["Alarm\u000a<S>\u000azone1\u000d\u000a<S>\u000d\u000a"]"#, #"["b=<S>%0A"]"#,
            #"["b=<S>%0D%0A&c=1"]"#, #"["<k>\u000a<S>\u000a</k>","<k> <S> </k>"]"#,
            #"["x=<S> y","x=<S>, y=2","x = <S>, y","?x=<S>#f","x=<S>|y","x=<S>\u000ay"]"#,
            #"["f(x=<S>)","[x=<S>]","{x=<S>}"]"#, #"["{\"a\":\" <S>\"}","say ' <S> '"]"#,
        ])
    func plainValues(template: String) throws {
        for word in Self.plain {
            let named = template.replacing("<W>", with: word)
            let stored = try Self.stored(named.replacing("<S>", with: word), hiding: word)
            #expect(stored == named.replacing("<S>", with: mask(word)))
        }
    }

    @Test(
        "plain words are masked in a webhook of any form, blanks and line ends around them or not",
        arguments: [
            "<S>\n", "<S>\r\n", "Alarm\n<S>\nzone1\n", "\"<S>\\n\"", "\" <S>\"", "a=1&b=<S>%0A", "<k>\n<S>\n</k>",
        ])
    func plainInWebhooks(template: String) throws {
        for word in Self.plain {
            let (event, _) = WebhookBody(redaction: SecretRedaction(key: redactionKey)).read(
                Array(template.replacing("<S>", with: word).utf8), deployment: "hq", knownZones: [],
                hiding: SecretValues([word]))
            let stored = text(event.data)
            #expect(stored.contains(mask(word)) && !stored.contains(word), "\(stored)")
        }
    }

    @Test("plain words in digits of any kind are found: nobody's prose stands there", arguments: plain)
    func plainDigits(word: String) throws {
        for digits in [Self.base64("u:\(word)"), word.utf8.map { String(format: "%02x", $0) }.joined()] {
            #expect(try Self.stored(#"["Basic \#(digits)"]"#, hiding: word).contains("redacted:"))
        }
        let broken = try reader.hiding(SecretValues([word])).kept(#"[{"\#(word)" :"\#(word)","a":"the \#(word)","b":"#)
        #expect(broken == #"[{"\#(word)" :"\#(mask(word))","a":"the \#(word)","b":"#)
    }

    @Test("short ones change a member's name where they are the whole of it; strong ones wherever they stand in it")
    func names() throws {
        #expect(try Self.stored(#"{"pw-1 x":1,"pw-1":2}"#, hiding: "pw-1") == #"{"pw-1 x":1,"\#(mask("pw-1"))":2}"#)
        #expect(try Self.stored(#"{"x hunter-22":1}"#, hiding: "hunter-22") == #"{"x \#(mask("hunter-22"))":1}"#)
        let phrase = "correct_horse_battery_staple"
        #expect(try Self.stored(#"["a\#(phrase)"]"#, hiding: phrase) == #"["a\#(mask(phrase))"]"#)
    }

    private static func stored(_ element: String, hiding secret: String) throws -> String {
        let hiding = reader.hiding(SecretValues([secret]))
        guard case .whole(let list) = hiding.read(Array("[\(element)]".utf8), of: LookTarget("hq", .alerts)) else {
            throw AnswerReaderTests.Unexpected(what: element)
        }
        return list.map { text($0.content) }.joined()
    }

    @Test("print nothing of themselves")
    func hidden() {
        let values = SecretValues(["planted-cookie"])
        var dumped = ""
        dump(values, to: &dumped)
        #expect(!"\(values) \(String(reflecting: values)) \(dumped)".contains("planted"))
    }

    @Test("of any bytes around them nothing is left, and no other byte changes", arguments: UInt64(0)..<200)
    func anywhere(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let secret = String(
            (0..<8 + generator.number(below: 30)).map { _ in generator.element(of: Array("Ab1-_ü/+=.")) })
        guard SecretValues.canRecognise(secret) else { return }
        let pieces = ["\\", "%", "&", "%4", "\\u00", "&#", "é", "-", secret, "\u{0}", ";", "%41", "A", " "]
        let parts = (0..<30).map { _ in generator.element(of: pieces) }
        let kept = try reader.hiding(SecretValues([secret])).kept("<" + parts.joined())
        #expect(!kept.contains(secret), "seed \(seed): \(kept)")
    }

    private static func escaped(_ text: String) -> String {
        String(decoding: JSONValue.string(text).bytes.dropFirst().dropLast(), as: UTF8.self)
    }

    private static func percent(_ text: String, _ format: String) -> String {
        text.utf8.map { byte in
            let isPlain = Character(Unicode.Scalar(byte)).isASCII && Character(Unicode.Scalar(byte)).isLetter
            return isPlain || (0x30...0x39).contains(byte) || "-._~".utf8.contains(byte)
                ? String(Unicode.Scalar(byte)) : String(format: format, byte)
        }.joined()
    }

    private static func xml(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}

extension AnswerReader {
    /// What is kept of an answer that cannot be read.
    fileprivate func kept(_ body: String) throws -> String {
        guard case .unreadable(_, let kept) = read(Array(body.utf8), of: LookTarget("hq", .alerts)) else {
            throw AnswerReaderTests.Unexpected(what: body)
        }
        return text(try AnswerReaderTests.bytes(kept))
    }
}
