import Testing
import TransparencyLog

private let hash = String(repeating: "0a", count: 32)

struct LoggedLineTests {
    @Test(
        "a line is cut at the first mark, and no other",
        arguments: [
            (#"{"id":"1","data":{"n":1}}"#, #"{"id":"1""#, #"{"n":1}"#, "an object"),
            (#"{"id":"1","data":null}"#, #"{"id":"1""#, "null", "no data"),
            (#"{"id":"1","data":{"a":1,"data":2}}"#, #"{"id":"1""#, #"{"a":1,"data":2}"#, "the mark inside the data"),
            (
                #"{"id":"1","data":{"a":1,"datahash":"\#(hash)"}}"#, #"{"id":"1""#,
                #"{"a":1,"datahash":"\#(hash)"}"#, "the other mark inside the data"
            ),
            (#"{"id":",\"data\":","data":1}"#, #"{"id":",\"data\":""#, "1", "the mark in a string, escaped"),
            (#"{"data":0,"data":1}"#, #"{"data":0"#, "1", "a first member called data, which no head has"),
        ])
    func data(line: String, head: String, data: String, why: String) throws {
        let cut = try #require(LoggedLine(Array(line.utf8)[...]))
        #expect(cut.head.elementsEqual(head.utf8), "\(why)")
        #expect(cut.payload == .data(Array(data.utf8)[...]), "\(why)")
    }

    @Test("a line with a datahash has its body, inside a larger array too")
    func body() throws {
        let line = Array(#"xx{"id":"1","datahash":"\#(hash)"}yy"#.utf8).dropFirst(2).dropLast(2)
        let cut = try #require(LoggedLine(line))
        #expect(cut.head.elementsEqual(#"{"id":"1""#.utf8))
        #expect(cut.payload == .body(try #require(TreeHash(hex: hash))))
    }

    @Test(
        "what has neither data nor a whole datahash at its end is no line",
        arguments: [
            ("", "nothing"),
            ("{}", "no mark"),
            (#"{"id":"1","data":}"#, "no data"),
            (#"{"id":"1","data":1"#, "no end"),
            (#"{"id":"1","data":1} "#, "a space behind"),
            (#"{"id":"1","datahash":"\#(hash)"#, "no end of the string"),
            (#"{"id":"1","datahash":"\#(hash)}"#, "no quote"),
            (#"{"id":"1","datahash":"\#(hash)","a":1}"#, "a member behind"),
            (#"{"id":"1","datahash":"\#(hash.dropLast(2))"}"#, "31 bytes"),
            (#"{"id":"1","datahash":"\#(hash)0a"}"#, "33 bytes"),
            (#"{"id":"1","datahash":"\#(hash.uppercased())"}"#, "capitals"),
            (#"{"id":"1","datahash":""}"#, "no digit"),
            (#"{"id":"1","datahash":"}"#, "one quote for both"),
        ])
    func refused(line: String, why: String) {
        #expect(LoggedLine(Array(line.utf8)[...]) == nil, "\(why)")
    }

    @Test(
        "a head is an event's by its position and origin, as the format writes them",
        arguments: [
            (#"{"specversion":"1.0","id":"12","source":"a/b","type":"x""#, true, "it is"),
            (#"{"specversion":"1.0","id":"12","source":"a/b""#, true, "it ends there"),
            (#"{"specversion":"1.0","id":"1","source":"a/b","type":"x""#, false, "another position"),
            (#"{"specversion":"1.0","id":"012","source":"a/b","type":"x""#, false, "a leading zero"),
            (#"{"specversion":"1.0","id":12,"source":"a/b","type":"x""#, false, "a number"),
            (#"{"specversion":"1.0","id":"12","source":"a/bc","type":"x""#, false, "a longer origin"),
            (#"{"specversion":"1.0","id":"12","source":"a""#, false, "a shorter origin"),
            (#"{"specversion":"1.0","id":"12","source":"a/b"x"#, false, "something behind the origin"),
            (#"{"id":"12","specversion":"1.0","source":"a/b""#, false, "another order"),
            (#"{"specversion":"1.1","id":"12","source":"a/b""#, false, "another version"),
            ("", false, "nothing"),
        ])
    func isEvent(head: String, expected: Bool, why: String) {
        let line = LoggedLine(head: Array(head.utf8)[...], payload: .data([]))
        #expect(line.isEvent(at: 12, of: "a/b") == expected, "\(why)")
    }
}
