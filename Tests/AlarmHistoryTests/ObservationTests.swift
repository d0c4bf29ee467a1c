import AlarmHistory
import Testing

struct ObservationTests {
    @Test(
        "two spellings of one content have one digest",
        arguments: [
            (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, "the order of members tells nothing"),
            (#"{"a":1}"#, #"{ "a" : 1 }"#, "nor does white space"),
            (#"{"a":10}"#, #"{"a":1e1}"#, "nor the spelling of a number"),
            (#"{"a":"é/"}"#, #"{"\u0061":"\u00e9\/"}"#, "nor an escape that need not be"),
        ])
    func equal(one: String, other: String, reason: String) throws {
        #expect(ContentDigest(try json(one)) == ContentDigest(try json(other)), "\(reason)")
        #expect(
            ContentDigest(stored: Array(one.utf8)[...]) == ContentDigest(stored: Array(other.utf8)[...]), "\(reason)")
    }

    @Test(
        "different contents have different digests",
        arguments: [
            (#"{"a":1}"#, #"{"a":"1"}"#, "a number is no text"),
            (#"[1,2]"#, #"[2,1]"#, "a list has an order"),
            (#"{"a":null}"#, "{}", "null is not absence"),
            (#"{"a":1,"a":2}"#, #"{"a":2,"a":1}"#, "which duplicate comes last matters"),
            (#"{"a":9007199254740993}"#, #"{"a":9007199254740992}"#, "numbers are compared exactly"),
            (#""a b""#, #""ab""#, "white space in a string is content"),
        ])
    func unequal(one: String, other: String, reason: String) throws {
        #expect(ContentDigest(try json(one)) != ContentDigest(try json(other)), "\(reason)")
    }

    @Test("what is not JSON has no digest as a stored content", arguments: ["", "x", "[", "{} {}"])
    func notJSON(content: String) {
        #expect(ContentDigest(stored: Array(content.utf8)[...]) == nil)
    }
}
