/// Whether colours and bold type may be used.
enum TerminalStyle {
    /// Only on a terminal, and only unless `NO_COLOR` or `TERM=dumb` asks for plain text.
    static func isWanted(isTerminal: Bool, environment: [String: String]) -> Bool {
        func setting(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        guard isTerminal, setting("NO_COLOR") == nil, let terminal = setting("TERM") else { return false }
        return terminal != "dumb"
    }
}
