import ExactJSON

/// Targets, bands or thresholds under a name, as a plain file holds them: id, edition, mark, whether its numbers are
/// confirmed, and the numbers.
public struct Preset: Sendable, Hashable {
    /// Its name: `isa-18.2`.
    public let id: String
    /// Which text the numbers are from.
    public let edition: String
    /// How well founded they are.
    public let mark: Indicator.Mark
    /// Whether somebody stands for the numbers. Nothing is graded by those of an unconfirmed one.
    public let isConfirmed: Bool
    /// Whether one of that id comes with the program, with another content.
    public let isEdited: Bool
    /// Lines of response times.
    public let lines: [ServiceLine]
    /// The file, for reports that show what they used.
    public let content: [UInt8]
    let parameters: [String: JSONDecimal]
    /// Lower-case words of the vendor's for each priority.
    let priorities: [String: AlarmPriority]
    /// Kinds of alarms by what they are recognised by: a detection, a rule or a zone, by id or name.
    let kinds: [String: String]

    init(
        id: String, edition: String, mark: Indicator.Mark, isConfirmed: Bool, isEdited: Bool, content: [UInt8],
        body: PresetBody
    ) {
        self.id = id
        self.edition = edition
        self.mark = mark
        self.isConfirmed = isConfirmed
        self.isEdited = isEdited
        self.content = content
        lines = body.lines
        parameters = body.parameters
        priorities = body.priorities
        kinds = body.kinds
    }

    /// The id, with a word where the content is not the one that comes with the program.
    public var printedName: String { isEdited ? "\(id) (edited)" : id }

    /// The file without the white space between its members.
    public var compactContent: [UInt8] {
        guard let text = try? JSONText(content) else { return content }
        return text.root.compactBytes
    }

    /// Name and edition: where a target is from.
    var source: String { "\(printedName) (\(edition))" }

    func number(_ name: String) -> Double? { parameters[name]?.double }
}

/// What is in a preset beside what it is called.
struct PresetBody {
    var parameters: [String: JSONDecimal] = [:]
    var lines: [ServiceLine] = []
    var priorities: [String: AlarmPriority] = [:]
    var kinds: [String: String] = [:]
}

/// One line of a response time target: so many per cent of the alarms that it is for within so many seconds.
public struct ServiceLine: Sendable, Hashable {
    /// Thousandths of a per cent, so that 98.5 is exact.
    let percentileThousandths: Int
    /// Milliseconds.
    let limit: Int64
    /// Which alarms it is for.
    public let filter: ServiceFilter
    /// From what to what time is taken.
    public let clock: ServiceClock

    /// Per cent.
    public var percentile: Double { Double(percentileThousandths) / 1000 }
    /// The time within which.
    public var seconds: Double { Double(limit) / 1000 }

    var title: String { "\(percentile.plain) % within \(seconds.plain) s, \(filter)" }
}

/// Which alarms a line is for.
public enum ServiceFilter: Sendable, Hashable, CustomStringConvertible {
    case all
    case kinds([String])
    /// Those of no kind that another line names.
    case other

    /// As a preset spells it.
    public var description: String {
        switch self {
        case .all: "all"
        case .other: "other"
        case .kinds(let kinds): "kind in (\(kinds.joined(separator: ", ")))"
        }
    }

    /// Reads a spelling; nil for anything else.
    init?(_ text: String) {
        switch text {
        case "all": self = .all
        case "other": self = .other
        default:
            let prefix = "kind in ("
            guard text.hasPrefix(prefix), text.hasSuffix(")") else { return nil }
            let kinds = text.dropFirst(prefix.count).dropLast().split(separator: ",").map {
                String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
            }
            guard !kinds.isEmpty, !kinds.contains("") else { return nil }
            self = .kinds(kinds)
        }
    }
}

/// From what to what a response time is taken.
public enum ServiceClock: Sendable, Hashable, CustomStringConvertible {
    case startToFirstVerification
    case startToEnd
    /// One that needs annotations which the archive does not have.
    case annotated(String)

    /// In words.
    public var description: String {
        switch self {
        case .startToFirstVerification: "start to first verification"
        case .startToEnd: "start to end"
        case .annotated(let words): words
        }
    }

    init(_ text: String) {
        switch text {
        case "start to first verification": self = .startToFirstVerification
        case "start to end": self = .startToEnd
        default: self = .annotated(text)
        }
    }
}

extension JSONDecimal {
    /// The nearest value.
    var double: Double? {
        guard abs(exponent) < 400 else { return nil }
        let digits = self.digits.isEmpty ? "0" : String(decoding: self.digits, as: UTF8.self)
        return Double("\(isNegative ? "-" : "")\(digits)e\(exponent)")
    }
}
