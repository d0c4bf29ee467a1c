import Foundation
import TestSupport

/// A random JSON value with one token planted in it, and what should be stored of it.
struct PlantedJSON {
    let token: String
    /// With the token.
    let served: String
    /// With its mask instead.
    let expected: String

    init(_ generator: inout SeededGenerator) {
        let letters = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789-_")
        token = String((0..<24).map { _ in generator.element(of: letters) })
        let template = Self.around(Self.secret(&generator), depth: 1 + generator.number(below: 5), &generator)
        served = template.replacingOccurrences(of: "<token>", with: token)
        expected = template.replacingOccurrences(of: "<token>", with: mask(token))
    }

    /// Something that holds the token: a member with its name, or a member that is a text.
    private static func secret(_ generator: inout SeededGenerator) -> String {
        generator.element(of: [
            #"{"guest_token":"<token>"}"#, #"{"guestToken":"<token>"}"#, #"{"guest\u005ftoken":"<token>"}"#,
            #"{"GUEST-TOKEN":"<token>"}"#, #"{"token":null,"token":"<token>"}"#,
            #"{"password":"<token>","guest_token":null}"#, #"{"url":"https://hq/cloud?t=<token>"}"#,
            #"["https://hq/cloud?a=b&guest_token=<token>&c=d"]"#, #""go to /cloud?x&token=<token> now""#,
        ])
    }

    /// Puts other JSON around it, `depth` times.
    private static func around(_ inner: String, depth: Int, _ generator: inout SeededGenerator) -> String {
        guard depth > 0 else { return inner }
        let wrapped = generator.element(of: [
            #"{"\#(name(&generator))":\#(inner)}"#,
            #"{"\#(name(&generator))":\#(value(&generator)),"\#(name(&generator))":\#(inner)}"#,
            #"{"\#(name(&generator))":\#(inner),"\#(name(&generator))":\#(value(&generator))}"#,
            #"[\#(value(&generator)),\#(inner)]"#,
            #"[\#(inner),\#(value(&generator)),\#(value(&generator))]"#,
        ])
        return around(wrapped, depth: depth - 1, &generator)
    }

    private static func name(_ generator: inout SeededGenerator) -> String {
        generator.element(of: ["a", "a", "origin_name", #"\u0061\/"#, "", "é", "t", "guest", "token_count"])
    }

    private static func value(_ generator: inout SeededGenerator) -> String {
        generator.element(of: [
            "null", "true", "-0", "1.50e+1", "17", #""""#, #""two  words""#, #""\u00e9\/\ud83d\ude00""#, #""\ud800""#,
            "[]", "{}", #"[1,[2]]"#, #"{"a":1,"a":2}"#, #""https:\/\/hq?start=1""#, #""guest_token""#,
        ])
    }
}
