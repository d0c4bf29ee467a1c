import Foundation

/// Words of an option that are joined by commas.
enum Choices {
    /// The words, each of which must be a known one.
    static func of<Choice: CaseIterable & RawRepresentable<String>>(
        _ text: String?, _ option: String
    ) throws -> [Choice] {
        let words = text?.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } ?? []
        return try words.map { word in
            guard let choice = Choice(rawValue: word) else {
                let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
                throw UsageError(description: "\(option) \(word) is unknown; choose from \(known)")
            }
            return choice
        }
    }
}
