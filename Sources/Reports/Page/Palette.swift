/// The colours of a page, for light and for dark surroundings; print takes the light ones.
///
/// They are told apart by those who see no red or no green, too: blue, orange, violet and grey, of different lightness.
enum Palette: String, CaseIterable {
    /// The page itself.
    case paper
    /// Parts that stand out from it.
    case panel
    case ink
    /// Words that matter less.
    case muted
    case link
    /// Lines of tables and panels; they carry no meaning.
    case line
    case valid, `false`, unknown, unverified
    /// Bars that show no verdict.
    case plain
    case target
    /// Behind hatching: time of which nothing can be said.
    case blind
    /// Behind wider hatching: time of which not all can be said.
    case dim
    case hatching
    /// Cells of time that was observed.
    case covered
    /// The same, where nothing is final yet.
    case provisional
    case heat0, heat1, heat2, heat3, heat4

    var light: String { colours.light }
    var dark: String { colours.dark }

    private var colours: (light: String, dark: String) {
        switch self {
        case .paper: ("#ffffff", "#11161c")
        case .panel: ("#f4f6f8", "#1a2129")
        case .ink: ("#1a1f24", "#e8edf2")
        case .muted: ("#535c66", "#a3adb8")
        case .link: ("#0a58a6", "#7cbcff")
        case .line: ("#cfd6dd", "#36404a")
        case .valid: ("#0b5cad", "#5aa9f5")
        case .false: ("#c2540a", "#f29a4b")
        case .unknown: ("#7a3fb0", "#c59bf0")
        case .unverified: ("#626c76", "#a3adb8")
        case .plain: ("#33718f", "#6db3cf")
        case .target: ("#a3195b", "#f58ab8")
        case .blind: ("#e3e6e9", "#2b333b")
        case .dim: ("#f1f3f5", "#1c232a")
        case .hatching: ("#79828b", "#8b95a0")
        case .covered: ("#2f7f5f", "#4fae88")
        case .provisional: ("#7fb59d", "#2f7f5f")
        case .heat0: ("#eef1f4", "#1f262d")
        case .heat1: ("#c5dcf2", "#1d3f63")
        case .heat2: ("#7fb0e0", "#2f6aa8")
        case .heat3: ("#2a6db3", "#7db5ee")
        case .heat4: ("#0a3a6e", "#cfe5fb")
        }
    }

    /// The colour of words on a cell of the heat map.
    static func ink(onHeat step: Int) -> (light: String, dark: String) {
        (step < 3 ? Palette.ink.light : "#ffffff", step < 3 ? "#ffffff" : "#11161c")
    }

    /// What the style sheet declares for one kind of surroundings.
    static func declarations(_ colour: KeyPath<Palette, String>) -> String {
        allCases.map { "--\($0.rawValue): \($0[keyPath: colour]);" }.joined(separator: " ")
    }
}
