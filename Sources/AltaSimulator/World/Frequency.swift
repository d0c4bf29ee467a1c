/// How often something is the case in a world.
public enum Frequency: String, CaseIterable, Sendable {
    /// As often as the seed will have it.
    case usual
    case always
    case never

    /// Whether it is the case where the seed says `usually`.
    func decides(_ usually: Bool) -> Bool {
        switch self {
        case .usual: usually
        case .always: true
        case .never: false
        }
    }
}
