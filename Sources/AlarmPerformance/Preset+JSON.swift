import ExactJSON

/// Why a file is no preset: which key, what stands there, and what may.
public struct PresetError: Error, Hashable, CustomStringConvertible {
    /// In a sentence.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Preset {
    /// Reads a preset's file.
    public init(_ content: [UInt8]) throws(PresetError) {
        let text: JSONText
        do {
            text = try JSONText(content)
        } catch {
            throw PresetError("it is not JSON: \(error)")
        }
        try self.init(PresetReader(text.root), content)
    }

    private init(_ reader: PresetReader, _ content: [UInt8]) throws(PresetError) {
        try reader.checkNames()
        let id = try reader.text("id")
        let original = Presets.content[id]
        let body = try reader.body()
        // The ones that come with the program are read without being compared with themselves.
        if let original, original != content { try Self.check(body, against: original, id) }
        self.init(
            id: id, edition: try reader.text("edition"), mark: try reader.mark(),
            isConfirmed: try reader.flag("confirmed"),
            isEdited: original.map { $0 != content && !Self.isSame($0, content) } ?? false, content: content, body: body
        )
    }

    /// What reads a preset of that id reads these parameters, and no others.
    private static func check(_ body: PresetBody, against original: [UInt8], _ id: String) throws(PresetError) {
        let known = try Preset(original).parameters
        for name in body.parameters.keys.sorted() where known[name] == nil {
            throw PresetError(
                "parameters.\(name) is unknown to \(id), which has \(known.keys.sorted().joined(separator: ", "))")
        }
        for name in known.keys.sorted() where body.parameters[name] == nil {
            throw PresetError("parameters.\(name) is missing: \(id) has it")
        }
    }

    private static func isSame(_ one: [UInt8], _ other: [UInt8]) -> Bool {
        guard let one = try? JSONText(one), let other = try? JSONText(other) else { return false }
        return one.root.comparableBytes == other.root.comparableBytes
    }
}

/// Reads the members of a preset's file; an error names the key and what stands there.
private struct PresetReader {
    private let root: JSONElement

    init(_ root: JSONElement) {
        self.root = root
    }

    private static let names = [
        "id", "edition", "mark", "confirmed", "parameters", "clock", "lines", "priorities", "kinds",
    ]

    func checkNames() throws(PresetError) {
        guard root.kind == .object else { throw PresetError("it is no object") }
        try Self.check(root, Self.names, "")
    }

    private static func check(_ object: JSONElement, _ known: [String], _ place: String) throws(PresetError) {
        for (name, _) in object.members where !known.contains(name.string ?? "") {
            throw PresetError(
                "\(place)\(name.string ?? "a name") is unknown; known are \(known.joined(separator: ", "))")
        }
    }

    func text(_ name: String) throws(PresetError) -> String {
        guard let value = root[name]?.string, !value.isEmpty else { throw wrong(name, root[name], "a text") }
        return value
    }

    func flag(_ name: String) throws(PresetError) -> Bool {
        guard let value = root[name]?.bool else { throw wrong(name, root[name], "true or false") }
        return value
    }

    func mark() throws(PresetError) -> Indicator.Mark {
        switch root["mark"]?.string {
        case "published": .published
        case "common practice": .commonPractice
        case "unconfirmed": .unconfirmed
        case "ours": .ours
        default: throw wrong("mark", root["mark"], "published, common practice, unconfirmed or ours")
        }
    }

    func body() throws(PresetError) -> PresetBody {
        var body = PresetBody()
        for (key, value) in root["parameters"]?.members ?? [] {
            let name = key.string ?? ""
            guard let number = value.decimal, !number.isNegative, number.double != nil else {
                throw wrong("parameters.\(name)", value, "a number, zero or more")
            }
            body.parameters[name] = number
        }
        let lines = root["lines"].map { Array($0.elements) } ?? []
        for (index, line) in lines.enumerated() {
            body.lines.append(try self.line(line, "lines[\(index)]."))
        }
        for (priority, word) in try words("priorities") {
            guard let level = AlarmPriority(rawValue: priority) else {
                throw PresetError("priorities.\(priority) is unknown; known are low, medium, high, highest")
            }
            body.priorities[word.lowercased()] = level
        }
        for (kind, word) in try words("kinds") { body.kinds[word] = kind }
        return body
    }

    /// Pairs of a name and one of the words that stand behind it.
    private func words(_ name: String) throws(PresetError) -> [(String, String)] {
        var pairs: [(String, String)] = []
        for (key, list) in root[name]?.members ?? [] {
            let key = key.string ?? ""
            guard list.kind == .array else { throw wrong("\(name).\(key)", list, "a list of texts") }
            for element in list.elements {
                guard let word = element.string else { throw wrong("\(name).\(key)", element, "a text") }
                pairs.append((key, word))
            }
        }
        return pairs
    }

    private func line(_ line: JSONElement, _ place: String) throws(PresetError) -> ServiceLine {
        guard line.kind == .object else { throw wrong(String(place.dropLast()), line, "an object") }
        try Self.check(line, ["percentile", "seconds", "filter", "clock"], place)
        guard let percentile = line["percentile"]?.decimal?.thousandths, (1...100_000).contains(percentile) else {
            throw wrong("\(place)percentile", line["percentile"], "above 0 up to 100, with at most three decimals")
        }
        guard let limit = line["seconds"]?.decimal?.thousandths, limit > 0 else {
            throw wrong("\(place)seconds", line["seconds"], "above 0, with at most three decimals")
        }
        guard let filter = line["filter"]?.string.flatMap({ ServiceFilter($0) }) else {
            throw wrong("\(place)filter", line["filter"], "all, other or kind in (a, b)")
        }
        guard let clock = line["clock"]?.string ?? root["clock"]?.string else {
            throw wrong("\(place)clock", line["clock"], "a text, unless there is one for all lines")
        }
        return ServiceLine(
            percentileThousandths: Int(percentile), limit: limit, filter: filter, clock: ServiceClock(clock))
    }

    private func wrong(_ name: String, _ value: JSONElement?, _ wanted: String) -> PresetError {
        guard let value else { return PresetError("\(name) is missing: \(wanted)") }
        return PresetError("\(name) is \(String(decoding: value.compactBytes.prefix(80), as: UTF8.self)): \(wanted)")
    }
}

extension JSONDecimal {
    /// A thousand times the value, where that is a whole number of a size to count with.
    fileprivate var thousandths: Int64? {
        guard !isNegative, exponent >= -3, digits.count + exponent <= 12 else { return nil }
        return Int64(String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: exponent + 3)) ?? 0
    }
}
