import ExactJSON
import TestSupport

extension JSONValue {
    /// A random value, a handful of elements.
    static func random(depth: Int = 4, using random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: .null
        case 1: .bool(.random(using: &random))
        case 2: .integer(.random(in: .min ... .max, using: &random) >> Int64.random(in: 0..<64, using: &random))
        case 3: .verbatim(Array(random.pick(["1.50", "-0", "1e3", "2.5E-7", "12345678901234567890.5"]).utf8))
        case 4, 5: .string(randomString(using: &random))
        case 6:
            .array((0..<Int.random(in: 0..<5, using: &random)).map { _ in .random(depth: depth - 1, using: &random) })
        default:
            .object(
                (0..<Int.random(in: 0..<5, using: &random)).map { _ in
                    (randomString(using: &random), .random(depth: depth - 1, using: &random))
                })
        }
    }

    /// Short strings of few characters, so that the same name comes up twice.
    private static func randomString(using random: inout SeededGenerator) -> String {
        let alphabet: [Unicode.Scalar] = [
            "a", "b", "\"", "\\", "/", "\n", "\0", "\u{1F}", "\u{7F}", "é", "\u{301}", "\u{2028}", "😀",
        ]
        return (0..<Int.random(in: 0..<4, using: &random)).reduce(into: "") { string, _ in
            string.unicodeScalars.append(random.pick(alphabet))
        }
    }
}

/// Random spellings of a value: white space, member order, escapes, powers of ten.
enum JSONSpelling {
    static func any(_ value: JSONValue, using random: inout SeededGenerator) -> [UInt8] {
        space(&random) + spelled(value, &random) + space(&random)
    }

    private static func spelled(_ value: JSONValue, _ random: inout SeededGenerator) -> [UInt8] {
        switch value {
        case .null, .bool, .verbatim: return value.bytes
        case .integer(let number):
            let zeros = Int.random(in: 0..<3, using: &random)
            return zeros == 0 || number == 0
                ? value.bytes : Array("\(number)\(String(repeating: "0", count: zeros))e-\(zeros)".utf8)
        case .string(let string): return escaped(string, &random)
        case .array(let elements):
            return list("[", elements.map { any($0, using: &random) }, "]")
        case .object(let members):
            // Duplicates keep their order, for it is part of the content.
            let isOrdered = Set(members.map { $0.0 }).count < members.count
            let ordered = isOrdered ? members : members.shuffled(using: &random)
            return list(
                "{",
                ordered.map {
                    space(&random) + escaped($0, &random) + space(&random) + [0x3A] + any($1, using: &random)
                }, "}")
        }
    }

    private static func list(_ open: Unicode.Scalar, _ items: [[UInt8]], _ close: Unicode.Scalar) -> [UInt8] {
        [UInt8(ascii: open)] + items.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: close)]
    }

    private static func escaped(_ string: String, _ random: inout SeededGenerator) -> [UInt8] {
        var body: [UInt8] = []
        for scalar in string.unicodeScalars {
            if random.chance(oneIn: 2) {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: .random(using: &random))
                    body +=
                        Array("\\u".utf8) + Array(repeating: 0x30, count: 4 - digits.utf8.count) + Array(digits.utf8)
                }
            } else {
                body += JSONValue.string(String(scalar)).bytes.dropFirst().dropLast()
            }
        }
        return [0x22] + body + [0x22]
    }

    private static func space(_ random: inout SeededGenerator) -> [UInt8] {
        random.pick([[], [], [0x20], [0x0A, 0x09], [0x0D]])
    }
}
