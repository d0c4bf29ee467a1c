import Foundation

/// Words that an option knows.
enum Choices {
    /// The words, each of which must be a known one; none where the option was not given.
    static func of<Choice: CaseIterable & RawRepresentable<String>>(
        _ text: String?, _ option: String
    ) throws -> [Choice] {
        guard let text else { return [] }
        let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        guard !words.isEmpty else {
            // A script's empty variable must not mean all.
            throw UsageError(description: "\(option) names nothing; choose from \(known(Choice.self))")
        }
        return try words.map { try one($0, option) }
    }

    /// A word, which must be a known one.
    static func one<Choice: CaseIterable & RawRepresentable<String>>(
        _ word: String, _ option: String
    ) throws -> Choice {
        guard let choice = Choice(rawValue: word) else {
            throw UsageError(description: "\(option) \(word) is unknown; choose from \(known(Choice.self))")
        }
        return choice
    }

    private static func known<Choice: CaseIterable & RawRepresentable<String>>(_ choices: Choice.Type) -> String {
        choices.allCases.map(\.rawValue).joined(separator: ", ")
    }
}
