/// The presets that come with the program.
public enum Presets {
    /// Their names.
    public static var ids: [String] { content.keys.sorted() }

    /// The one of that name; nil where there is none.
    public static func named(_ id: String) -> Preset? { content[id].flatMap { try? Preset($0) } }

    /// What is in force unless something else is asked for: reference lines, bands of colours and thresholds.
    public static var inForce: [Preset] { usual.compactMap { named($0) } }

    private static let usual = ["isa-18.2", "eemua-191", "bands-default", "patterns-default", "npcc"]

    static let content: [String: [UInt8]] = [
        "isa-18.2": PackageResources.isa_18_2_json,
        "eemua-191": PackageResources.eemua_191_json,
        "bands-default": PackageResources.bands_default_json,
        "patterns-default": PackageResources.patterns_default_json,
        "npcc": PackageResources.npcc_json,
        "arc-80-98.5": PackageResources.arc_80_98_5_json,
        "nfpa-72": PackageResources.nfpa_72_json,
        "ul-827-runner": PackageResources.ul_827_runner_json,
    ]
}
