/// The manual: its pages, embedded as they stand in the folder beside this file.
public enum Manual {
    /// All pages, in the order in which a reader needs them.
    public static let pages: [ManualPage] = [
        page("getting-started", PackageResources.getting_started_md),
        page("archiving", PackageResources.archiving_md),
        page("settings", PackageResources.settings_md),
        page("asking", PackageResources.asking_md),
        page("coverage-and-gaps", PackageResources.coverage_and_gaps_md),
        page("indicators", PackageResources.indicators_md),
        page("reports", PackageResources.reports_md),
        page("acting", PackageResources.acting_md),
        page("webhooks", PackageResources.webhooks_md),
        page("evidence", PackageResources.evidence_md),
        page("erasure", PackageResources.erasure_md),
        page("operations", PackageResources.operations_md),
        page("troubleshooting", PackageResources.troubleshooting_md),
        page("json-and-csv", PackageResources.json_and_csv_md),
        page("exit-codes", PackageResources.exit_codes_md),
        page("simulator", PackageResources.simulator_md),
        page("alarm-archiver", PackageResources.alarm_archiver_md),
        page("alarm-history", PackageResources.alarm_history_md),
    ]

    /// Returns the page on `topic`, in upper or lower case; nil where there is none.
    public static func page(on topic: String) -> ManualPage? {
        let wanted = topic.lowercased()
        return pages.first { $0.topic == wanted }
    }

    /// Returns the topics that `word` may have meant, the nearest first: those that resemble it, else those of the pages
    /// that speak of it.
    public static func topics(near word: String) -> [String] {
        let word = word.lowercased()
        guard !word.isEmpty else { return [] }
        let distances = pages.map { (topic: $0.topic, distance: distance(word, $0.topic)) }
        let resembling = distances.filter { $0.distance <= tolerance || word.contains($0.topic) }
        guard resembling.isEmpty else { return resembling.sorted { $0.distance < $1.distance }.map(\.topic) }
        return pages.filter { $0.text.lowercased().contains(word) }.map(\.topic)
    }

    /// Returns how far `word` is from a topic, or from the nearest of the words that the topic is made of; a part of a topic
    /// is no distance away.
    private static func distance(_ word: String, _ topic: String) -> Int {
        if topic.contains(word) { return 0 }
        let parts = topic.split(separator: "-").map(String.init)
        return (parts + [topic]).map { edits(Array(word), Array($0)) }.min() ?? word.count
    }

    /// Returns how many letters have to be put in, taken out or replaced to make one word of the other.
    private static func edits(_ from: [Character], _ to: [Character]) -> Int {
        var row = Array(0...to.count)
        for (line, letter) in from.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in to.indices {
                let replaced = diagonal + (letter == to[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
            }
        }
        return row[to.count]
    }

    /// Letters that a mistyped word has wrong.
    private static let tolerance = 2

    private static func page(_ topic: String, _ content: [UInt8]) -> ManualPage {
        ManualPage(topic: topic, text: String(decoding: content, as: UTF8.self))
    }
}
